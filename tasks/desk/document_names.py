"""The name of an uploaded file as it is shown, and as a browser saves it."""

import re
import unicodedata
from urllib.parse import quote

LONGEST = 120
"""Characters of a name, with its ending."""

_NAMELESS = "document"


def clean_name(given: str) -> str:
    """A name without the path that it came with, and without what no reader sees: at most 120 characters."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    seen = "".join(each if _is_seen(each) else " " for each in last)
    name = " ".join(seen.split()).strip(". ")
    return _shortened(name) or _NAMELESS


def _is_seen(letter: str) -> bool:
    """Not what controls, turns the direction of writing, or is no character."""
    return not unicodedata.category(letter).startswith(("C", "Zl", "Zp"))


def _shortened(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > len("docx"):
        return name[:LONGEST].rstrip(". ")
    return f"{stem[: LONGEST - len(ending) - 1].rstrip('. ')}.{ending}"


def attachment(name: str) -> str:
    """The header by which a browser saves a file under a name (RFC 6266), in ASCII and in full."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^\w.,()+ -]", "-", plain).strip(". ") or _NAMELESS
    full = re.sub(r'[<>:"|?*]', "-", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(full, safe='')}"
