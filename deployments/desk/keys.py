"""What the desk signs: sessions, the tokens of its forms, and the links of mails. One key, one salt for each.

Whoever has the key can sign in as anybody: it is that of the file `login`, and is never printed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from models.record.sign_ins import LONGEST_SESSION

IDLE, LONGEST = timedelta(hours=8), LONGEST_SESSION
"""How long a session lasts without a request, and in all."""


@dataclass(frozen=True, slots=True)
class SessionMark:
    """What the cookie of a session says: whose it is, of which epoch, since when, and when last used."""

    person_id: int
    epoch: int
    began: datetime
    used: datetime

    def is_over(self, now: datetime) -> bool:
        """Whether it has lasted too long, or comes from a clock that is ahead by more than a minute."""
        ahead = self.used > now + timedelta(minutes=1)
        return ahead or now - self.used > IDLE or now - self.began > LONGEST


def name_of(key: str) -> str:
    """What tells the cookies of one installation from those of another on the same machine."""
    return sha256(f"landwaiter desk cookies {key}".encode()).hexdigest()[:8]


class Keys:
    """Signs and reads what the desk gives away. Whatever was altered or made by another key reads as None."""

    def __init__(self, key: str) -> None:
        self.name = name_of(key)
        self._session, self._form = _signer(key, "session"), _signer(key, "form")
        self._said, self._away = _signer(key, "said"), _signer(key, "away")

    def sign_session(self, mark: SessionMark) -> str:
        """The cookie of a session."""
        return _text(
            self._session.dumps([mark.person_id, mark.epoch, mark.began.timestamp(), mark.used.timestamp()])
        )

    def read_session(self, cookie: str) -> SessionMark | None:
        """What a cookie says."""
        said = _read(self._session, cookie)
        match said:
            case [int(person_id), int(epoch), float(began), float(used)]:
                return SessionMark(person_id, epoch, _instant(began), _instant(used))
            case _:
                return None

    def sign_form(self, nonce: str, person_id: int) -> str:
        """The token of a form: for one browser, and for who is signed in there."""
        return _text(self._form.dumps([nonce, person_id]))

    def is_form(self, token: str, nonce: str, person_id: int) -> bool:
        """Whether a token was made for this browser and this person."""
        return bool(nonce) and _read(self._form, token) == [nonce, person_id]

    def sign_said(self, sentence: str, person_id: int) -> str:
        """A sentence that the next page says to a person; 0 is nobody who is signed in."""
        return _text(self._said.dumps([person_id, sentence]))

    def read_said(self, cookie: str, person_id: int) -> str:
        """That sentence; empty where it is for somebody else, or nobody of us wrote it."""
        match _read(self._said, cookie):
            case [int(to), str(sentence)] if to == person_id:
                return sentence
            case _:
                return ""

    def sign_away(self, kept: Sequence[str], until: datetime) -> str:
        """What is remembered of a browser that is sent to the office's sign-on."""
        return _text(self._away.dumps([list(kept), until.timestamp()]))

    def read_away(self, cookie: str, now: datetime) -> list[str] | None:
        """That; None where it was too long ago."""
        match _read(self._away, cookie):
            case [list(kept), float(until)] if now.timestamp() <= until:
                return [str(each) for each in kept]
            case _:
                return None


def _signer(key: str, purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(
        key,
        salt=f"landwaiter desk {purpose}",
        signer_kwargs={"digest_method": sha256, "key_derivation": "hmac"},
    )


def _read(signer: URLSafeSerializer, signed: str) -> Any:
    try:
        return signer.loads(signed)
    except BadData:
        return None


def _text(signed: str | bytes) -> str:
    return signed if isinstance(signed, str) else signed.decode()


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
