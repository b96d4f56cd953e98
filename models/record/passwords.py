"""Passwords: what may be one, and how one is kept and checked (argon2id)."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from models.errors import RecordError

SHORTEST, LONGEST = 12, 200
"""Characters of a password. NIST SP 800-63B asks for length, and for no kinds of characters."""

_HASHER = PasswordHasher()


def hash_of(password: str, *, name: str) -> str:
    """What is kept of a password. Raises `RecordError` for one that can be guessed."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise RecordError(
            f"The password has {len(password)} characters. Expected {SHORTEST} to {LONGEST}, such "
            "as four words."
        )
    if len(set(password.casefold())) < SHORTEST // 3 or name.casefold() in password.casefold():
        raise RecordError(
            "The password can be guessed: it holds your name, or repeats a few characters. Expected another "
            "one, such as four words that do not belong together."
        )
    return _HASHER.hash(password)


def is_password(password: str, kept: str) -> bool:
    """Whether this is the password. It takes as long where there is none to compare with."""
    try:
        _HASHER.verify(kept or _of_nobody(), password[: LONGEST + 1])
    except (VerifyMismatchError, InvalidHashError):
        return False
    return bool(kept)


@cache
def _of_nobody() -> str:
    return _HASHER.hash("the password of nobody at all")
