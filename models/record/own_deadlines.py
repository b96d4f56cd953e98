"""Deadlines that the office sets itself on a matter: a title, a day, and whose it is. None of them is law.

They are no part of what is derived or recounted. The rows are append-only; an end is a row of its own.
Functions take the session first and never commit; each may raise `RecordError`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, text
from sqlmodel import Session, col, select

from models.errors import RecordError
from models.in_words import calendar_date, long_date
from models.inputs import OwnDeadlineInput, OwnEndInput
from models.record.amounts import Amount, amount_of
from models.record.contacts import contact_named, contacts_by_account, contacts_of
from models.record.matters import held_matter
from models.record.tables.dockets import Account, Matter
from models.record.tables.office import OPEN_OWN, OwnDeadline
from models.wall_clock import today_in

_AHEAD = timedelta(days=3660)
"""How far ahead a day may be: a later one is a slip."""

LONGEST_TITLE, LONGEST_NOTE = 120, 500


class Ended(StrEnum):
    """How a deadline of the office's own ended."""

    DONE = "done"
    TAKEN_BACK = "taken back"


@dataclass(frozen=True, slots=True)
class Own:
    """A deadline of the office's own, the row that ended it, and whose it is by name."""

    row: OwnDeadline
    end: OwnDeadline | None
    whose: str = ""
    """The contact's name; empty for the importer's owner, also where the contact no longer answers for it."""


OpenOwn = tuple[Own, Matter, Account]


def add_own(session: Session, draft: OwnDeadlineInput, *, at: datetime) -> tuple[Matter, OwnDeadline]:
    """Sets a deadline of the office's own; what is set already and runs is not set twice."""
    matter = held_matter(session, draft.matter)
    row = OwnDeadline(
        matter_id=matter.id,
        title=_said(draft.title, "title", LONGEST_TITLE).rstrip("."),
        due_on=draft.due_on,
        contact_id=_whose(session, matter, draft.whose),
        note=_said(draft.note, "note", LONGEST_NOTE),
        recorded_by=draft.recorded_by,
        recorded_at=at,
        next_step_at=at,
    )
    if not row.title:
        raise RecordError("No title is given. Enter what is to be done, such as “Call the surety”.")
    same = [own.row for own in owns_of(session, matter) if own.end is None and _is_same(own.row, row)]
    if same:
        return matter, same[0]
    _check_day(row.due_on, today_in(matter.timezone, at))
    session.add(row)
    session.flush()
    return matter, row


def end_own(session: Session, draft: OwnEndInput, *, at: datetime) -> tuple[Matter, OwnDeadline]:
    """Ends a deadline of the office's own by a row that says how; the same end twice is one."""
    matter = held_matter(session, draft.matter)
    own = _numbered(session, matter, draft.number)
    ended_as = Ended.DONE if draft.done else Ended.TAKEN_BACK
    today, reason = today_in(matter.timezone, at), _said(draft.reason, "reason", LONGEST_NOTE)
    end = OwnDeadline(
        matter_id=matter.id,
        title=own.row.title,
        due_on=own.row.due_on,
        contact_id=own.row.contact_id,
        ends=own.row.id,
        ended_as=ended_as.value,
        ended_on=draft.ended_on or today,
        reason=reason,
        recorded_by=draft.recorded_by,
        recorded_at=at,
        is_over=True,
    )
    if own.end is not None and _is_same_end(own.end, end, draft):
        return matter, own.row
    _check_end(own, draft, today)
    session.add(end)
    own.row.next_step_at, own.row.is_over = at, True
    session.add(own.row)
    session.flush()
    return matter, own.row


def open_own(session: Session, matter: Matter, number: int) -> Own:
    """The one of a number on a matter, which must be open. Raises `RecordError`."""
    own = _numbered(session, matter, number)
    _check_open(own)
    return own


def owns_of(session: Session, matter: Matter) -> list[Own]:
    """Every deadline of the office's own on a matter, ended ones too, by day."""
    return [own for own, *_ in _read(session, OwnDeadline.matter_id == matter.id)]


def owns_by_matter(session: Session, matter_ids: Collection[int]) -> dict[int, list[Own]]:
    """The same of many matters, by their ids; a matter without any is not named."""
    found: dict[int, list[Own]] = {}
    for own, matter, _ in _read(session, col(OwnDeadline.matter_id).in_(matter_ids)):
        found.setdefault(matter.id, []).append(own)
    return found


def open_owns(
    session: Session, accounts: Collection[int] | None = None, *, ended_since: datetime | None = None
) -> list[OpenOwn]:
    """Those that run, of some importers or of all, by day; with `ended_since` those too that ended since."""
    wanted = [] if accounts is None else [col(Matter.account_id).in_(accounts)]
    if ended_since is None:
        return _read(session, *wanted, open_only=True)
    return [
        each
        for each in _read(session, *wanted)
        if each[0].end is None or each[0].end.recorded_at >= ended_since
    ]


def first_owns(
    session: Session, most: int, of_matters: Sequence[ColumnElement[bool]] = ()
) -> tuple[list[OpenOwn], Amount]:
    """Those that run, by day, at most so many; and how many more there are. `of_matters`: conditions."""
    found = _read(session, *of_matters, open_only=True, most=most)
    running = select(OwnDeadline.id).where(text(OPEN_OWN))
    if of_matters:
        running = running.join(Matter, col(OwnDeadline.matter_id) == Matter.id).where(*of_matters)
    return found, amount_of(session, running).but(most) if len(found) == most else Amount()


def _read(
    session: Session, *wanted: ColumnElement[bool] | bool, open_only: bool = False, most: int | None = None
) -> list[OpenOwn]:
    which = text(OPEN_OWN) if open_only else col(OwnDeadline.ends).is_(None)
    set_rows = session.exec(
        select(OwnDeadline, Matter, Account)
        .join(Matter, col(OwnDeadline.matter_id) == Matter.id)
        .join(Account, col(Matter.account_id) == Account.id)
        .where(which, *wanted)
        .order_by(col(OwnDeadline.due_on), col(OwnDeadline.id))
        .limit(most)
    ).all()
    if not set_rows:
        return []
    of_these = col(OwnDeadline.matter_id).in_({row.matter_id for row, *_ in set_rows})
    ended = session.exec(select(OwnDeadline).where(col(OwnDeadline.ends).is_not(None), of_these)).all()
    ends = {row.ends: row for row in ended}
    answering = contacts_by_account(session, {account.id for row, _, account in set_rows if row.contact_id})
    names = {(id_, each.id): each.name for id_, people in answering.items() for each in people}
    return [
        (Own(row, ends.get(row.id), names.get((account.id, row.contact_id or 0), "")), matter, account)
        for row, matter, account in set_rows
    ]


def _said(given: str, what: str, most: int) -> str:
    said = " ".join(given.split())
    if len(said) > most:
        raise RecordError(f"The {what} has {len(said)} characters. Enter at most {most}.")
    return said


def _is_same(known: OwnDeadline, new: OwnDeadline) -> bool:
    return all(getattr(known, each) == getattr(new, each) for each in ("title", "due_on", "contact_id"))


def _whose(session: Session, matter: Matter, name: str) -> int | None:
    """The id of the contact whose it is; only who answers for the importer may hear of it."""
    if not name:
        return None
    contact = contact_named(session, name)
    answering = contacts_of(session, matter.account_id)
    if contact.id not in [each.id for each in answering]:
        importer = session.get_one(Account, matter.account_id).name
        known = ", ".join(each.name for each in answering) or "nobody"
        raise RecordError(
            f"{name} gets no alerts about {importer}. Enter a contact who does ({known}), or leave the field "
            "blank for the owner."
        )
    return contact.id


def _check_day(day: date, today: date) -> None:
    if not today <= day <= today + _AHEAD:
        raise RecordError(
            f"The day is {long_date(day)}. Enter a day from today, {long_date(today)}, to "
            f"{calendar_date(today + _AHEAD)}."
        )


def _numbered(session: Session, matter: Matter, number: int) -> Own:
    owns = owns_of(session, matter)
    found = next((own for own in owns if own.row.id == number), None)
    if found is None:
        known = ", ".join(str(own.row.id) for own in owns if own.end is None) or "none"
        raise RecordError(
            f"{matter.docket_number} has no own deadline {number}. Enter the number of one that is open: "
            f"{known}."
        )
    return found


def _is_same_end(known: OwnDeadline, new: OwnDeadline, draft: OwnEndInput) -> bool:
    """Whether an end says what is on record; a day that is not given is not another one."""
    same_day = draft.ended_on in (None, known.ended_on)
    return same_day and (known.ended_as, known.reason) == (new.ended_as, new.reason)


def _check_open(own: Own) -> None:
    if own.end is not None:
        raise RecordError(
            f"Own deadline {own.row.id} has ended already: {own.end.recorded_by} recorded it as "
            f"{own.end.ended_as}. Enter one that is open."
        )


def _check_end(own: Own, draft: OwnEndInput, today: date) -> None:
    _check_open(own)
    if not draft.done and draft.ended_on is not None:
        raise RecordError(
            f"Done on is {long_date(draft.ended_on)}, but the deadline is taken back. Leave Done on blank, "
            "or choose Done."
        )
    if draft.ended_on is not None and draft.ended_on > today:
        raise RecordError(
            f"Done on is {long_date(draft.ended_on)}, which is in the future. Enter today, "
            f"{long_date(today)}, or an earlier day."
        )
    if not draft.done and not draft.reason.strip():
        raise RecordError(
            "No reason is given. Enter why you take the deadline back, such as “The surety has paid”."
        )
