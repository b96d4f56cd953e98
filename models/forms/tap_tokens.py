"""The tokens of the links by which a contact answers a deadline from a mail, and what stands for them before.

A token names one contact, one deadline with its days, and until when it can be used. It is made when a
message is sent, and is kept nowhere: what is kept is an address that names the deadline alone.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from itsdangerous import BadSignature, Signer

USABLE_FOR = timedelta(days=14)
"""How long a link can be used after it was sent."""

_NAME = re.compile(
    r"((?:deadline|own):[1-9][0-9]{0,14}):([0-9]{4}-[0-9]{2}-[0-9]{2}(?:_[0-9]{4}-[0-9]{2}-[0-9]{2})?)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    """What a token says. `subject` is the deadline as alerts name it, `due` its days as they were told."""

    contact_id: int
    subject: str
    due: str
    sent_at: datetime
    expires_at: datetime


def new_tap(contact_id: int, subject: str, due: str, now: datetime) -> Tap:
    """What the token of a link says that is sent now."""
    sent_at = now.replace(microsecond=0)
    return Tap(
        contact_id=contact_id, subject=subject, due=due, sent_at=sent_at, expires_at=sent_at + USABLE_FOR
    )


def sign_tap(tap: Tap, key: str) -> str:
    """The token: characters that an address takes as they are. Raises `ValueError` without a key."""
    if not key:
        raise ValueError("a token without a key could be made by anybody")
    sent, expires = int(tap.sent_at.timestamp()), int(tap.expires_at.timestamp())
    said = f"{tap.contact_id}.{tap_name(tap.subject, tap.due)}.{sent}.{expires}"
    return _signer(key).sign(said).decode()


def read_tap(token: str, key: str) -> Tap | None:
    """What a token says, also an expired one; None for one that was altered, or made with another key."""
    try:
        said = _signer(key).unsign(token).decode() if key else ""
    except BadSignature:
        return None
    match said.split("."):
        case [contact_id, name, sent, expires] if named := read_tap_name(name):
            return Tap(
                contact_id=int(contact_id),
                subject=named[0],
                due=named[1],
                sent_at=_instant(sent),
                expires_at=_instant(expires),
            )
        case _:
            return None


def tap_name(subject: str, due: str) -> str:
    """What stands in a message for the token until it is sent: deadline:12:2026-03-06."""
    return f"{subject}:{due.replace('/', '_')}"


def read_tap_name(name: str) -> tuple[str, str] | None:
    """The deadline and its days that such a name says; None where it is none."""
    found = _NAME.fullmatch(name)
    return (found[1], found[2].replace("_", "/")) if found else None


def _signer(key: str) -> Signer:
    return Signer(
        key,
        salt="landwaiter answer by mail",
        digest_method=sha256,
        key_derivation="hmac",
    )


def _instant(seconds: str) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)
