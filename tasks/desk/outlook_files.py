"""Whether a file is a mail that Outlook saved: a compound file (MS-CFB) with its properties (MS-MSG).

Former kinds of Word, Excel and installer files are compound files too, and are none.
"""

import struct
from collections.abc import Iterable, Iterator

_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROPERTIES = "__properties_version1.0"
_LAST = 0xFFFFFFFA
"""Numbers of sectors from here on mean something else, such as the end of a chain."""

_ENTRY = 128
_NONE = 0xFFFFFFFF
_OTHERS = {"worddocument", "workbook", "book", "powerpoint document", "ole10native"}
_SHIFTS = (9, 12)


def is_outlook_mail(content: bytes) -> bool:
    """Whether it is one. A file that contradicts itself is none."""
    if not content.startswith(_MARK):
        return False
    try:
        names = set(_names_in_root(content))
    except (struct.error, IndexError, ValueError):
        return False
    return _PROPERTIES in names and not names & _OTHERS


def _names_in_root(content: bytes) -> Iterator[str]:
    """The names directly below the root, in small letters, by way of the tree of its directory."""
    entries = _directory(content)
    waiting, seen = [_number(entries[0], 76)], set[int]()
    while waiting:
        place = waiting.pop()
        if place == _NONE:
            continue
        if place in seen:
            raise ValueError("The directory leads in a circle.")
        seen.add(place)
        entry = entries[place]
        length = struct.unpack_from("<H", entry, 64)[0]
        yield entry[: max(0, length - 2)].decode("utf-16-le").lower()
        waiting += [_number(entry, 68), _number(entry, 72)]


def _directory(content: bytes) -> list[bytes]:
    shift = struct.unpack_from("<H", content, 30)[0]
    if shift not in _SHIFTS:
        raise ValueError("A sector has another size.")
    size = 1 << shift
    table = _table(content, size)
    chain = b"".join(_chain(content, size, table, _number(content, 48)))
    return [chain[at : at + _ENTRY] for at in range(0, len(chain), _ENTRY)]


def _table(content: bytes, size: int) -> bytes:
    """Which sector follows which, of the whole file: its parts are listed in the head, then in a chain.

    A list that named parts again and again would make it far larger than the file.
    """
    places, seen = _places(struct.unpack_from("<109I", content, 76)), set[int]()
    following = _number(content, 68)
    while following < _LAST:
        if following in seen:
            raise ValueError("The list of the table's parts leads in a circle.")
        seen.add(following)
        *more, following = struct.unpack(f"<{size // 4}I", _sector(content, size, following))
        places += _places(more)
        if len(places) > len(content) // size:
            raise ValueError("The table has more parts than the file has sectors.")
    return b"".join(_sector(content, size, place) for place in places)


def _places(numbers: Iterable[int]) -> list[int]:
    return [number for number in numbers if number < _LAST]


def _chain(content: bytes, size: int, table: bytes, first: int) -> Iterator[bytes]:
    place, left = first, len(content) // size
    while place < _LAST:
        if not left:
            raise ValueError("A chain leads in a circle.")
        yield _sector(content, size, place)
        place, left = _number(table, 4 * place), left - 1


def _sector(content: bytes, size: int, number: int) -> bytes:
    found = content[(number + 1) * size : (number + 2) * size]
    if len(found) != size:
        raise ValueError("A sector lies outside the file.")
    return found


def _number(raw: bytes, at: int) -> int:
    found: int = struct.unpack_from("<I", raw, at)[0]
    return found
