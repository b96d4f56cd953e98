"""One value over an export of a matter: whoever compares it has compared all of the file."""

import hashlib
import json
from collections.abc import Mapping
from types import MappingProxyType

from models.record.hash_chain import GENESIS, digest

_NONE: Mapping[str, str] = MappingProxyType({})
MANIFEST = "manifest.json"
"""The member that lists the others with their SHA-256; the only one that the head does not cover."""


def manifest_of(files: Mapping[str, bytes], documents: Mapping[str, str] = _NONE) -> dict[str, str]:
    """The SHA-256 of each file, in hexadecimal, by its name. Of the documents it is given."""
    said = {name: hashlib.sha256(body).hexdigest() for name, body in files.items() if name != MANIFEST}
    return {**said, **documents}


def export_head(files: Mapping[str, bytes], documents: Mapping[str, str] = _NONE) -> str:
    """The head of an export: over the heads of its chains and the SHA-256 of each of its files.

    `documents` are those that are not in memory: their SHA-256 by their names.
    """
    chain, receipts = json.loads(files["chain.json"]), json.loads(files["receipts.json"])
    # An older export has no corrections.
    corrections = json.loads(files.get("corrections.json", b"{}"))
    logs = {"receipts": receipts, **corrections}
    heads = {name: log[-1]["hash"] if log else GENESIS for name, log in logs.items()}
    return digest({"heads": {"docket": chain["head"], **heads}, "files": manifest_of(files, documents)})
