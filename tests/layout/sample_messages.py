"""Every kind of message with sample data, rendered as mail text and for Slack."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from models.law.text.vocabulary import Party, RuleKind, Status
from notifications.channels.render import render
from notifications.policy.deadline_state import DeadlineState, Decision
from notifications.policy.reasons import Reason
from notifications.wording.bundle import group_message, late
from notifications.wording.deadline_message import (
    About,
    Beside,
    Clock,
    DefectText,
    Setting,
    deadline_head,
    deadline_message,
    defect_message,
)
from notifications.wording.digest import Running, digest_message
from notifications.wording.links import Links
from notifications.wording.message import CalendarDay, Message
from notifications.wording.own_deadline import OwnText, own_message
from notifications.wording.system_messages import (
    evidence_message,
    law_message,
    moved_message,
    paper_message,
    recount_message,
    retracted_message,
    silence_message,
    time_message,
    trial_message,
)
from notifications.wording.undelivered import undelivered_message
from tests.layout.readers import Text

_LINKS = Links("http://127.0.0.1:4200")
_DAY = date(2027, 2, 19)
_STATUS = {RuleKind.RIGHT: Status.OPEN, RuleKind.THRESHOLD: Status.RUNNING, RuleKind.RETENTION: Status.KEEP}
_ABOUT = About(docket_number="AUD-2026-014", lifecycle="audit", importer="Acme Imports", title="Assessment")


def message_texts() -> Iterator[Text]:
    """The subject, the plain text and the Slack text of each kind of message."""
    for place, message in [*_of_deadlines(), *_of_all_else()]:
        yield from texts_of(message, place)


def texts_of(message: Message, place: str) -> Iterator[Text]:
    """A message as people read it."""
    rendered = render(message)
    yield Text(f"subject of {place}", rendered.subject)
    yield Text(f"text of {place}", rendered.text)
    yield Text(f"Slack text of {place}", rendered.slack)


def watched(kind: RuleKind, bound: Party, *, days: int, status: Status | None = None) -> DeadlineState:
    """A deadline whose earliest last day comes so many days after today, the latest three days later."""
    first = _DAY + timedelta(days=days)
    return DeadlineState(
        kind=kind,
        bound=bound,
        strict_on=first,
        lenient_on=first + timedelta(days=3),
        act_by=first if bound is Party.RECORDKEEPER else None,
        status=status or _STATUS.get(kind, Status.PENDING),
        settled_on=_DAY if status is not None and status.startswith("met") else None,
        set_on=date(2026, 7, 14),
    )


def _of_deadlines() -> Iterator[tuple[str, Message]]:
    """Each reason of each kind that binds each party, before, between and after its two days."""
    spoken = (each for each in Reason if each.is_of_a_deadline)
    for reason in spoken:
        for kind in RuleKind:
            for bound in Party:
                for days in (20, 0, -2, -9):
                    place = f"{reason} ({kind} of {bound}, {days} days)"
                    yield (
                        place,
                        _deadline_message(reason, watched(kind, bound, days=days, status=_end(reason))),
                    )


def _end(reason: Reason) -> Status | None:
    return {Reason.MET: Status.MET_LATE, Reason.MISSED: Status.MISSED}.get(reason)


def _deadline_message(reason: Reason, seen: DeadlineState) -> Message:
    clock = Clock(
        watched=seen,
        name="AUD-06 of E3",
        title="Complete the written audit report",
        citation="19 CFR § 163.11(a)(5)",
        quote="within 90 calendar days",
        if_missed="No remedy is stated.",
        trace=("Day 0 is 2026-11-22.",),
        ambiguities=("A1",),
        is_law=seen.kind is not RuleKind.TARGET,
    )
    previous = "2027-01-04/2027-01-05" if reason in (Reason.MOVED, Reason.WITHDRAWN) else ""
    told = Decision(reason=reason, step="x", due=seen.due, previous=previous, days_late=2)
    names = {"A1": "The last day falls on a weekend or holiday"}
    setting = Setting(links=_LINKS, today=_DAY, unclear=names)
    head = deadline_head("k", _ABOUT, clock, told, _DAY)
    return deadline_message(head, _ABOUT, clock, told, setting, Beside())


def _of_all_else() -> Iterator[tuple[str, Message]]:
    due = _deadline_message(Reason.DUE_NOW, watched(RuleKind.DEADLINE, Party.RECORDKEEPER, days=0))
    flaw = DefectText(code="late", citation="19 CFR § 163.7", text="The entry is late.", entry="E3")
    yield "defect", defect_message("k", _ABOUT, flaw, mends=(), links=_LINKS)
    yield "several alerts", group_message([due] * 4, links=_LINKS)
    yield "late alert", late(due, _DAY - timedelta(days=2), _DAY)
    yield "undelivered", undelivered_message("k", "Ann", "Acme Imports", [due], thread="t", links=_LINKS)
    yield "silent watch", silence_message("k", "2027-02-19 12:00 UTC", links=_LINKS)
    yield "test", trial_message("k", "Ann", links=_LINKS)
    yield "paper", paper_message("k", "AUD-2026-014", "Petition", "petition.docx", links=_LINKS)
    yield "time in doubt", time_message("k", ["The system time is noon."], links=_LINKS)
    yield "recount", recount_message("k", 2, 1, links=_LINKS)
    yield "retracted", retracted_message("k", due, links=_LINKS)
    yield "moved away", moved_message("k", "AUD-2026-014", _DAY, links=_LINKS)
    yield "law change", law_message("k", "464306effd3b", links=_LINKS)
    for reason in (Reason.REMINDER, Reason.MISSED):
        told = Decision(reason=reason, step="x", due="2027-03-01")
        words = evidence_message(
            "k", _ABOUT, "(iv) Persons", "Appointment", date(2027, 3, 1), told, links=_LINKS
        )
        yield f"evidence, {reason}", words
    yield from _of_own_deadlines()
    yield "digest", digest_message("k", _DAY, _running(), [due], foot="", links=_LINKS)
    yield "empty digest", digest_message("k", _DAY, [], [], foot="", links=_LINKS)


def _of_own_deadlines() -> Iterator[tuple[str, Message]]:
    """Each reason of a deadline that the office sets itself, before its day, on it and after it."""
    day = CalendarDay(uid="own-3", on="2027-03-01", title="Call the surety", text="")
    for reason in (
        Reason.DEADLINE_SET,
        Reason.REMINDER,
        Reason.ESCALATED,
        Reason.DUE_NOW,
        Reason.MISSED,
        Reason.MET,
        Reason.WITHDRAWN,
    ):
        for days in (20, 0, -2):
            state = replace(
                watched(RuleKind.TARGET, Party.RECORDKEEPER, days=days, status=_end(reason)),
                lenient_on=_DAY + timedelta(days=days),
                withdrawn=reason is Reason.WITHDRAWN,
            )
            own = OwnText(number=3, title="Call the surety", whose="Ann", note="By phone", watched=state)
            told = Decision(reason=reason, step="x", due="2027-03-01", previous="2027-03-01")
            words = own_message("k", _ABOUT, own, told, today=_DAY, links=_LINKS, calendar=day)
            yield f"own deadline, {reason} ({days} days)", words


def _running() -> list[Running]:
    """One deadline for each heading, and one under none."""
    return [
        Running(
            watched=watched(kind, bound, days=days),
            docket_number="AUD-2026-014",
            importer="Acme Imports",
            title="Complete the written audit report",
            citation="19 CFR § 163.11(a)(5)",
            today=_DAY,
        )
        for kind in RuleKind
        for bound in Party
        for days in (90, 5, 0, -2, -9)
    ]
