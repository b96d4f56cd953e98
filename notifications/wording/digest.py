"""The morning digest of one contact: what is new, missed, due, open, and how long the runways are. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.law.text.vocabulary import Party, RuleKind, Status
from notifications.policy.deadline_state import Watched
from notifications.policy.reasons import Reason
from notifications.wording.bundle import in_short, sections_of
from notifications.wording.links import Links
from notifications.wording.message import Item, Link, Message, Section

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """One clock that runs, with its matter and importer; `today` is the day in the matter's zone."""

    watched: Watched
    docket_number: str
    importer: str
    title: str
    citation: str
    today: date
    url: str = ""

    @property
    def heading(self) -> str | None:
        """The heading under which it belongs; None where nothing presses."""
        return heading_of(self.watched, self.today)


def digest_message(
    key: str, day: date, running: Sequence[Running], news: Sequence[Message], *, foot: str, links: Links
) -> Message:
    """The digest of a day; `news` are alerts that came up at once and go out with it."""
    sections = _sections(running)
    counted = ", ".join(f"{section.title.lower()}: {len(section.items)}" for section in sections)
    rest = len(running) - sum(len(section.items) for section in sections)
    new = [f"new: {len(news)} ({in_short(news)})"] if news else []
    says = "; ".join([*new, counted or "nothing is pressing"])
    others = f" {rest} more {'clock runs' if rest == 1 else 'clocks run'}." if rest else ""
    return Message(
        key=key,
        thread="digest",
        reason=Reason.DIGEST.value,
        subject=f"Landwaiter, {day:%A} {day}: {says}",
        headline=f"{day:%A}, {day.day} {day:%B %Y}: {says}.{others}",
        links=(Link(words="Open the pages", url=links.url),),
        sections=(*(_as_new(section) for section in sections_of(news)), *sections),
        calendar=tuple(each for alert in news for each in alert.calendar),
        papers=tuple(dict.fromkeys(paper for alert in news for paper in alert.papers)),
        urgent=any(alert.urgent for alert in news),
        foot=foot,
    )


def is_pressing(running: Sequence[Running]) -> bool:
    """Whether any clock belongs under a heading."""
    return any(each.heading for each in running)


def _as_new(section: Section) -> Section:
    return Section(title=f"New: {section.title.lower()}", items=section.items)


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


def _ours(watched: Watched) -> bool:
    return watched.bound is Party.RECORDKEEPER


def _is_missed(watched: Watched, day: date) -> bool:
    return _ours(watched) and watched.kind.is_answered and watched.lenient_on < day


def _is_in_gap(watched: Watched, day: date) -> bool:
    return _ours(watched) and watched.kind.is_answered and watched.strict_on < day <= watched.lenient_on


def _is_due_today(watched: Watched, day: date) -> bool:
    return watched.act_by is not None and watched.act_by <= day <= watched.strict_on


def _is_due_this_week(watched: Watched, day: date) -> bool:
    return watched.act_by is not None and day < watched.act_by <= day + WEEK


def _is_a_runway(watched: Watched, day: date) -> bool:
    return watched.kind is RuleKind.THRESHOLD and watched.strict_on >= day


def _is_late_elsewhere(watched: Watched, day: date) -> bool:
    return not _ours(watched) and watched.kind.is_answered and watched.lenient_on < day


def _is_awaited(watched: Watched, day: date) -> bool:
    return not _ours(watched) and watched.kind.is_answered and watched.lenient_on <= day + WEEK


def _is_open(watched: Watched, _day: date) -> bool:
    return watched.kind is RuleKind.RIGHT and watched.status is Status.OPEN


_FITS: tuple[tuple[str, Callable[[Watched, date], bool]], ...] = (
    ("Missed", _is_missed),
    ("In the gap", _is_in_gap),
    ("Act today", _is_due_today),
    ("Due this week", _is_due_this_week),
    ("Late by somebody else", _is_late_elsewhere),
    ("Awaited this week", _is_awaited),
    ("Rights open", _is_open),
    ("Runways", _is_a_runway),
)

HEADINGS = tuple(title for title, _ in _FITS)
"""The headings, the most pressing first."""


def heading_of(watched: Watched, day: date) -> str | None:
    """The first heading under which a running clock belongs on a day; None where nothing presses."""
    return next((title for title, fits in _FITS if fits(watched, day)), None)


def _item(each: Running) -> Item:
    watched, day = each.watched, each.today
    days = f"{watched.kind.day_means} {watched.due.replace('/', ' or ')}"
    act = f"act by {watched.act_by}; " if watched.act_by is not None and watched.act_by >= day else ""
    left = f"; {(watched.strict_on - day).days} days left" if _is_a_runway(watched, day) else ""
    return Item(
        text=f"{each.docket_number}, {each.importer}: {each.title}: {act}{days}{left}",
        detail=f"{each.citation}.",
        links=(Link(words="Record what happened", url=each.url),) if each.url else (),
    )
