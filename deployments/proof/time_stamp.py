"""A time stamp by RFC 3161: what is asked of an authority, and whether its answer is the stamp of that.

The signature of the stamp is verified by whoever has the authority's certificate: `openssl ts -verify`.
"""

from models.errors import Refused

REQUEST_TYPE, REPLY_TYPE = "application/timestamp-query", "application/timestamp-reply"

_SHA256 = bytes.fromhex("300d06096086480165030402010500")
"""The AlgorithmIdentifier of SHA-256: 2.16.840.1.101.3.4.2.1, without parameters but NULL."""

_INTEGER, _OCTETS, _SEQUENCE = 0x02, 0x04, 0x30
_ANY_CERTIFICATE = bytes.fromhex("0101ff")
_GRANTED = (0, 1)
"""Granted, and granted with modifications."""


class StampRefused(Refused):
    """An answer that is no time stamp of what was asked; the message says why."""


def stamp_request(sha256: str, nonce: int) -> bytes:
    """The TimeStampReq for a SHA-256 in hexadecimal; the answer is to carry the authority's certificate."""
    version = _der(_INTEGER, b"\x01")
    return _der(_SEQUENCE, version + _imprint(sha256) + _integer(nonce) + _ANY_CERTIFICATE)


def check_reply(reply: bytes, sha256: str, nonce: int) -> None:
    """Raises `StampRefused` where the answer is a refusal, or the stamp of something else."""
    status = _status(reply)
    if status not in _GRANTED:
        raise StampRefused(f"The authority refused the time stamp with status {status}.")
    if _imprint(sha256) not in reply or _integer(nonce) not in reply:
        raise StampRefused("The authority's answer is the time stamp of something else.")


def _imprint(sha256: str) -> bytes:
    return _der(_SEQUENCE, _SHA256 + _der(_OCTETS, bytes.fromhex(sha256)))


def _integer(value: int) -> bytes:
    """A number from 0 on; a leading zero keeps it positive."""
    return _der(_INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _der(tag: int, content: bytes) -> bytes:
    """For less than 128 bytes, which a request for one SHA-256 never exceeds."""
    return bytes([tag, len(content)]) + content


def _status(reply: bytes) -> int:
    """The PKIStatus: the integer that begins the sequence that begins the reply."""
    kind, body = _first(reply)
    inner, info = _first(body)
    last, status = _first(info)
    if (kind, inner, last) != (_SEQUENCE, _SEQUENCE, _INTEGER) or not status:
        raise StampRefused("The authority's answer is no time stamp reply of RFC 3161.")
    return int.from_bytes(status, "big")


def _first(content: bytes) -> tuple[int, bytes]:
    """The tag and the content of the first value, as far as it is there."""
    if len(content) < 2:
        return 0, b""
    start, length = 2, content[1]
    if length & 0x80:
        start += length & 0x7F
        length = int.from_bytes(content[2:start], "big")
    return content[0], content[start : start + length]
