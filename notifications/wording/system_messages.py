"""Words what is about no deadline: a silent watch, a new law, evidence that expires, a test. Pure."""

from collections.abc import Sequence
from datetime import date

from models.in_words import counted, long_date, short_date
from notifications.policy.deadline_state import Decision
from notifications.policy.reasons import Reason
from notifications.wording.deadline_message import About, matter_lines, thread_of
from notifications.wording.head import Head
from notifications.wording.links import Links
from notifications.wording.message import TO_DO, Line, Link, Message
from notifications.wording.subject_lines import ACTION, NOTICE


def silence_message(key: str, last_look: str, *, links: Links) -> Message:
    """That the watch has not looked for too long; `last_look` is the instant in words."""
    return Message(
        key=key,
        thread="watch",
        reason=Reason.WATCH_SILENT.value,
        urgent=True,
        subject=f"{ACTION}: Landwaiter has stopped checking deadlines",
        headline=f"Landwaiter has missed two scheduled checks of your deadlines. The last was {last_look}.",
        lines=(
            Line(
                label=TO_DO,
                text="Tell the person who runs Landwaiter. The worker or the scheduler stopped or is paused.",
            ),
            Line(
                label="What happens meanwhile",
                text="A backup process checks deadlines and sends alerts until the regular checks resume.",
            ),
        ),
        links=(Link(words="Open Landwaiter", url=links.start),),
    )


def time_message(key: str, doubts: Sequence[str], *, links: Links) -> Message:
    """That the system time may be wrong; `doubts` say what speaks against it."""
    return Message(
        key=key,
        thread="watch",
        reason=Reason.TIME_DOUBTED.value,
        urgent=True,
        subject=f"{ACTION}: the system time of Landwaiter's machine may be wrong",
        headline=" ".join(doubts),
        lines=(
            Line(
                label=TO_DO,
                text=(
                    "Tell the person who runs Landwaiter: check the machine's date and time, set them right, "
                    "then submit the form confirm-system-time."
                ),
            ),
            Line(
                label="What happens meanwhile",
                text=(
                    "Landwaiter sends each alert that is due by the system time. If that is ahead, it calls "
                    "deadlines overdue too early. If it is behind, alerts come too late. Check your next "
                    "deadlines by hand."
                ),
            ),
        ),
        links=(Link(words="Confirm the system time", url=links.form("confirm-system-time", {"time": {}})),),
    )


def recount_message(key: str, differences: int, to_repair: int, *, links: Links) -> Message:
    """That the recount found something stored otherwise, and in how many matters that is repaired."""
    mended = (
        f"Landwaiter calculates {counted(to_repair, 'matter')} again, stores the result, and checks every "
        "deadline there again."
        if to_repair
        else "Landwaiter repaired nothing."
    )
    return Message(
        key=key,
        thread="watch",
        reason=Reason.RECOUNT_DIFFERED.value,
        subject=f"{ACTION}: Landwaiter's recount found {counted(differences, 'difference')}",
        headline=(
            f"The recount compared everything stored with a new calculation and found "
            f"{counted(differences, 'difference')}. {mended}"
        ),
        lines=(
            Line(
                label=TO_DO,
                text=(
                    "Tell the person who runs Landwaiter. The recount's log names each difference. Someone "
                    "may have changed the database. A broken hash chain is never repaired."
                ),
            ),
        ),
        links=(Link(words="Open Landwaiter", url=links.start),),
    )


def retracted_message(key: str, said: Head, *, links: Links) -> Message:
    """That an alert was not true, because the system time was ahead; `said` is that alert."""
    what = "that alert and the draft that came with it" if said.papers else "that alert"
    return Message(
        key=key,
        thread=said.thread,
        reason=Reason.RETRACTED.value,
        subject=f"{NOTICE}: disregard an alert that was sent by mistake ({said.matter})",
        headline=(
            "Landwaiter sent you this alert by mistake, because its system time was wrong: "
            f"“{said.subject}”. The time is right now."
        ),
        lines=(
            Line(
                label=TO_DO,
                text=f"Disregard {what}. Landwaiter alerts you again when something is due.",
            ),
        ),
        links=(Link(words="Open Landwaiter", url=links.start),),
        matter=said.matter,
    )


def trial_message(key: str, contact: str, *, links: Links) -> Message:
    """A message that only shows that the channel works."""
    return Message(
        key=key,
        thread="trial",
        reason="trial",
        subject=f"{NOTICE}: Landwaiter test message, this channel works",
        headline=f"This is a test message for {contact}. Landwaiter can send your alerts to this address.",
        lines=(Line(label=TO_DO, text="Nothing."),),
        links=(Link(words="Open Landwaiter", url=links.start),),
    )


def paper_message(key: str, docket_number: str, paper: str, file_name: str, *, links: Links) -> Message:
    """A paper that somebody asked for; it is attached."""
    return Message(
        key=key,
        thread="papers",
        reason="paper",
        subject=f"{NOTICE}, requested draft: {paper} ({docket_number})",
        headline=(
            f"Here is the draft you requested for {docket_number}: {paper}. The file {file_name} is attached "
            "if this channel accepts files."
        ),
        lines=(Line(label=TO_DO, text="Have counsel review the draft before you send it."),),
        links=(Link(words="Open Landwaiter", url=links.start),),
        matter=docket_number,
    )


def law_message(key: str, law: str, *, links: Links) -> Message:
    """That the law changed, and nothing is derived under it before somebody approves it."""
    return Message(
        key=key,
        thread="law",
        reason=Reason.LAW_CHANGED.value,
        subject=f"{ACTION}: approve Landwaiter's new version of the law, {law}",
        headline=(
            f"An upgrade gave Landwaiter a new version of the law, {law}. Someone must approve it before "
            "Landwaiter applies it."
        ),
        lines=(
            Line(label=TO_DO, text="Read what it changes on the page law-change, then approve it."),
            Line(
                label="What happens meanwhile",
                text=(
                    "Landwaiter keeps tracking the dates it has announced, and sends alerts about them. It "
                    "announces no new or changed dates, and accepts no entries, until someone approves it."
                ),
            ),
        ),
        links=(Link(words="Approve the change of the law", url=links.law_change(law)),),
    )


def moved_message(key: str, docket_number: str, on: date, *, links: Links) -> Message:
    """That a matter is another importer's now, and its alerts go to others; not to whom."""
    return Message(
        key=key,
        thread="matters",
        reason=Reason.MOVED_AWAY.value,
        subject=f"{NOTICE}: you get no more alerts about {docket_number}",
        headline=(
            f"On {long_date(on)}, {docket_number} was moved to another importer’s record. Landwaiter no "
            "longer alerts you to its deadlines."
        ),
        lines=(
            Line(
                label=TO_DO,
                text=(
                    "Remove its deadlines from your calendar. If you think that this is wrong, tell the "
                    "person who runs Landwaiter."
                ),
            ),
        ),
        links=(Link(words="Open Landwaiter", url=links.start),),
    )


def evidence_message(
    key: str, about: About, point: str, document: str, expires_on: date, decision: Decision, *, links: Links
) -> Message:
    """That evidence of a point of the checklist expires, or has expired."""
    expired = decision.reason is Reason.MISSED
    says = "expired" if expired else "expires"
    when = f", expired {short_date(expires_on)}" if expired else f" by {short_date(expires_on)}"
    filing = links.evidence(about.docket_number, point, document, matter_id=about.matter_id)
    return Message(
        key=key,
        thread=thread_of(about),
        reason=decision.reason.value,
        subject=f"{ACTION}{when}: Renew the evidence for {point} ({about.docket_number})",
        headline=f"The evidence for {point} {says} on {long_date(expires_on)}: {document}.",
        lines=(
            Line(label=TO_DO, text="Renew the document, then file the new one."),
            *matter_lines(about),
        ),
        citation="19 CFR § 163.12(b)(3)",
        links=(Link(words="File new evidence", url=filing),),
        matter=about.docket_number,
        day=expires_on.isoformat(),
    )
