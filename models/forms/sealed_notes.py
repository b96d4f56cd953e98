"""Privileged notes on their way from the form to the record: sealed, since Prefect keeps a run's parameters.

The server seals a note before Prefect stores it, and the form of an entry opens it in the run.
"""

import json
import os
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

NOTE = "privileged_note"
"""The field of a form that holds a privileged note."""

KEY = "LANDWAITER_NOTE_KEY"
"""The variable with the key: 32 bytes in URL-safe base64."""

_MARK = "sealed:"


def seal(note: str, key: str) -> str:
    """The note as only the key opens it; one that is sealed with it already stays as it is."""
    if not note.strip() or _opened(note, key) is not None:
        return note
    return _MARK + Fernet(key).encrypt(note.encode("utf-8", "surrogatepass")).decode()


def seal_parameters(parameters: Any, key: str) -> Any:
    """The parameters of a run with each privileged note sealed, wherever in them it is."""
    match parameters:
        case {"__prefect_kind": "json", "value": str(text)}:
            return {**parameters, "value": _seal_in_text(text, key)}
        case Mapping():
            return {
                name: seal(value, key)
                if name == NOTE and isinstance(value, str)
                else seal_parameters(value, key)
                for name, value in parameters.items()
            }
        case list():
            return [seal_parameters(each, key) for each in parameters]
        case _:
            return parameters


def notes_in(parameters: Any, key: str) -> list[str]:
    """The notes in the parameters of a run that are not sealed."""
    match parameters:
        case {"__prefect_kind": "json", "value": str(typed)}:
            return notes_in(_read(typed), key)
        case Mapping():
            own = parameters.get(NOTE)
            deeper = [note for value in parameters.values() for note in notes_in(value, key)]
            if isinstance(own, str) and own.strip() and _opened(own, key) is None:
                return [own, *deeper]
            return deeper
        case list():
            return [note for each in parameters for note in notes_in(each, key)]
        case _:
            return []


def _seal_in_text(text: str, key: str) -> str:
    """What somebody typed as JSON in the place of a field or a form."""
    read = _read(text)
    # Prefect refuses what is no JSON, and keeps nothing of it.
    return text if read is None else json.dumps(seal_parameters(read, key))


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def open_note(given: object) -> object:
    """A note as it was typed, whether it was sealed or not.

    Raises `ValueError` where it was sealed with another key: pydantic makes a sentence of it.
    """
    if not isinstance(given, str) or not given.startswith(_MARK):
        return given
    opened = _opened(given, os.environ.get(KEY, ""))
    if opened is None:
        raise ValueError(
            "it was sealed with another key than the one in the file login; enter the note again"
        )
    return opened


def _opened(given: str, key: str) -> str | None:
    if not given.startswith(_MARK) or not key:
        return None
    try:
        return Fernet(key).decrypt(given.removeprefix(_MARK).encode()).decode("utf-8", "surrogatepass")
    except (InvalidToken, ValueError):
        return None
