"""The login, the service credential and the key of secrets, in a file that only its owner reads."""

import base64
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from models.errors import Refused

_USER = "landwaiter"
_AUTH, _KEY, _SERVICE = "LOGIN", "ENCRYPTION_KEY", "SERVICE"
_SHAPE = re.compile(r"[^\s:]+:\S+")


class LoginError(Refused):
    """A login that cannot be used; the text says where it came from and what was expected."""


@dataclass(frozen=True, slots=True)
class Login:
    """What the server asks people for, and the key of the secrets in its database."""

    auth_string: str | None
    """`user:password`, typed as a whole into the one field of the server's login page; None asks nobody."""

    encryption_key: str
    """32 random bytes in URL-safe base64, as Fernet wants them."""

    service: str
    """What Landwaiter's own processes and its administrator are known by."""

    def __repr__(self) -> str:
        return f"Login(auth_string={'***' if self.auth_string else None}, encryption_key=***, service=***)"


def open_login(home: Path, wish: str | None) -> Login:
    """The login in `<home>/login`, made on the first call.

    `wish` is LANDWAITER_LOGIN: unset for the login in the file, `user:password` for another one, `none` for
    a server that asks nobody. The encryption key and the service credential are always those in the file.
    Raises `LoginError`.
    """
    path = login_file(home)
    kept = _read(path) if path.exists() else _create(path)
    if wish is None or wish == "":
        return Login(kept[_AUTH], kept[_KEY], kept[_SERVICE])
    if wish == "none":
        return Login(None, kept[_KEY], kept[_SERVICE])
    if not _SHAPE.fullmatch(wish):
        raise LoginError(
            "LANDWAITER_LOGIN cannot be used. Expected user:password without spaces, or the word none."
        )
    return Login(wish, kept[_KEY], kept[_SERVICE])


def login_file(home: Path) -> Path:
    """Where the login of a data directory is kept."""
    return home / "login"


def _create(path: Path) -> dict[str, str]:
    made = {
        _AUTH: f"{_USER}:{secrets.token_urlsafe(18)}",
        _KEY: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        _SERVICE: secrets.token_urlsafe(32),
    }
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(path, made)
    return made


def _read(path: Path) -> dict[str, str]:
    if path.stat().st_mode & 0o077:
        raise LoginError(f"Other users can read {path}. Make it private: chmod 600 {path}")
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = dict(line.split("=", 1) for line in lines if "=" in line)
    is_whole = {_AUTH, _KEY} <= kept.keys() <= {_AUTH, _KEY, _SERVICE}
    if not is_whole or not _SHAPE.fullmatch(kept[_AUTH]):
        raise LoginError(
            f"{path} is incomplete. Expected two lines, {_AUTH}=user:password and {_KEY}=…. Restore your "
            "copy of the file."
        )
    return kept if kept.get(_SERVICE) else _with_service(path, kept)


def _with_service(path: Path, kept: dict[str, str]) -> dict[str, str]:
    """The file of an earlier version has no service credential: it gets one."""
    made = {**kept, _SERVICE: secrets.token_urlsafe(32)}
    _write(path, made)
    return made


def _write(path: Path, kept: dict[str, str]) -> None:
    """Whole or not at all: a start that is cut short here leaves no login that the next one refuses."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{name}={value}\n" for name, value in kept.items())
    unfinished.replace(path)
