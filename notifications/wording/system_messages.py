"""Words what is of no clock: a silent watch, a change of the law, evidence that expires, a trial. Pure."""

from datetime import date

from notifications.policy.deadline_state import Decision
from notifications.policy.reasons import Reason
from notifications.wording.deadline_message import About, matter_lines, thread_of
from notifications.wording.links import Links
from notifications.wording.message import Line, Link, Message


def silence_message(key: str, last_look: str, *, links: Links) -> Message:
    """That the watch has not looked for too long."""
    return Message(
        key=key,
        thread="watch",
        reason=Reason.WATCH_SILENT.value,
        urgent=True,
        subject="Landwaiter: the watch is silent",
        headline=f"The watch last looked at {last_look}. Over two intervals have passed since.",
        lines=(
            Line(label="What happens now", text="Deadlines are swept from outside Prefect until it is back."),
            Line(
                label="What to do now", text="Tell who runs Landwaiter: the worker or the scheduler is down."
            ),
        ),
        links=(Link(words="Open the pages", url=links.url),),
    )


def trial_message(key: str, contact: str, *, links: Links) -> Message:
    """A message that only shows that the channel works."""
    return Message(
        key=key,
        thread="trial",
        reason="trial",
        subject="Landwaiter: this channel works",
        headline=f"A test alert for {contact}. Alerts of your matters will reach you here.",
        links=(Link(words="Open the pages", url=links.url),),
    )


def paper_message(key: str, docket_number: str, paper: str, file_name: str, *, links: Links) -> Message:
    """A paper that somebody asked for; it is attached."""
    return Message(
        key=key,
        thread="papers",
        reason="paper",
        subject=f"{docket_number}: {paper}",
        headline=f"The {paper} of {docket_number}: {file_name}, attached where this channel takes files.",
        lines=(Line(label="What to do now", text="Have counsel review it before it is sent."),),
        links=(Link(words="Open the pages", url=links.url),),
    )


def law_message(key: str, law: str, *, links: Links) -> Message:
    """That the law changed, and nothing is derived under it before somebody approves it."""
    return Message(
        key=key,
        thread="law",
        reason=Reason.LAW_CHANGED.value,
        subject=f"Landwaiter: the law changed to {law} and waits for approval",
        headline=f"The law changed to {law}. Nothing is derived under it before somebody approves it.",
        lines=(
            Line(
                label="What happens now",
                text="The days that were told stand, and are watched. No entry can be recorded meanwhile.",
            ),
            Line(
                label="What to do now",
                text="Read what it changes on the page law-change, and approve it.",
            ),
        ),
        links=(
            Link(
                words="Approve the change of the law",
                url=links.form("approve-law-change", {"change": {"law": law}}),
            ),
        ),
    )


def evidence_message(
    key: str, about: About, point: str, document: str, expires_on: date, decision: Decision, *, links: Links
) -> Message:
    """That evidence of a point of the checklist expires, or has expired."""
    expired = decision.reason is Reason.MISSED
    says = "has expired" if expired else "expires"
    fields = {"matter": about.docket_number, "point": point, "document": document}
    return Message(
        key=key,
        thread=thread_of(about),
        reason=decision.reason.value,
        subject=f"{about.docket_number}: evidence {says} on {expires_on}: {point}",
        headline=f"The evidence of {point} {says} on {expires_on}: {document}.",
        lines=(
            *matter_lines(about),
            Line(label="What to do now", text="Renew the document and file the new one."),
        ),
        citation="19 CFR 163.12(b)(3)",
        links=(Link(words="File new evidence", url=links.form("file-evidence", {"evidence": fields})),),
    )
