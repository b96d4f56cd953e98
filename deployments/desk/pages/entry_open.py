"""The form of an entry as it is open: its matter, its event, and what is in its fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from deployments.desk.asked import Asked, NotThere
from models.forms.entry_faults import numbers_in
from models.law.text.rule import Event
from models.law.text.vocabulary import ENTRY_WITHDRAWN
from models.record.database import reading
from models.record.dockets import entries_of
from models.record.scope import matter_in
from models.record.tables.dockets import Account, Entry, Matter
from models.wall_clock import today_in
from tasks.desk.entry_events import event_of
from tasks.desk.entry_fields import NOTE, names_of, tidied, values_of


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenForm:
    """A form that is open: the matter as it is, the event, and what is in the fields."""

    matter: Matter
    importer: str
    entries: Sequence[Entry]
    event: Event
    values: Mapping[str, str]

    @property
    def corrected(self) -> Entry | None:
        """The entry that it corrects or withdraws."""
        named = numbers_in(self.values.get("corrects"))
        return self.entries[named[0] - 1] if named and 0 < named[0] <= len(self.entries) else None

    @property
    def withdraws(self) -> bool:
        """Whether it takes an entry out."""
        return self.event.kind == ENTRY_WITHDRAWN

    @property
    def is_history(self) -> bool:
        """Whether it happened before Landwaiter was used."""
        return bool(self.values.get("history"))

    @property
    def heading(self) -> str:
        """What the page is called."""
        entry = self.corrected
        if entry is None:
            return self.event.title
        return f"{'Withdraw' if self.withdraws else 'Correct'} E{entry.number}"


def matter_of(session: Session, asked: Asked) -> tuple[Matter, str]:
    """The matter that the address names, inside the walls, and its importer. Raises `NotThere`."""
    matter = matter_in(session, asked.me.scope, asked.number("id"))
    if matter is None:
        raise NotThere
    return matter, session.get_one(Account, matter.account_id).name


def corrected_in(given: str, entries: Sequence[Entry]) -> Entry | None:
    """The entry that is to be corrected. Raises `NotThere` where the docket has none of that number."""
    if not given:
        return None
    named = numbers_in(given)
    if len(named) != 1 or not 0 < named[0] <= len(entries):
        raise NotThere
    return entries[named[0] - 1]


def from_address(asked: Asked, matter: Matter, event: Event, corrected: Entry | None) -> dict[str, str]:
    """What the fields begin with: what the corrected entry says, then what the address says."""
    said = {name: asked.query(name) for name in names_of(event) if name != NOTE}
    said["belongs_to"] = ", ".join(
        each for name in ("belongs_to", "of") for each in asked.request.query_params.getlist(name)
    )
    if corrected is None:
        return said
    said["corrects"] = f"E{corrected.number}"
    if event.kind == ENTRY_WITHDRAWN:
        return {"occurred_on": today_in(matter.timezone, asked.now).isoformat()} | _given(said)
    return values_of(corrected) | _given(said)


def _given(said: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in said.items() if value}


def typed_form(asked: Asked) -> OpenForm:
    """The form as it was sent. Raises `NotThere` where it is of no matter or no event."""
    with reading(asked.office.engine) as session:
        matter, importer = matter_of(session, asked)
        entries = entries_of(session, matter)
    event = event_of(matter.lifecycle, asked.typed("event"))
    if event is None:
        raise NotThere
    given = {name: asked.typed(name) for name in names_of(event)}
    given["belongs_to"] = ", ".join(asked.chosen("belongs_to"))
    values = tidied(event, given)
    return OpenForm(matter=matter, importer=importer, entries=entries, event=event, values=values)


def read_again(asked: Asked, form: OpenForm) -> OpenForm:
    """The same form on the docket as it is now."""
    with reading(asked.office.engine) as session:
        return replace(form, entries=entries_of(session, form.matter))
