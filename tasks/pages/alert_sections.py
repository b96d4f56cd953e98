"""What a matter's page says of alerts: who was notified, who paused what, which papers were drafted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.forms.contacts import filled_in
from models.in_words import sentence, short_date
from models.law.printing import markdown_table
from models.record.amounts import amount_of
from models.record.contacts import accounts_of
from models.record.deadlines import deadlines_of
from models.record.tables.alerts import Alert, Contact, Message, Paper, Reassignment
from models.record.tables.dockets import Deadline, Matter
from models.roles import Role
from models.wall_clock import moment, today_in
from notifications.policy.pauses import Hold
from notifications.wording.links import Links
from tasks.alerts.deadline_view import view_of
from tasks.alerts.matter_context import MatterContext, matter_context
from tasks.alerts.office_context import office_context
from tasks.alerts.papers import is_current, why_not
from tasks.alerts.pause_words import limit_words, pause_words
from tasks.pages.markdown import safe
from tasks.record.deadline_name import deadline_name

_ALERTS, _PAPERS = 200, 100
"""So many the page lists, the newest first."""

_OUT_OF_DATE = "**out of date**: the docket or its dates changed since"
_STATES = {
    "sent": "delivered",
    "claimed": "**not delivered yet**",
    "dead": "**not delivered; no longer retried**",
    "void": "canceled",
}


def telling_sections(session: Session, matter: Matter, links: Links, now: datetime) -> list[str]:
    """The sections, headings first; empty ones are left out, except who was notified."""
    context = matter_context(session, matter, office_context(session, links, now))
    in_hand, people = _in_hand(session, context), _people(session, context, links)
    return [
        *_section("## Contacts", ("Contact", "Role", "Channels"), people),
        *_section("## Acknowledged, snoozed, reassigned", ("Deadline", "Reply"), in_hand),
        *_section("## Papers drafted", ("Date", "Paper"), _papers(session, context, links)),
        *_rest(session, select(Paper.id).where(Paper.matter_id == matter.id), _PAPERS, "paper"),
        "## Who was notified",
        _told(session, matter),
        *_rest(session, select(Alert.id).where(Alert.matter_id == matter.id), _ALERTS, "alert"),
    ]


def _rest(session: Session, every: SelectOfScalar[int], shown: int, noun: str) -> list[str]:
    """How many are not shown, where there are more than these."""
    more = amount_of(session, every).but(shown)
    said = f"{sentence(more.of(f'more {noun}'))}, older than these. The export of the matter has all of them."
    return [said] if more else []


def _section(heading: str, columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> list[str]:
    return [heading, markdown_table(tuple(columns), rows)] if rows else []


def _people(session: Session, context: MatterContext, links: Links) -> list[tuple[str, ...]]:
    """The contacts of the importer, each with the form that changes it, filled in."""
    rows: list[tuple[str, ...]] = []
    for contact in sorted(context.contacts, key=lambda each: (Role(each.role).rank, each.id)):
        importers = [account.name for account in accounts_of(session, contact)]
        form = links.form("change-contact", {"contact": filled_in(contact, importers)})
        channels = " or ".join(filter(None, (contact.channel, contact.fallback)))
        rows.append((f"{safe(contact.name)}<br>[change]({form})", contact.role, safe(channels)))
    return rows


def _in_hand(session: Session, context: MatterContext) -> list[tuple[str, ...]]:
    """The newest first, each with until when reminders really are paused, or why they are not any more."""
    clocks = {row.id: row for row in deadlines_of(session, context.matter)}
    answered = [(hold, clocks[id_]) for id_, holds in context.holds.items() for hold in holds]
    answered.sort(key=lambda each: each[0].number, reverse=True)
    held: list[tuple[str, ...]] = [
        (
            f"{deadline_name(row)}<br>{safe(row.title)}",
            f"{hold.kind} by {safe(hold.by)} on {short_date(hold.since)}<br>{_until(context, row, hold)}<br>"
            f"{safe(hold.next_action)}",
        )
        for hold, row in answered
    ]
    return held + _handed_on(session, context.matter)


def _until(context: MatterContext, row: Deadline, hold: Hold) -> str:
    return "<br>".join(filter(None, [pause_words(context, row, hold), limit_words(context, row, hold)]))


def _handed_on(session: Session, matter: Matter) -> list[tuple[str, ...]]:
    wanted = select(Reassignment).where(Reassignment.matter_id == matter.id)
    rows: list[tuple[str, ...]] = []
    for each in session.exec(wanted.order_by(col(Reassignment.id).desc())).all():
        clock = session.get(Deadline, each.deadline_id) if each.deadline_id else None
        former, new = (session.get_one(Contact, id_) for id_ in (each.from_id, each.to_id))
        what = "the whole matter" if clock is None else f"{deadline_name(clock)}<br>{safe(clock.title)}"
        day = today_in(matter.timezone, each.recorded_at)
        handed = f"from {safe(former.name)} to {safe(new.name)}"
        rows.append((what, f"{handed}<br>recorded by {safe(each.recorded_by)} on {short_date(day)}"))
    return rows


def _papers(session: Session, context: MatterContext, links: Links) -> list[tuple[str, ...]]:
    """The newest first; one that no longer agrees with the docket is marked."""
    wanted = (
        select(Paper, Deadline)
        .join(Deadline, col(Paper.deadline_id) == Deadline.id)
        .where(Paper.matter_id == context.matter.id)
        .order_by(col(Paper.id).desc())
        .limit(_PAPERS)
        .options(defer(cast(Any, Paper.content)))
    )
    rows: list[tuple[str, ...]] = []
    for paper, row in session.exec(wanted).all():
        view = view_of(context, row)
        is_old = not is_current(view, paper)
        old = [_OUT_OF_DATE] if is_old else []
        day = today_in(context.matter.timezone, paper.drafted_at)
        rows.append(
            (
                short_date(day),
                "<br>".join([paper.name, *old, *_file(paper, links, is_old=is_old, why=why_not(row))]),
            )
        )
    return rows


def _file(paper: Paper, links: Links, *, is_old: bool, why: str) -> list[str]:
    """The file, and the form that sends it: drafted again where it is out of date; else why it is kept."""
    form = links.form("send-paper", {"paper": {"number": str(paper.id)}})
    words = "draft it again and send it" if is_old else "send it to a contact"
    link = f"kept for the record, because {why}" if why else f"[{words}]({form})"
    number = f"number {paper.id}, SHA-256 {paper.sha256[:16]}…"
    return [paper.file_name, link, number]


def _told(session: Session, matter: Matter) -> str:
    wanted = (
        select(Alert, Message.state, Contact)
        .join(Message, col(Alert.message_id) == Message.id, isouter=True)
        .join(Contact, col(Alert.contact_id) == Contact.id)
        .where(Alert.matter_id == matter.id)
        .order_by(col(Alert.id).desc())
        .limit(_ALERTS)
    )
    rows = [
        (
            short_date(today_in(matter.timezone, alert.claimed_at)),
            f"{safe(contact.name)}<br>{_state(alert, state)}",
            _subject(matter, alert.content["subject"]),
        )
        for alert, state, contact in session.exec(wanted).all()
    ]
    return markdown_table(("Date", "Contact", "Alert"), rows) if rows else "Nobody has been notified yet."


def _subject(matter: Matter, subject: str) -> str:
    """The subject of an alert, old or new, without the docket number, which stands in the page's title."""
    said = subject.removeprefix(f"{matter.docket_number}: ").removesuffix(f" ({matter.docket_number})")
    return "<br>".join(map(safe, said.split(": ", 1)))


def _state(alert: Alert, state: str | None) -> str:
    """`state` is that of its message; None before it is put into one."""
    return f"held until {moment(alert.not_before)}" if state is None else _STATES[state]
