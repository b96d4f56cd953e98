"""What is given to the command line, within bounds: what is beyond them is refused, and never computed."""

import json
import signal
import sys
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from models.errors import Refused

MOST_BYTES = 100_000_000
"""Bytes of a file that is read."""

MOST_OF_A_DOCKET = 20_000_000
"""Bytes of one docket."""

MOST_ENTRIES = 5_000
"""Entries of a docket. A docket of one matter has a few dozen."""

MOST_SECONDS = 60
"""Seconds of computing for one docket: the time grows faster than the number of linked entries."""

_AGAIN = 0.1
"""Seconds after which what takes too long is refused again, should the first refusal be lost."""

_SWALLOWS = ("_weakrefset", "weakref")
"""Modules whose code Python calls while it cleans up: what is raised there reaches nobody."""

_SHOWN = 1_000
"""Characters of a refusal, which may repeat what was given."""


class InputError(Refused):
    """A file that cannot be read, or holds no UTF-8 or no JSON; the message says what was expected."""


def read_text(file: str) -> str:
    """The text of a file, or of the standard input. Raises `InputError`."""
    return decoded(read_bytes(file), file)


def read_bytes(file: str) -> bytes:
    """The input, without the byte order mark that some programs put at its beginning."""
    try:
        if file == "-":
            read = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(file).open("rb") as source:
                read = source.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        raise InputError(f"{file}: {said}; expected a file that can be read.") from None
    if len(read) > MOST_BYTES:
        raise InputError(f"{file} has more than {MOST_BYTES:,} bytes. Split it into smaller files.")
    return read.removeprefix(BOM_UTF8)


def decoded(raw: bytes, file: str) -> str:
    """The text of what was read. Raises `InputError`."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: byte {error.start} is not UTF-8; expected UTF-8 text.") from None


def json_in(text: str) -> Any:
    """What a JSON text says; each key once. Raises `InputError`, and `RecursionError` where it is deep."""
    if len(text) > MOST_OF_A_DOCKET:
        raise InputError(
            f"The input has {len(text):,} characters; the limit of a docket is {MOST_OF_A_DOCKET:,}."
        )
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise InputError(f"The input is not JSON: {error}.") from None
    except ValueError:
        raise InputError("The input has a number of more than 4,300 digits.") from None


def shortened(error: Exception) -> str:
    """What an error says, in one line that can be printed, without most of what it repeats."""
    said = str(error).encode(errors="backslashreplace").decode()
    return " ".join(said[:_SHOWN].split()) + ("…" if len(said) > _SHOWN else "")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise InputError(
            f"A key is given twice among {', '.join(key for key, _ in pairs)}; expected each key once."
        )
    return read


def _no_number(name: str) -> NoReturn:
    raise InputError(f"{name} is not a number that JSON allows.")


def refuse_too_long(given: Any) -> None:
    """Raises `InputError` for a docket with too many entries."""
    entries = given.get("entries") if isinstance(given, dict) else None
    if isinstance(entries, list) and len(entries) > MOST_ENTRIES:
        raise InputError(
            f"The docket has {len(entries):,} entries; the limit is {MOST_ENTRIES:,}. Split it by matter."
        )


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raises `InputError` in the block once it has computed for so long."""

    def stop(_number: int, frame: FrameType | None) -> None:
        if frame is not None and frame.f_globals.get("__name__") in _SWALLOWS:
            return
        raise InputError(
            f"The docket takes more than {seconds:.0f} seconds to compute. Split it by matter, or leave out "
            "entries that change no deadline."
        )

    former = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.signal(signal.SIGPROF, signal.SIG_IGN)
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, former)
