"""What is looked at of the matter of a row, before it is opened or where it is on record."""

from dataclasses import asdict, fields
from datetime import datetime

from sqlmodel import Session

from models.errors import RecordError
from models.inputs import MatterInput
from models.record.matter_checks import refuse_opening_day
from models.record.tables.dockets import Account, Matter


def said_otherwise(session: Session, known: Matter, draft: MatterInput) -> list[tuple[str, str]]:
    """What a row says of a matter otherwise than the record does, by the fields; a blank says nothing."""
    account = session.get(Account, known.account_id) or Account(name=draft.importer)
    of_account = {"importer": account.name, "importer_number": account.importer_number}
    kept = {name: of_account.get(name, getattr(known, name, None)) for name in _compared()}
    return [
        (
            name,
            f"{said}; {known.docket_number} is on record with {kept[name] or 'none'}; expected the same",
        )
        for name in _compared()
        if (said := getattr(draft, name)) not in ("", kept[name])
    ]


def _compared() -> list[str]:
    """What a matter on record must agree in; who recorded it may be another."""
    return [each.name for each in fields(MatterInput) if each.name not in ("docket_number", "opened_by")]


def misdated(draft: MatterInput, *, at: datetime) -> list[tuple[str, str]]:
    """What is wrong with the day on which a matter opened, by the field."""
    try:
        refuse_opening_day(draft, at=at)
    except RecordError as error:
        return [("opened_on", str(error))]
    return []


def field_in(said: str) -> str:
    """The field of a matter's row that a refusal of the record is about."""
    return "docket_number" if said.startswith("The docket number") else "importer_number"


def unopened_matter(draft: MatterInput, at: datetime) -> Matter:
    """A matter that is not kept, by which the rows of its entries are looked at all the same."""
    said = {name: value for name, value in asdict(draft).items() if name in Matter.model_fields}
    return Matter(account_id=0, opened_at=at, **said)
