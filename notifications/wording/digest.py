"""The morning digest of one contact: what is new, overdue, due, open, or about to take effect. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.in_words import counted, long_date, short_date, subject_date
from models.law.text.vocabulary import Party, RuleKind, Status
from notifications.policy.deadline_state import DeadlineState
from notifications.policy.reasons import Reason
from notifications.wording.bundle import group_subject, in_short, named_matters, sections_of
from notifications.wording.links import Links
from notifications.wording.message import TO_DO, Item, Line, Link, Message, Section
from notifications.wording.standing import means
from notifications.wording.subject_lines import ACTION, NOTICE, asks_for

WEEK = timedelta(days=7)

OVERDUE, GAP, LATE_ELSEWHERE = "Overdue", "Past the earliest last day", "Others are overdue"
OPEN_RIGHTS = "Open rights"
"""Headings that other pages have too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """One open deadline, with its matter and importer; `today` is the day in the matter's zone."""

    watched: DeadlineState
    docket_number: str
    importer: str
    title: str
    citation: str
    today: date
    url: str = ""

    @property
    def asks(self) -> bool:
        """Whether it asks for an action now, and is not only news."""
        return self.heading in _ASKING

    @property
    def heading(self) -> str | None:
        """The heading under which it belongs; None where nothing presses."""
        return heading_of(self.watched, self.today)


def digest_message(
    key: str, day: date, running: Sequence[Running], news: Sequence[Message], *, foot: str, links: Links
) -> Message:
    """The digest of a day; `news` are alerts that came up at once and go out with it."""
    sections = _sections(running)
    return Message(
        key=key,
        thread="digest",
        reason=Reason.DIGEST.value,
        subject=_subject(day, running, news),
        headline=_headline(day, running, news, sections),
        lines=(Line(label=TO_DO, text=_to_do(running, news)),),
        links=(Link(words="Open Landwaiter", url=links.start),),
        sections=(*(_as_new(section) for section in sections_of(news)), *sections),
        calendar=tuple(each for alert in news for each in alert.calendar),
        papers=tuple(dict.fromkeys(paper for alert in news for paper in alert.papers)),
        urgent=any(alert.urgent for alert in news),
        foot=foot,
    )


def _subject(day: date, running: Sequence[Running], news: Sequence[Message]) -> str:
    """What the open deadlines ask; where none asks for anything, what the new alerts ask."""
    of_day = f"(digest of {subject_date(day, day)})"
    asking = sorted((each for each in running if each.asks), key=_when)
    if not asking:
        says = group_subject(news) if news else f"{NOTICE}: no action due this week"
        return f"{says} {of_day}"
    overdue = sum(each.heading in _OVERDUE for each in asking)
    when = f"{overdue:,} overdue" if overdue else f"first {subject_date(_when(asking[0])[0], day)}"
    matters = named_matters([each.docket_number for each in asking])
    return f"{ACTION} on {counted(len(asking), 'deadline')}, {when}: {matters} {of_day}"


def _headline(
    day: date, running: Sequence[Running], news: Sequence[Message], sections: Sequence[Section]
) -> str:
    new = [f"{counted(len(news), 'new alert')} ({in_short(news)})"] if news else []
    counts = [f"{section.title.lower()}: {len(section.items)}" for section in sections]
    says = "; ".join(filter(None, [*new, ", ".join(counts)])) or "nothing is urgent"
    rest = len(running) - sum(len(section.items) for section in sections)
    others = f" You have {counted(rest, 'more open deadline')}." if rest else ""
    return f"{long_date(day)}: {says}.{others}"


def _to_do(running: Sequence[Running], news: Sequence[Message]) -> str:
    if any(each.asks for each in running) or any(asks_for(each.subject) == ACTION for each in news):
        return "Start at the top: the most urgent comes first. When something is done, record it."
    return "Nothing today. When something happens, record it."


def is_pressing(running: Sequence[Running]) -> bool:
    """Whether any clock belongs under a heading."""
    return any(each.heading for each in running)


def _as_new(section: Section) -> Section:
    return Section(title=f"New alerts: {section.title.lower()}", items=section.items)


def _sections(running: Sequence[Running]) -> list[Section]:
    """Each clock under the first heading that fits it, by day; headings without any are left out."""
    ordered, sections = sorted(running, key=_when), []
    for title in HEADINGS:
        items = [each for each in ordered if each.heading == title]
        if items:
            sections.append(Section(title=title, items=tuple(_item(each) for each in items)))
    return sections


def _when(each: Running) -> tuple[date, str, str]:
    return each.watched.act_by or each.watched.strict_on, each.docket_number, each.title


def _ours(watched: DeadlineState) -> bool:
    return watched.bound is Party.RECORDKEEPER


def _is_missed(watched: DeadlineState, day: date) -> bool:
    return _ours(watched) and watched.kind.is_answered and watched.lenient_on < day


def _is_in_gap(watched: DeadlineState, day: date) -> bool:
    return _ours(watched) and watched.kind.is_answered and watched.strict_on < day <= watched.lenient_on


def _is_due_today(watched: DeadlineState, day: date) -> bool:
    return watched.act_by is not None and watched.act_by <= day <= watched.strict_on


def _is_due_this_week(watched: DeadlineState, day: date) -> bool:
    return watched.act_by is not None and day < watched.act_by <= day + WEEK


def _is_a_runway(watched: DeadlineState, day: date) -> bool:
    return watched.kind is RuleKind.THRESHOLD and watched.strict_on >= day


def _is_late_elsewhere(watched: DeadlineState, day: date) -> bool:
    return not _ours(watched) and watched.kind.is_answered and watched.lenient_on < day


def _is_awaited(watched: DeadlineState, day: date) -> bool:
    return not _ours(watched) and watched.kind.is_answered and watched.lenient_on <= day + WEEK


def _is_open(watched: DeadlineState, _day: date) -> bool:
    return watched.kind is RuleKind.RIGHT and watched.status in (Status.OPEN, Status.AMBIGUOUS)


_FITS: tuple[tuple[str, Callable[[DeadlineState, date], bool]], ...] = (
    (OVERDUE, _is_missed),
    (GAP, _is_in_gap),
    ("Act today", _is_due_today),
    ("Act this week", _is_due_this_week),
    (LATE_ELSEWHERE, _is_late_elsewhere),
    ("Expected from others this week", _is_awaited),
    (OPEN_RIGHTS, _is_open),
    ("Taking effect", _is_a_runway),
)

HEADINGS = tuple(title for title, _ in _FITS)
"""The headings, the most pressing first."""

_OVERDUE = (OVERDUE, LATE_ELSEWHERE)
_ASKING = HEADINGS[: HEADINGS.index(LATE_ELSEWHERE) + 1]
"""The headings below which something must be done now."""


def heading_of(watched: DeadlineState, day: date) -> str | None:
    """The first heading under which a running clock belongs on a day; None where nothing presses."""
    return next((title for title, fits in _FITS if fits(watched, day)), None)


def _item(each: Running) -> Item:
    watched, day = each.watched, each.today
    readings = " or ".join(short_date(on) for on in dict.fromkeys((watched.strict_on, watched.lenient_on)))
    act = f"act by {short_date(watched.act_by)}; " if watched.act_by and watched.act_by >= day else ""
    left = f"; {counted((watched.strict_on - day).days, 'day')} left" if _is_a_runway(watched, day) else ""
    return Item(
        text=f"{each.title} ({each.docket_number}, {each.importer}): {act}{means(watched)} {readings}{left}",
        detail=f"{each.citation}.",
        links=(Link(words="Record what happened", url=each.url),) if each.url else (),
    )
