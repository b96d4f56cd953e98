"""What a matter or an importer may not be: each check raises `RecordError`."""

from datetime import datetime

from sqlmodel import Session, select

from models.errors import RecordError
from models.inputs import EVERY_IMPORTER, MatterInput
from models.record.mendings import NUMBER, formerly
from models.record.tables.dockets import Matter
from models.wall_clock import today_in


def refuse_as_a_name(importer: str) -> None:
    """The form of a contact could not name such an importer."""
    if ";" in importer or importer.casefold() == EVERY_IMPORTER:
        raise RecordError(
            f"No importer can be named {importer!r}. Expected a name without a semicolon, such as Acme "
            f"Imports, and not the words “{EVERY_IMPORTER}”: the forms for contacts give both a meaning."
        )


def refuse_opening_day(draft: MatterInput, *, at: datetime) -> None:
    """Raises `RecordError` where the day on which a matter opened has not come."""
    today = today_in(draft.timezone, at)
    if draft.opened_on > today:
        raise RecordError(
            f"Opened on is {draft.opened_on}, which is in the future. Expected today, {today}, or earlier."
        )


def refuse_docket_number(session: Session, docket_number: str, *, but: Matter | None = None) -> None:
    """Raises `RecordError` where another matter has the number, or had it once: links to it still work."""
    taken = session.exec(select(Matter).where(Matter.docket_number == docket_number)).first()
    if taken is not None and (but is None or taken.id != but.id):
        raise RecordError(
            f"The docket number {docket_number} is taken. Expected one that no matter on record has, "
            "such as AUD-2026-015."
        )
    for id_ in formerly(session, NUMBER, docket_number) - {None if but is None else but.id}:
        now = session.get_one(Matter, id_).docket_number
        raise RecordError(
            f"The docket number {docket_number} was corrected to {now}, and still finds that matter. "
            "Expected one that no matter on record has or had, such as AUD-2026-015."
        )
