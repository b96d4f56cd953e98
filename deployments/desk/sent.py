"""Reads the form that a request sends, within limits: what is too large is refused before it is read."""

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from models.errors import Refused

LARGEST_FILE = 20_000_000
"""Bytes of a file that is uploaded."""

LARGEST_FILES, MOST_FILES = 5 * LARGEST_FILE, 20
"""Bytes of all files that come with one form, and how many they may be."""

_LARGEST_FORM = 1_000_000
_TOO_LARGE, _UNREADABLE = 413, 400


class NotRead(Refused):
    """A form that is not read, with the status that says why; the sentence says what to do."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


async def read_form(request: Request, *, takes_files: bool) -> FormData:
    """The form, which the caller closes. Raises `NotRead`."""
    largest = LARGEST_FILES + _LARGEST_FORM if takes_files else _LARGEST_FORM
    if "transfer-encoding" in request.headers:
        # Its length is nowhere said, and would be found out only by reading it.
        raise _unreadable()
    if int(request.headers.get("content-length") or largest + 1) > largest:
        raise _too_large("What you sent", largest)
    try:
        form = await request.form(max_files=MOST_FILES if takes_files else 0, max_part_size=_LARGEST_FORM)
    except HTTPException:
        raise _unreadable() from None
    if any(_size(each) > LARGEST_FILE for _, each in form.multi_items()):
        await form.close()
        raise _too_large("One file", LARGEST_FILE)
    return form


def _size(given: UploadFile | str) -> int:
    return given.size or 0 if isinstance(given, UploadFile) else 0


def _too_large(what: str, largest: int) -> NotRead:
    size = f"{largest // 1_000_000:,} MB"
    said = f"{what} is larger than {size}. Nothing was done. Send a smaller file, or fewer files at once."
    return NotRead(_TOO_LARGE, said)


def _unreadable() -> NotRead:
    said = "What you sent cannot be read as a form, or has too many files. Nothing was done."
    return NotRead(_UNREADABLE, said)
