"""Hash chains: each link's hash is over its content and the hash before it, so that no change goes unseen."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

GENESIS = ""
"""The hash before the first link."""


def digest(content: Any) -> str:
    """SHA-256, in hexadecimal, over the content as canonical JSON: sorted keys, no spaces, dates in ISO."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_iso)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def link(content: Mapping[str, Any], previous_hash: str) -> str:
    """The hash of a link that follows another."""
    return digest({"content": content, "previous_hash": previous_hash})


def new_salt() -> str:
    """A salt, so that nobody guesses what a hash is of: 32 random bytes, in hexadecimal."""
    return secrets.token_hex(32)


def _iso(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a hash chain.")
