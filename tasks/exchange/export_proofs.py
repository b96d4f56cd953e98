"""The proofs of an export beside the docket's own chain: what was corrected, and the receipts."""

from collections.abc import Collection
from typing import Any

from sqlmodel import Session, col, select

from models.record.mendings import NUMBER, content_of_mending, mendings_of
from models.record.receipt_chain import link_of
from models.record.tables.dockets import Account, Matter, Receipt


def corrections_part(session: Session, matter: Matter) -> dict[str, Any]:
    """The logs of what was corrected of the matter and of its importer, each with the proof.

    Another importer is in them by its id only: nothing else of it is for the reader of this matter.
    """
    account = session.get_one(Account, matter.account_id)
    return {"matter": _log(session, matter), "importer": _log(session, account)}


def _log(session: Session, row: Matter | Account) -> list[dict[str, Any]]:
    return [
        {
            "content": content_of_mending(each),
            "withheld": [],
            "previous_hash": each.previous_hash,
            "hash": each.hash,
        }
        for each in mendings_of(session, row)
    ]


def receipts_part(session: Session, matter: Matter) -> list[dict[str, Any]]:
    """The chain of the watch's receipts from the day the matter was opened.

    A receipt is given whole if it names no other matter; else without its content.
    """
    wanted = select(Receipt).where(col(Receipt.at) >= matter.opened_at).order_by(col(Receipt.seq))
    # No other matter may have a number that this one had once.
    former = {each.before for each in mendings_of(session, matter) if each.field == NUMBER}
    numbers = {matter.docket_number, *former}
    return [_receipt(row, numbers) for row in session.exec(wanted).all()]


def _receipt(row: Receipt, numbers: Collection[str]) -> dict[str, Any]:
    return link_of(row.model_dump(), whole=_names_only(row.content, numbers))


def _names_only(content: object, numbers: Collection[str], *, listed: bool = False) -> bool:
    """Whether whatever is listed is of this matter; what cannot be told apart counts as of another."""
    match content:
        case dict():
            if listed and content.get("docket") not in numbers:
                return False
            return all(_names_only(each, numbers) for each in content.values())
        case list():
            return all(_names_only(each, numbers, listed=True) for each in content)
        case str() if listed:
            return content in numbers or any(content.startswith(f"{number}: ") for number in numbers)
        case _:
            return True
