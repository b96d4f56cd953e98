"""Two fingerprints of a law: what it means, and how it is worded.

The meaning is over the rules with their numbers and over the program that counts. The wording is over the law
files, and over the program that words the count. A change of the wording alone moves no date.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from models.law.syntax_tree import meaning_of

_HERE = Path(__file__).parent
_COUNTS = (
    "clock_steps.py",
    "defects.py",
    "derive.py",
    "exposure.py",
    "text/belonging.py",
    "text/rule.py",
    "text/vocabulary.py",
    "text/wording.py",
)
"""Beside the engine and the conditions: the modules by which a result can become another one."""

_WORDS_THE_COUNT = _HERE / "engine" / "trace.py"

_TEXTS = {
    "Event": {"title", "help", "file", "line"},
    "Version": {"quote", "edition"},
    "Rule": {"citation", "title", "if_missed", "once_met", "count_from", "quote_for", "file", "line"},
    "ProblemText": {"citation", "text"},
    "OfficeSetting": {"words"},
    "Ambiguity": {"text", "strict", "lenient", "authorities", "does"},
    "Lead": {"words", "where"},
    "Ground": {"title", "citation", "quote", "where"},
    "Point": {"title", "quote"},
}
"""Of each declared value the fields that are only read by people."""

SIZE = 32
"""Hexadecimal digits of each fingerprint: 128 bits."""


def meaning(declared: Iterable[object]) -> str:
    """The fingerprint of rules, events and whatever else is declared, and of the program that counts.

    The order of files makes no difference: mappings go by their keys, modules by their content.
    """
    values = [_plain(each) for each in declared]
    return _digest([json.dumps(values, sort_keys=True, ensure_ascii=False), *_counting_trees()])


def wording(files: Iterable[Path]) -> str:
    """The fingerprint of the law files, whatever they are called, and of how a count is worded."""
    texts = sorted(path.read_text(encoding="utf-8") for path in files)
    return _digest([*texts, meaning_of(_WORDS_THE_COUNT.read_text(encoding="utf-8"))])


@cache
def _counting_trees() -> tuple[str, ...]:
    engine = [path for path in (_HERE / "engine").glob("*.py") if path != _WORDS_THE_COUNT]
    files = [*engine, *(_HERE / "conditions").glob("*.py"), *(_HERE / name for name in _COUNTS)]
    return tuple(sorted(meaning_of(path.read_text(encoding="utf-8")) for path in files))


def _digest(parts: Iterable[str]) -> str:
    joined = hashlib.sha256()
    for part in parts:
        joined.update(part.encode() + b"\0")
    return joined.hexdigest()[:SIZE]


def _plain(value: object) -> Any:
    """A declared value as JSON, without its texts. Raises `TypeError` for what is none."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        texts = _TEXTS.get(type(value).__name__, set())
        return {
            each.name: _plain(getattr(value, each.name)) for each in fields(value) if each.name not in texts
        }
    if isinstance(value, frozenset):
        return sorted(_plain(each) for each in value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"{value!r} cannot be part of a law's meaning.")
