"""Finds matters for the desk: by what people call them, narrowed and in order, a page at a time.

Only those of the importers that somebody sees. The database does the finding; what is read is one page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal, or_, text
from sqlmodel import Session, col, select

from models.record.amounts import Amount, amount_of
from models.record.mendings import NAME, NUMBER
from models.record.number_keys import matter_key
from models.record.scope import Scope
from models.record.tables.board import Group, condition
from models.record.tables.dockets import Account, Deadline, Matter, Mending
from models.wall_clock import today_in
from tasks.desk.closed import closed, closed_among
from tasks.desk.matters_owed import OwedOfMatter, owed_of
from tasks.desk.owed import expiry_words
from tasks.pages.runway_section import days_left

PAGE = 50
"""Matters on a page."""

LAST_PAGE = 1_000
"""Behind it nobody pages: they search."""

_LONGEST, _MOST_WORDS = 120, 6
"""Characters and words of what is searched for that count."""

_OFFICES = 100
"""Offices that a field offers."""

_AHEAD = (Group.AHEAD, Group.GAP, Group.THRESHOLDS, Group.OWN_AHEAD)
"""The groups of what can still be done in time, or perhaps can."""


class State(StrEnum):
    """Whether a matter goes on, or is closed."""

    OPEN = "open"
    CLOSED = "closed"


class Order(StrEnum):
    """In which order matters are listed."""

    NEWEST = "newest"
    NEAREST = "nearest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for; what is empty narrows nothing. `page` counts from 1."""

    words: str = ""
    account_id: int | None = None
    lifecycle: str = ""
    state: State | None = None
    order: Order = Order.NEWEST
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Whether matters may be left out on purpose."""
        return bool(self.words or self.account_id or self.lifecycle or self.state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A matter on the list: its importer, its nearest deadline, and what is owed or open of it."""

    matter: Matter
    account: Account
    today: date
    """The day in the matter's zone."""

    nearest: Deadline | None
    owed: OwedOfMatter
    is_closed: bool

    @property
    def days_left(self) -> int:
        """The days left to act on its nearest deadline."""
        return days_left(self.nearest, self.today) if self.nearest else 0

    @property
    def expiry(self) -> str:
        """When the first of its evidence expires, or expired; empty where none does."""
        return expiry_words(self.owed.expires_on, self.today) if self.owed.expires_on else ""

    @property
    def has_expired(self) -> bool:
        """Whether evidence of it has expired."""
        return self.owed.expires_on is not None and self.owed.expires_on < self.today


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A page of the list, and how many matters there are on all of its pages."""

    rows: Sequence[Found]
    amount: Amount
    page: int
    has_more: bool


def list_matters(session: Session, scope: Scope, search: Search, *, now: datetime) -> Listed:
    """Finds a page of matters."""
    wanted = [scope.matters(), *_conditions(search)]
    found = select(Matter, Account).join(Account, col(Matter.account_id) == Account.id).where(*wanted)
    if search.order is Order.NEAREST:
        day = _nearest_days(wanted).subquery()
        found = found.outerjoin(day, day.c.matter_id == Matter.id)
        found = found.order_by(day.c.day.is_(None), day.c.day, col(Matter.id).desc())
    else:
        found = found.order_by(col(Matter.opened_on).desc(), col(Matter.id).desc())
    page = min(max(search.page, 1), LAST_PAGE)
    rows = session.exec(found.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return Listed(
        rows=_found(session, [(matter, account) for matter, account in rows[:PAGE]], now),
        amount=amount_of(session, select(Matter.id).join(Account).where(*wanted)),
        page=page,
        has_more=len(rows) > PAGE and page < LAST_PAGE,
    )


def importers_in(session: Session, scope: Scope) -> list[tuple[int, str]]:
    """The importers that somebody sees, by name: the id and the name of each."""
    living = select(Account.id, Account.name).where(col(Account.merged_into).is_(None), scope.accounts())
    return [(id_, name) for id_, name in session.exec(living.order_by(Account.name)).all()]


def offices_in(session: Session, scope: Scope) -> list[str]:
    """The CBP offices of the matters that somebody sees, by name, at most so many as a list helps."""
    named = select(Matter.customs_office).where(Matter.customs_office != "", scope.matters()).distinct()
    return list(session.exec(named.order_by(Matter.customs_office).limit(_OFFICES)).all())


def _conditions(search: Search) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if search.account_id is not None:
        found.append(col(Matter.account_id) == search.account_id)
    if search.lifecycle:
        found.append(col(Matter.lifecycle) == search.lifecycle)
    if search.state is not None:
        found.append(closed() if search.state is State.CLOSED else ~closed())
    words = search.words[:_LONGEST].split()[:_MOST_WORDS]
    return [*found, or_(_numbered(" ".join(words)), and_(*map(_says, words)))] if words else found


def _numbered(number: str) -> ColumnElement[bool]:
    """Whether a matter has a number, or a part of it, in whatever spelling."""
    key = matter_key(number)
    return col(Matter.number_key).contains(key, autoescape=True) if key else literal(value=False)


def _says(word: str) -> ColumnElement[bool]:
    """Whether a word is part of what a matter is called, now or formerly, or of its importer or office."""
    shown = (Matter.docket_number, Matter.title, Matter.customs_office, Account.name)
    now = [col(each).icontains(word, autoescape=True) for each in shown]
    return or_(*now, _once("matter", Matter.id, NUMBER, word), _once("importer", Account.id, NAME, word))


def _once(kind: str, id_: int, field: str, word: str) -> ColumnElement[bool]:
    """Whether a field of a matter or an importer once had a value with this word in it."""
    squeezed = func.replace(func.replace(Mending.before, "-", ""), " ", "")
    plain = word.replace("-", "")
    said = or_(
        col(Mending.before).icontains(word, autoescape=True),
        squeezed.icontains(plain, autoescape=True) if plain else literal(value=False),
    )
    former = select(Mending.subject).where(Mending.field == field, said)
    return (literal(f"{kind}:") + cast(col(id_), String)).in_(former)


def _in(*groups: Group) -> ColumnElement[bool]:
    return or_(*(text(condition(group)) for group in groups))


def _day() -> ColumnElement[date]:
    return func.coalesce(Deadline.act_by, Deadline.strict_on)


def _nearest_days(wanted: Sequence[ColumnElement[bool]]) -> Select[tuple[int, date]]:
    """The nearest day of each matter that is wanted and has one."""
    of_these = select(Matter.id).join(Account).where(*wanted)
    nearest = select(Deadline.matter_id, func.min(_day()).label("day")).where(_in(*_AHEAD))
    return nearest.where(col(Deadline.matter_id).in_(of_these)).group_by(col(Deadline.matter_id))


def _found(session: Session, rows: Sequence[tuple[Matter, Account]], now: datetime) -> list[Found]:
    ids = [matter.id for matter, _ in rows]
    nearest, owed = _nearest(session, ids), owed_of(session, ids)
    over = closed_among(session, ids)
    return [
        Found(
            matter=matter,
            account=account,
            today=today_in(matter.timezone, now),
            nearest=nearest.get(matter.id),
            owed=owed[matter.id],
            is_closed=matter.id in over,
        )
        for matter, account in rows
    ]


def _nearest(session: Session, ids: Sequence[int]) -> Mapping[int, Deadline]:
    """The nearest deadline of each of these matters that can still be met."""
    of = (col(Deadline.matter_id).in_(ids), _in(*_AHEAD))
    place = func.row_number().over(partition_by=col(Deadline.matter_id), order_by=(_day(), col(Deadline.id)))
    placed = select(col(Deadline.id).label("id"), place.label("place")).where(*of).subquery()
    first = select(Deadline).join(placed, placed.c.id == Deadline.id).where(placed.c.place == 1)
    return {row.matter_id: row for row in session.exec(first).all()}
