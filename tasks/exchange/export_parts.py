"""What an export of a matter holds, part by part, as JSON values. Nothing of another matter is in it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from models.law.load import load_law
from models.record.closures import closures_on_record
from models.record.deadlines import deadlines_of, defects_of
from models.record.docket_chain import NOTE, head_of, link_of
from models.record.docket_seal import links_of, seal_link, seal_of
from models.record.office_settings import unclear_words
from models.record.own_deadlines import owns_of
from models.record.tables.alerts import (
    Acknowledgement,
    Alert,
    Contact,
    Delivery,
    Message,
    Paper,
    Reassignment,
)
from models.record.tables.dockets import Account, Confirmation, Deadline, Entry, Matter
from models.record.tables.office import Evidence
from notifications.wording.own_deadline import NOT_LAW
from tasks.alerts.telling_rows import own_holds_of
from tasks.record.deadline_name import deadline_name
from tasks.record.reasons import Reasons, Why

_OF_THE_MATTER = ("deadline:", "defect:", "evidence:", "matter:", "own:")
"""Alerts about this matter alone; of others only the fact that someone was notified is given."""


def as_json(part: object) -> bytes:
    """A part as the file that holds it."""
    return json.dumps(part, ensure_ascii=False, indent=1, default=_iso).encode("utf-8", errors="replace")


def _iso(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in an export.")


def docket_part(
    session: Session, matter: Matter, entries: Sequence[Entry], *, privileged: bool
) -> dict[str, Any]:
    """The matter, whose it is, and its docket in words."""
    account = session.get_one(Account, matter.account_id)
    corrected = {entry.replaces: f"E{entry.number}" for entry in entries}
    seen = _confirmed(session, matter)
    return {
        "matter": matter.model_dump(exclude={"id", "account_id", "page_id", "first_number", "number_key"}),
        "importer": account.model_dump(exclude={"id", "merged_into", "number_key"}),
        "privileged_notes": "included" if privileged else "left out",
        "law": load_law().hash,
        "proclaimed_closures": _closures(session),
        "entries": [
            {
                "entry": f"E{entry.number}",
                "event": load_law().title_of(entry.kind),
                "corrected_by": corrected.get(entry.number),
                "confirmed": seen.get(entry.id),
                **_said(entry, privileged),
            }
            for entry in entries
        ],
    }


def _closures(session: Session) -> list[dict[str, Any]]:
    """Each day that the office added as a proclaimed closure, and who withdrew it and why."""
    of_both = {"recorded_by", "recorded_at"}
    return [
        {
            **each.added.model_dump(include={"closed_on", "source", *of_both}),
            "withdrawn": each.withdrawn and each.withdrawn.model_dump(include={"reason", "source", *of_both}),
        }
        for each in closures_on_record(session)
    ]


def chain_part(
    session: Session, matter: Matter, entries: Sequence[Entry], *, privileged: bool
) -> dict[str, Any]:
    """The proof: each entry's content as it is hashed, its hash, and the hash before it; and the seal.

    `withheld` says that a note is left out. All else is proved without it: the hash of an entry covers a
    salted hash of its note, and the seal does for entries that are older than that.
    """
    links = links_of(entries, privileged=privileged)
    seal = seal_link(seal_of(session, matter), privileged=privileged)
    return {
        "docket_number": matter.docket_number,
        "head": head_of(links, seal),
        "links": links,
        "seal": seal,
    }


def _said(entry: Entry, privileged: bool) -> dict[str, Any]:
    content: dict[str, Any] = link_of(entry.model_dump(), privileged=privileged)["content"]
    left_out = entry.privileged_note and not privileged
    return content if left_out else content | {NOTE: entry.privileged_note}


def _confirmed(session: Session, matter: Matter) -> dict[int, dict[str, Any]]:
    wanted = select(Confirmation).join(Entry, col(Confirmation.entry_id) == Entry.id)
    rows = session.exec(wanted.where(Entry.matter_id == matter.id)).all()
    return {row.entry_id: row.model_dump(exclude={"id", "entry_id"}) for row in rows}


def deadlines_part(session: Session, matter: Matter, why: Why) -> dict[str, Any]:
    """The deadlines with both readings, trace, quote and citation, the unclear law, and the defects."""
    unclear = unclear_words(session, load_law())
    clocks = sorted(deadlines_of(session, matter), key=lambda row: (row.strict_on, row.rule, row.id))
    defects = sorted(defects_of(session, matter), key=lambda row: (row.entry_number, row.code))
    return {
        "deadlines": [_clock(row, why.of(row), unclear) for row in clocks],
        "defects": [row.model_dump(exclude={"id", "matter_id", "next_step_at"}) for row in defects],
    }


def _clock(row: Deadline, reasons: Reasons, unclear: Mapping[str, str]) -> dict[str, Any]:
    words = {name: unclear.get(name, "no longer listed") for name in row.ambiguities}
    return {
        "clock": deadline_name(row),
        "title": row.title,
        **row.model_dump(exclude={"id", "matter_id", "next_step_at"}),
        "quote": reasons.quote,
        "ambiguities": words,
        "trace": list(reasons.trace),
    }


def alerts_part(session: Session, matter: Matter) -> list[dict[str, Any]]:
    """Who was notified of what, when and why, and each delivery attempt."""
    wanted = (
        select(Alert, Contact, Message)
        .join(Contact, col(Alert.contact_id) == Contact.id)
        .join(Message, col(Alert.message_id) == Message.id, isouter=True)
        .where(Alert.matter_id == matter.id)
        .order_by(col(Alert.id))
    )
    found = session.exec(wanted).all()
    attempts = _attempts(session, matter)
    return [_alert(*each, attempts) for each in found]


def _alert(
    alert: Alert, contact: Contact, message: Message | None, attempts: Mapping[int, list[dict[str, Any]]]
) -> dict[str, Any]:
    own = alert.subject.startswith(_OF_THE_MATTER)
    return {
        **alert.model_dump(exclude={"id", "contact_id", "matter_id", "message_id", "content"}),
        "contact": {"name": contact.name, "role": contact.role},
        "words": _words(alert, message) if own else "left out: it may name other matters",
        "message": None if message is None else {"key": message.key, "state": message.state},
        "attempts": [] if message is None else attempts.get(message.id, []),
    }


def _words(alert: Alert, message: Message | None) -> dict[str, Any]:
    """The words of the message where it is of this alert alone; else what was claimed."""
    is_alone = message is not None and message.content["key"] == alert.content["key"]
    return message.content if message is not None and is_alone else alert.content


def _attempts(session: Session, matter: Matter) -> dict[int, list[dict[str, Any]]]:
    messages = select(Alert.message_id).where(Alert.matter_id == matter.id)
    wanted = select(Delivery).where(col(Delivery.message_id).in_(messages)).order_by(col(Delivery.id))
    found: dict[int, list[dict[str, Any]]] = {}
    for row in session.exec(wanted).all():
        found.setdefault(row.message_id, []).append(row.model_dump(exclude={"id", "message_id"}))
    return found


def answers_part(session: Session, matter: Matter) -> dict[str, Any]:
    """Replies (acknowledged, snoozed, reassigned) and the evidence on file."""
    names = {each.id: each.name for each in session.exec(select(Contact)).all()}
    clocks = {row.id: deadline_name(row) for row in deadlines_of(session, matter)}
    answered = select(Acknowledgement).where(col(Acknowledgement.deadline_id).in_(clocks))
    handed = select(Reassignment).where(Reassignment.matter_id == matter.id)
    filed = select(Evidence).where(Evidence.matter_id == matter.id)
    return {
        "acknowledgements": [
            {"clock": clocks[row.deadline_id], "by": names[row.contact_id], **_rest(row)}
            for row in session.exec(answered.order_by(col(Acknowledgement.id))).all()
        ],
        "reassignments": [
            {
                "clock": clocks.get(row.deadline_id or 0, "the whole matter"),
                "from": names[row.from_id],
                "to": names[row.to_id],
                **_rest(row),
            }
            for row in session.exec(handed.order_by(col(Reassignment.id))).all()
        ],
        "evidence": [_rest(row) for row in session.exec(filed.order_by(col(Evidence.id))).all()],
    }


def own_deadlines_part(session: Session, matter: Matter) -> list[dict[str, Any]]:
    """The deadlines that the office set itself, each marked as not law, with how it ended."""
    said = {"title", "due_on", "note", "recorded_by", "recorded_at"}
    how = {"ended_as", "ended_on", "reason", "recorded_by", "recorded_at"}
    holds = own_holds_of(session, [matter.id])
    names = {each.id: each.name for each in session.exec(select(Contact)).all()}
    return [
        {
            "number": own.row.id,
            "is": NOT_LAW,
            **own.row.model_dump(include=said),
            "acknowledgements": [asdict(hold) for hold in holds.get(own.row.id, [])],
            "whose": names.get(own.row.contact_id or 0, "the importer's owner"),
            "end": own.end and own.end.model_dump(include=how),
        }
        for own in owns_of(session, matter)
    ]


def _rest(row: SQLModel) -> dict[str, Any]:
    """A row without what only the database knows it by."""
    inner = {"id", "deadline_id", "contact_id", "matter_id", "from_id", "to_id", "next_step_at"}
    return row.model_dump(exclude=inner)


def papers_of(session: Session, matter: Matter) -> list[tuple[dict[str, Any], bytes]]:
    """The papers written, each with its entry in the list of papers."""
    written = (Paper.matter_id == matter.id, Paper.sha256 != "")
    rows = session.exec(select(Paper).where(*written).order_by(col(Paper.id))).all()
    said = {"name", "due", "sha256", "drafted_at"}
    return [
        ({"file": f"papers/{row.id}-{row.file_name}", **row.model_dump(include=said)}, row.content)
        for row in rows
    ]
