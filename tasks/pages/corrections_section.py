"""What was corrected of a matter and its importer, for its page; importers to merge, for the board."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session

from models.in_words import calendar_date
from models.law.printing import markdown_table
from models.record.mendings import IMPORTER, MERGED, mendings_of, names_of
from models.record.tables.dockets import Account, Matter, Mending
from models.wall_clock import moment
from notifications.wording.links import Links
from tasks.pages.markdown import safe

_FIELDS = {
    "docket_number": "Docket number",
    IMPORTER: "Importer",
    "opened_on": "Opened on",
    "timezone": "Time zone",
    "title": "Title",
    "customs_office": "CBP office",
    "name": "Importer's name",
    "importer_number": "Importer number",
    MERGED: "Merged into",
}


def corrections_sections(session: Session, matter: Matter, account: Account, links: Links) -> list[str]:
    """The section of the matter's page, with the forms that correct more."""
    log = sorted(
        [*mendings_of(session, matter), *mendings_of(session, account)],
        key=lambda each: (each.recorded_at, each.id),
    )
    of_matter = links.form("correct-matter", {"correction": {"matter": matter.docket_number}})
    of_importer = links.form("correct-importer", {"correction": {"importer": account.name}})
    forms = f"[Correct this matter]({of_matter}) · [Correct its importer]({of_importer})"
    if not log:
        return [forms]
    names = names_of(session, log)
    rows = [
        (moment(each.recorded_at), safe(correction_words(each, names)), safe(each.recorded_by))
        for each in log
    ]
    return ["## Corrections", markdown_table(("When", "What was corrected", "Recorded by"), rows), forms]


def correction_words(mending: Mending, names: Mapping[str, str]) -> str:
    """A correction on one line; `names` are the importers' by their ids in the log."""
    before, after = (_shown(mending.field, value, names) for value in (mending.before, mending.after))
    said = after if mending.field == MERGED else f"{before} → {after}"
    return f"{_FIELDS.get(mending.field, mending.field)}: {said} ({mending.reason})"


def _shown(field: str, value: str, names: Mapping[str, str]) -> str:
    if not value:
        return "none"
    if field in (IMPORTER, MERGED):
        return names.get(value, value)
    return calendar_date(date.fromisoformat(value)) if field == "opened_on" else value


def shared_number_section(sharing: Sequence[Sequence[Account]], links: Links) -> list[str]:
    """The section of the board that lists importers to merge; nothing where none share a number."""
    if not sharing:
        return []
    rows = [
        (safe(kept.importer_number), safe(kept.name), _merges(kept, others, links))
        for kept, *others in sharing
    ]
    table = markdown_table(("Importer number", "Importer", "Shares it with"), rows)
    return ["## Importers that share a number", table]


def _merges(kept: Account, others: Sequence[Account], links: Links) -> str:
    return "<br>".join(
        f"{safe(other.name)}: [merge it into {safe(kept.name)}]({_merger(kept, other, links)})"
        for other in others
    )


def _merger(kept: Account, other: Account, links: Links) -> str:
    asked = {"importer": other.name, "merge_into": kept.name, "reason": "Both have one importer number."}
    return links.form("correct-importer", {"correction": asked})
