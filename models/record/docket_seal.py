"""The chain of a docket on record: its next link, its seal, and what of it does not hold."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session, col, select

from models.inputs import EntryInput
from models.record.docket_chain import FORMAT, Link, check_links, content_of, head_of, lacks_seal, link_of
from models.record.docket_chain import note_hash as hash_of_note
from models.record.hash_chain import GENESIS, link, new_salt
from models.record.said_entries import SaidEntry
from models.record.tables.dockets import Entry, Matter
from models.record.tables.proof import DocketSeal


def seal_of(session: Session, matter: Matter) -> DocketSeal | None:
    """The seal over the older entries of a docket, if it has any."""
    return session.exec(select(DocketSeal).where(DocketSeal.matter_id == matter.id)).first()


def seals_by_matter(session: Session, matter_ids: Collection[int]) -> dict[int, DocketSeal]:
    """The seals of many dockets, by their matters' ids; a docket without one is not named."""
    wanted = select(DocketSeal).where(col(DocketSeal.matter_id).in_(matter_ids))
    return {seal.matter_id: seal for seal in session.exec(wanted).all()}


def linked(
    draft: EntryInput, matter: Matter, entries: Sequence[Entry], seal: DocketSeal | None, *, at: datetime
) -> Entry:
    """The entry that a draft makes at the end of a docket; it is not written."""
    return Entry(**linked_columns(draft, matter, entries, seal, at=at))


def linked_columns(
    draft: EntryInput, matter: Matter, entries: Sequence[SaidEntry], seal: DocketSeal | None, *, at: datetime
) -> dict[str, Any]:
    """The columns of that entry, all but its id."""
    note, salt = draft.privileged_note, new_salt() if draft.privileged_note else ""
    previous = _head(entries, seal)
    columns: dict[str, Any] = {
        "matter_id": matter.id,
        "number": len(entries) + 1,
        "kind": draft.kind,
        "occurred_on": draft.occurred_on,
        "facts": dict(draft.facts),
        "of": list(draft.of),
        "replaces": draft.replaces,
        "reason": draft.reason,
        "reference": draft.reference,
        "document": draft.document,
        "document_sha256": draft.document_sha256,
        "privileged_note": note,
        "recorded_by": draft.recorded_by,
        "confirmed_by": draft.confirmed_by,
        "recorded_at": at.astimezone(UTC),
        "chain_format": FORMAT,
        "note_salt": salt,
        "note_hash": hash_of_note(note, salt),
        "previous_hash": previous,
    }
    return columns | {"hash": link(content_of(columns), previous)}


def _head(entries: Sequence[SaidEntry], seal: DocketSeal | None) -> str:
    if not entries:
        return GENESIS
    return seal.hash if seal is not None and entries[-1].chain_format == 1 else entries[-1].hash


def links_of(entries: Sequence[Entry], *, privileged: bool = True) -> list[Link]:
    """The links of a docket, with or without its privileged notes."""
    return [link_of(entry.model_dump(), privileged=privileged) for entry in entries]


def seal_link(seal: DocketSeal | None, *, privileged: bool = True) -> Link | None:
    """The link that a seal is, with or without the salts of the notes."""
    if seal is None:
        return None
    left_out = bool(seal.salts) and not privileged
    return {
        "content": seal.model_dump(exclude={"id", "salts", "previous_hash", "hash"}),
        **({} if left_out else {"salts": seal.salts}),
        "withheld": ["salts"] if left_out else [],
        "previous_hash": seal.previous_hash,
        "hash": seal.hash,
    }


def head_hash(entries: Sequence[Entry], seal: DocketSeal | None) -> str:
    """The head of a docket: the hash of its last link, an entry or the seal; empty without entries."""
    return head_of(links_of(entries[-1:]), seal_link(seal))


def verify_chain(entries: Sequence[Entry], seal: DocketSeal | None = None) -> list[int]:
    """The numbers of the entries whose chain does not hold: changed, missing before, or out of order.

    The number 0 is the seal.
    """
    return [each.number for each in check_links(links_of(entries), seal_link(seal)) if each.fault]


def docket_faults(entries: Sequence[Entry], sealed: DocketSeal | None) -> list[str]:
    """What of the chain of a docket does not hold, each as the end of a sentence about the docket."""
    links, seal = links_of(entries), seal_link(sealed)
    broken = [each.number for each in check_links(links, seal) if each.fault]
    faults = [f"the hash chain is broken at {f'E{number}' if number else 'its seal'}" for number in broken]
    return [*faults, "the seal over its older entries is missing"] if lacks_seal(links, seal) else faults
