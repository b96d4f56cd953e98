"""Answers to a deadline at the desk: read for their forms, kept with who gave them. Nothing commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pydantic import ValidationError
from sqlmodel import Session

from models.errors import RecordError
from models.forms.refused_fields import FormSchema, field_faults, field_sentence
from models.forms.replies import AcknowledgementForm, SnoozeForm
from models.in_words import long_date
from models.record.matters import held_matter
from models.record.scope import Scope, matter_in
from models.record.sign_ins import sign_act
from models.record.tables.alerts import Contact
from models.record.tables.dockets import Deadline, Matter
from models.roles import Role
from notifications.policy.pauses import Hold, HoldKind, last_quiet_day
from notifications.wording.links import Links
from notifications.wording.own_deadline import NOT_LAW
from tasks.alerts.answers import (
    Answerable,
    Wish,
    answerable_deadline,
    answerable_own,
    keep_pause,
    keep_reassignment,
    pause_words,
)
from tasks.alerts.matter_context import MatterContext, matter_context
from tasks.alerts.office_context import office_context
from tasks.desk.shown import show_later
from tasks.desk.whose import InHand, owners_of
from tasks.record.deadline_words import days_in_words

FORMS: dict[HoldKind, type[AcknowledgementForm | SnoozeForm]] = {
    HoldKind.ACKNOWLEDGED: AcknowledgementForm,
    HoldKind.SNOOZED: SnoozeForm,
}
"""The forms that pause reminders, as Prefect has them: their words and their checks hold at the desk too."""

_USUALLY = timedelta(days=7)
"""For so long a pause is suggested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerer:
    """Who answers, and when. `person_id`: None for who may not sign in. `how`: empty for a desk's form."""

    person_id: int | None
    name: str
    at: datetime
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A deadline that asks for an answer, with its matter."""

    context: MatterContext
    asked: Answerable

    @property
    def matter(self) -> Matter:
        """The matter."""
        return self.context.matter

    @property
    def importer(self) -> str:
        """The importer's name."""
        return self.context.account.name

    @property
    def is_own(self) -> bool:
        """Whether the office set it itself."""
        return not isinstance(self.asked.row, Deadline)

    @property
    def title(self) -> str:
        """What is to be done."""
        return self.asked.row.title

    @property
    def days(self) -> str:
        """Its days in words."""
        row = self.asked.row
        return days_in_words(row) if isinstance(row, Deadline) else f"{long_date(row.due_on)}, {NOT_LAW}"

    @property
    def people(self) -> Sequence[Contact]:
        """Who gets alerts about the importer."""
        return self.context.contacts

    @property
    def in_hand(self) -> InHand | None:
        """Who has it in hand today, of the importer's contacts."""
        holds = self.context.own_holds if self.is_own else self.context.holds
        known, today = {each.name for each in self.people}, self.context.today
        for hold in reversed(holds.get(self.asked.row.id, ())):
            is_so = hold.kind is HoldKind.ACKNOWLEDGED and hold.due == self.asked.due and hold.until >= today
            if is_so and hold.by in known:
                return InHand(hold.by, hold.next_action, hold.until)
        return None

    def holder(self, session: Session) -> Contact | None:
        """Who answers first for it now, where that is one person."""
        row = self.asked.row
        if not isinstance(row, Deadline):
            return None
        owners = owners_of(session, [(row, self.matter)])[row.id]
        return owners[0] if len(owners) == 1 else None

    def contact(self, id_: int | None) -> Contact | None:
        """One of those people."""
        return next((each for each in self.people if each.id == id_), None)

    def suggested(self, contact: Contact) -> date:
        """Until when reminders can be paused: a week, or the day before an alert that cannot be paused."""
        today = self.context.today
        hold = Hold(
            number=0,
            kind=HoldKind.ACKNOWLEDGED,
            by=contact.name,
            role=Role(contact.role),
            due=self.asked.due,
            since=today,
            until=today + _USUALLY,
        )
        return last_quiet_day(hold, self.asked.steps)


class Misfilled(RecordError):
    """Fields that cannot be used: `faults` has a sentence for each, by their names."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = faults


def held_in(session: Session, scope: Scope, matter_id: int) -> Matter | None:
    """A matter inside the walls, which nobody else changes until the transaction ends."""
    found = matter_in(session, scope, matter_id)
    held = held_matter(session, found.docket_number) if found is not None else None
    return held if held is not None and scope.has(held.account_id) else None


def asking_of(session: Session, matter: Matter, subject: str, *, now: datetime) -> Asking | None:
    """A deadline of a matter by what alerts call it, such as `deadline:12`; None where it has no such."""
    context = matter_context(session, matter, office_context(session, Links(""), now))
    kind, _, number = subject.partition(":")
    if kind == "own":
        owns = [answerable_own(context, own) for own in context.owns if str(own.row.id) == number]
        return Asking(context=context, asked=owns[0]) if owns else None
    rows = [row for row in context.docket.deadlines if str(row.id) == number]
    return Asking(context=context, asked=answerable_deadline(context, rows[0])) if rows else None


def wish_of(asking: Asking, contact: Contact, kind: HoldKind, typed: Mapping[str, str]) -> Wish:
    """What somebody typed into a form that pauses reminders. Raises `Misfilled`."""
    form, until = FORMS[kind], _day(typed.get("until", ""))
    here = {"matter": asking.matter.docket_number, "clock": asking.asked.name, "name": contact.name}
    given = {name: typed.get(name, "") for name in form.model_fields if name not in here}
    faults = (
        {}
        if until
        else {"until": field_sentence(FormSchema.of(form.model_json_schema()), "until", given["until"])}
    )
    try:
        read = form.model_validate(here | given | {"until": until or date.max})
    except ValidationError as error:
        faults = field_faults(form, error) | faults
    if faults or until is None:
        raise Misfilled(faults)
    return Wish(kind=kind, until=until, next_action=getattr(read, "next_action", ""))


def _day(given: str) -> date | None:
    """A day as a field for one sends it: pydantic would take a number of seconds for a day too."""
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def pause(session: Session, asking: Asking, contact: Contact, wish: Wish, by: Answerer) -> str:
    """Acknowledges or snoozes it as a contact, and has the matter shown. Returns what came of it."""
    if asking.asked.state.is_over:
        raise RecordError(OVER)
    kept = keep_pause(session, asking.context, asking.asked, contact, wish)
    if kept.is_new:
        until = f" until {wish.until}" if wish.kind is HoldKind.SNOOZED else ""
        _follow_up(session, asking, kept.subject, f"{asking.asked.name} {wish.kind}{until}", by)
    return pause_words(
        contact.name,
        wish,
        kept.until,
        deadline=asking.asked.name,
        docket_number=asking.matter.docket_number,
    )


OVER = "This deadline is over. There is nothing to answer."


def hand_on(
    session: Session, asking: Asking, former: Contact, new: Contact, by: Answerer, *, whole: bool = False
) -> str:
    """Hands it, or the whole matter, to another contact. Returns what came of it."""
    row = asking.asked.row
    if not isinstance(row, Deadline):
        raise RecordError(
            "Your own deadline cannot be reassigned. End it, and set it again for someone else."
        )
    if asking.asked.state.is_over and not whole:
        raise RecordError(OVER)
    given = None if whole else row
    kept = keep_reassignment(session, asking.context, given, former, new, by=by.name)
    if kept.is_new:
        _follow_up(session, asking, kept.subject, f"from {former.name} to {new.name}", by)
    what = "the whole matter" if whole else asking.asked.name
    docket = asking.matter.docket_number
    return f"{docket}: reassigned {what} from {former.name} to {new.name}."


def _follow_up(session: Session, asking: Asking, subject: str, what: str, by: Answerer) -> None:
    if by.person_id is not None:
        sign_act(session, subject, by.person_id, at=by.at)
    said = f"{what}, {by.how}" if by.how else what
    show_later(session, asking.matter, what=said, by=by.name, at=by.at)
