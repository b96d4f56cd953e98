"""What the chain of receipts proves: the content that each hash covers. Pure, as `docket_chain` is.

The hash of a receipt of format 1 covers its content, and cannot be computed again where that is left out.
From format 2 on it covers a hash of the content, in which there is a salt: all else is proved without it.
"""

from collections.abc import Mapping
from typing import Any

from models.record.hash_chain import digest, link

FORMAT = 2
"""The format of new receipts. The chain never goes back to an earlier one."""

SALT = "salt"
"""The key of a receipt's content that keeps anyone from guessing the rest by its hash."""

CONTENT = "content"
_KEYS = {"content", "withheld", "previous_hash", "hash"}
_SAID = ("seq", "kind", "at", "law_hash")


def content_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the hash of a receipt covers, from the receipt's columns."""
    said = {name: values[name] for name in _SAID}
    if values["chain_format"] > 1:
        return said | {"chain_format": values["chain_format"], "content_hash": digest(values[CONTENT])}
    return said | {CONTENT: values[CONTENT]}


def link_of(values: Mapping[str, Any], *, whole: bool) -> dict[str, Any]:
    """The link of a receipt, with what it says or without it."""
    content = content_of(values) | {CONTENT: values[CONTENT]}
    if not whole:
        del content[CONTENT]
    hashes = {name: values[name] for name in ("previous_hash", "hash")}
    return {"content": content, "withheld": [] if whole else [CONTENT], **hashes}


def is_unproved(each: Mapping[str, Any]) -> bool:
    """That of a link only its place in the chain can be verified."""
    return bool(each["withheld"]) and _format(each) == 1


def receipt_fault(each: Mapping[str, Any], before: Mapping[str, Any] | None) -> str:
    """What is wrong with a link, after the one before it; empty where it holds. The first may follow any."""
    content, withheld, own = each["content"], each["withheld"], _format(each)
    if before is not None and (fault := _place_fault(each, before)):
        return fault
    if own not in (1, FORMAT) or each.keys() != _KEYS:
        return "is no link of this chain"
    if withheld != ([] if CONTENT in content else [CONTENT]):
        return f"says that it leaves out {withheld}; expected only a content that is not there"
    hashed = content if own == 1 else {name: each for name, each in content.items() if name != CONTENT}
    if not is_unproved(each) and each["hash"] != link(hashed, each["previous_hash"]):
        return "its hash does not match its content"
    if own > 1 and not withheld and digest(content[CONTENT]) != content["content_hash"]:
        return "its content does not match the content's hash"
    return ""


def _place_fault(each: Mapping[str, Any], before: Mapping[str, Any]) -> str:
    if each["previous_hash"] != before["hash"]:
        return "does not follow the link before it"
    if each["content"]["seq"] != before["content"]["seq"] + 1:
        return "receipts are missing before it"
    if _format(each) < _format(before):
        return f"has the chain format {_format(each)} after {_format(before)}"
    return ""


def _format(each: Mapping[str, Any]) -> int:
    return int(each["content"].get("chain_format", 1))
