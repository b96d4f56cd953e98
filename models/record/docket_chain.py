"""What the chain of a docket proves: its links, the seal over links of the first format, and their faults.

Links are plain values, as an export has them, so that nothing here needs a database. The hash of a link of
format 1 covers the entry's privileged note itself: without the note it cannot be computed again. From format
2 on it covers a salted hash of the note instead, and no link is ever rewritten. A docket that has links of
format 1 has one seal after them, which covers their content without their notes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from models.record.hash_chain import GENESIS, digest, link

FORMAT = 2
"""The format of new links. A docket's chain never goes back to an earlier one."""

NOTE, SALT = "privileged_note", "note_salt"

Link = Mapping[str, Any]
"""`content` as it is hashed, `note` (format 2) or `salts` (a seal) beside it, what is `withheld`, `hash` and
`previous_hash`."""

_SAID = (
    "matter_id", "number", "kind", "occurred_on", "facts", "of", "replaces", "reference", "document",
    "document_sha256", "recorded_by", "confirmed_by", "recorded_at",
)  # fmt: skip
"""What the hash of either format covers, by name: a later column is no part of an older hash."""


_KEYS = {"content", "withheld", "previous_hash", "hash"}
"""What every link has; beside it `note` or `salts`, and nothing that no hash covers."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A link that was looked at: what is wrong with it, empty where it holds. The seal has the number 0."""

    number: int
    fault: str
    note_unseen: bool = False
    """Its note is left out. All else of it is verified, unless `is_unproved`."""

    is_unproved: bool = False
    """Only its place in the chain is verified, not what it says."""


def content_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the hash of an entry covers, from the entry's columns."""
    said = {name: values[name] for name in _SAID}
    if values.get("chain_format", 1) > 1:
        more = ("reason", "chain_format", "note_hash")
        return said | {name: values[name] for name in more}
    # The first entries had no reason, and were hashed without it.
    reason = {"reason": values["reason"]} if values.get("reason") else {}
    return said | reason | {NOTE: values[NOTE]}


def note_hash(note: str, salt: str) -> str:
    """The hash of a note, which nobody can guess from it without the salt; empty where there is no note."""
    return digest({"note": note, "salt": salt}) if note else ""


def link_of(values: Mapping[str, Any], *, privileged: bool = True) -> dict[str, Any]:
    """The link of an entry, from the entry's columns, with or without its note."""
    content, withheld = content_of(values), list[str]()
    note = {name: values.get(name, "") for name in (NOTE, SALT)}
    if values[NOTE] and not privileged:
        withheld, note = [NOTE], {}
        content.pop(NOTE, None)
    beside = {"note": note} if any(note.values()) and NOTE not in content else {}
    hashes = {name: values[name] for name in ("previous_hash", "hash")}
    return {"content": content, **beside, "withheld": withheld, **hashes}


def make_seal(matter_id: int, links: Sequence[Link], salts: Mapping[int, str], at: datetime) -> Link:
    """The seal over all links of a docket, each of format 1 and with its note; at least one.

    `salts` has one for each entry. Entries whose chain does not hold are named in the seal, which proves
    them as they are now.
    """
    broken = [each.number for each in check_links(links, None) if each.fault]
    content = {
        "chain_format": FORMAT,
        "matter_id": matter_id,
        "last_number": links[-1]["content"]["number"],
        "entries": [_sealed(each, salts[each["content"]["number"]]) for each in links],
        "broken": broken,
        "sealed_at": at.astimezone(UTC),
    }
    noted = [each["content"]["number"] for each in links if each["content"][NOTE]]
    previous = links[-1]["hash"]
    return {
        "content": content,
        "salts": {str(number): salts[number] for number in noted},
        "withheld": [],
        "previous_hash": previous,
        "hash": link(content, previous),
    }


def _sealed(each: Link, salt: str) -> dict[str, Any]:
    content = each["content"]
    return {
        "number": content["number"],
        "content_hash": _content_hash(each),
        "note_hash": note_hash(content[NOTE], salt),
    }


def _content_hash(each: Link) -> str:
    """Of a link of format 1, without its note."""
    said = {name: value for name, value in each["content"].items() if name != NOTE}
    return digest({"content": said, "previous_hash": each["previous_hash"], "hash": each["hash"]})


def head_of(links: Sequence[Link], seal: Link | None) -> str:
    """The hash of the last link of a docket, which may be the seal."""
    if seal is not None and (not links or _format(links[-1]) == 1):
        return str(seal["hash"])
    return str(links[-1]["hash"]) if links else GENESIS


def check_links(links: Sequence[Link], seal: Link | None) -> Iterator[Checked]:
    """Each link of a docket, in order, and the seal at its place."""
    previous, newest, waiting = GENESIS, 1, seal
    sealed = {} if seal is None else {each["number"]: each for each in seal["content"]["entries"]}
    for place, each in enumerate(links, start=1):
        own = _format(each)
        if own > 1 and waiting is not None:
            yield Checked(0, _seal_fault(waiting, place - 1, previous))
            previous, waiting = waiting["hash"], None
        fault = _place_fault(each, place, previous)
        if own not in (1, FORMAT) or own < newest:
            fault = fault or f"has the chain format {own} after {newest}"
        in_seal = sealed.get(each["content"]["number"]) if own == 1 else None
        yield _checked(each, fault, seal, in_seal)
        previous, newest = each["hash"], max(own, newest)
    if waiting is not None:
        yield Checked(0, _seal_fault(waiting, len(links), previous))


def lacks_seal(links: Sequence[Link], seal: Link | None) -> bool:
    """That a docket has links of format 1 and no seal over them."""
    return seal is None and any(_format(each) == 1 for each in links)


def _format(each: Link) -> int:
    return int(each["content"].get("chain_format", 1))


def _place_fault(each: Link, place: int, previous: str) -> str:
    if each["previous_hash"] != previous:
        return "does not follow the link before it"
    if each["content"]["number"] != place:
        return f"is at place {place}: entries are missing or out of order"
    return ""


def _checked(each: Link, fault: str, seal: Link | None, in_seal: Link | None) -> Checked:
    withheld, is_old = each["withheld"], _format(each) == 1
    if each.keys() - _KEYS - (set() if is_old else {"note"}):
        fault = fault or "has more than a link has"
    if withheld not in ([], [NOTE]) or bool(withheld) is not _lacks_note(each):
        fault = fault or f"says that it leaves out {withheld}; expected only a note that is not there"
    if not (withheld and is_old) and each["hash"] != link(each["content"], each["previous_hash"]):
        fault = fault or "its hash does not match its content"
    if not (withheld or is_old):
        fault = fault or _note_fault(each)
    if seal is not None and in_seal is not None:
        fault = fault or _differs_from(seal, in_seal, each)
    return Checked(
        int(each["content"]["number"]),
        fault,
        note_unseen=bool(withheld),
        is_unproved=bool(withheld) and is_old and in_seal is None,
    )


def _lacks_note(each: Link) -> bool:
    """That a note was left out: of format 1 it is in the content or nowhere, later a hash of it is there."""
    if _format(each) == 1:
        return NOTE not in each["content"]
    return bool(each["content"]["note_hash"]) and "note" not in each


def _note_fault(each: Link) -> str:
    note = each.get("note", {})
    same = (
        note.keys() <= {NOTE, SALT}
        and note_hash(note.get(NOTE, ""), note.get(SALT, "")) == each["content"]["note_hash"]
    )
    return "" if same else "its privileged note does not match the note's hash"


def _differs_from(seal: Link, in_seal: Link, each: Link) -> str:
    """What an entry of format 1 is not, as its docket was sealed."""
    number = each["content"]["number"]
    if number in seal["content"]["broken"]:
        return "its chain was broken when the docket was sealed"
    if in_seal["content_hash"] != _content_hash(each) or bool(each["withheld"]) > bool(in_seal["note_hash"]):
        return "differs from the docket's seal"
    if each["withheld"] or seal["withheld"]:
        return ""
    said = note_hash(each["content"][NOTE], seal["salts"].get(str(number), ""))
    return "" if said == in_seal["note_hash"] else "its privileged note differs from the docket's seal"


def _seal_fault(seal: Link, last: int, previous: str) -> str:
    content = seal["content"]
    if seal["previous_hash"] != previous or content["last_number"] != last:
        return "does not follow the last entry that it seals"
    if [each["number"] for each in content["entries"]] != list(range(1, last + 1)):
        return "does not name each entry before it"
    noted = {str(each["number"]) for each in content["entries"] if each["note_hash"]}
    if seal.keys() - _KEYS - {"salts"} or not seal.get("salts", {}).keys() <= noted:
        return "has more than a seal has"
    return "" if seal["hash"] == link(content, previous) else "its hash does not match its content"
