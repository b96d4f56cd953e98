"""A law file as a document: headings, quoted words and TOML blocks, each with its line."""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from markdown_it import MarkdownIt
from markdown_it.token import Token

from models.errors import Refused

Word = TypeVar("Word", bound=StrEnum)


class LawError(Refused):
    """A law file that cannot be used: the message names file, line and key, and what was expected."""


def is_of(value: object, kind: type | tuple[type, ...]) -> bool:
    """Whether a value of TOML is of this kind: yes or no is no number, and a day with a time is no day."""
    if isinstance(value, (bool, datetime)):
        return kind is type(value)
    return isinstance(value, kind)


def are_of(given: Mapping[str, Any], kinds: Mapping[str, type]) -> bool:
    """Whether each value is of its kind; a list is one of texts."""
    return all(
        is_of(value, kinds[name])
        and not (kinds[name] is list and any(not is_of(each, str) for each in value))
        for name, value in given.items()
    )


class Block:
    """One TOML block. Keys are taken one by one; `end` refuses every key that was not taken.

    `words` are those quoted above it under its heading, `prose` the last paragraph there in plain words.
    """

    def __init__(
        self, name: str, source: str, *, file: str, line: int, words: tuple[str, ...], prose: str = ""
    ) -> None:
        self.name, self.file, self.line = name, file, line
        self.words, self.prose = words, prose
        self._lines = source.splitlines()
        try:
            self._left: dict[str, Any] = tomllib.loads(source)
        except (ValueError, RecursionError) as error:
            raise LawError(f"{file}:{line}: no TOML: {error}") from None

    def refuse(self, key: str, expected: str) -> LawError:
        """Returns the error for a key, with its file and line and what was expected."""
        starts = re.compile(rf"\s*(\[+)?{re.escape(key)}\b")
        place = next((n for n, text in enumerate(self._lines, start=1) if starts.match(text)), 0)
        return LawError(f"{self.file}:{self.line + place}: {self.name}: {key}: {expected}")

    def _take(self, key: str, kind: type | tuple[type, ...], expected: str, default: Any) -> Any:
        if key not in self._left:
            if default is ...:
                raise self.refuse(key, f"missing; expected {expected}.")
            return default
        value = self._left.pop(key)
        if not is_of(value, kind):
            raise self.refuse(key, f"is {value!r}; expected {expected}.")
        return value

    def has(self, key: str) -> bool:
        """Returns whether the key is given and has not been taken yet."""
        return key in self._left

    def text(self, key: str, default: Any = ...) -> str:
        """Takes a text; without a default the key is required. Raises `LawError`."""
        return str(self._take(key, str, "text", default))

    def whole(self, key: str, default: Any = ...) -> int | None:
        """Takes a whole number; without a default the key is required. Raises `LawError`."""
        number: int | None = self._take(key, int, "a whole number", default)
        return number

    def yes(self, key: str) -> bool:
        """Takes true or false; false where the key is not given. Raises `LawError`."""
        return bool(self._take(key, bool, "true or false", False))

    def day(self, key: str, default: Any = ...) -> Any:
        """Takes a TOML date; without a default the key is required. Raises `LawError`."""
        return self._take(key, date, "a day as YYYY-MM-DD", default)

    def days(self, key: str) -> tuple[date, ...]:
        """Takes a list of TOML dates, empty where the key is not given. Raises `LawError`."""
        return tuple(self._list(key, date, "a list of days", ()))

    def texts(self, key: str, default: Any = ()) -> tuple[str, ...]:
        """Takes a list of texts, empty where the key is not given. Raises `LawError`."""
        return tuple(self._list(key, str, "a list of texts", default))

    def tables(self, key: str, default: Any = ...) -> tuple[dict[str, Any], ...]:
        """Takes a list of tables; without a default the key is required. Raises `LawError`."""
        return tuple(self._list(key, dict, "a list of tables", default))

    def table(self, key: str, default: Any = ...) -> dict[str, Any]:
        """Takes a table; without a default the key is required. Raises `LawError`."""
        return dict(self._take(key, dict, "a table", default))

    def word(self, key: str, kind: Callable[[str], Word], default: Any = ...) -> Word:
        """Takes a word of the closed set `kind`. Raises `LawError` for any other word."""
        given = self.text(key, default)
        return self._as_word(key, given, kind)

    def words_of(self, key: str, kind: Callable[[str], Word]) -> tuple[Word, ...]:
        """Takes a required list of words of the closed set `kind`. Raises `LawError`."""
        return tuple(self._as_word(key, given, kind) for given in self.texts(key, ...))

    def end(self) -> None:
        """Raises `LawError` for the first key that was not taken."""
        for key in self._left:
            raise self.refuse(key, "unknown key.")

    def _as_word(self, key: str, given: str, kind: Callable[[str], Word]) -> Word:
        try:
            return kind(given)
        except ValueError:
            raise self.refuse(key, f"{given!r} is no word of the vocabulary.") from None

    def _list(self, key: str, kind: type, expected: str, default: Any) -> list[Any]:
        given = list(self._take(key, (list, tuple), expected, default))
        for item in given:
            if not is_of(item, kind):
                raise self.refuse(key, f"holds {item!r}; expected {expected}.")
        return given


@dataclass(frozen=True, slots=True)
class Document:
    """A law file: its title, the plain words under it, and its blocks in order."""

    file: str
    title: str
    summary: str
    blocks: tuple[Block, ...]


def read_document(path: Path, names: Sequence[str]) -> Document:
    """Reads a law file; `names` are the blocks that may stand in it. Raises `LawError`."""
    title, summary, prose = "", "", ""
    words: list[str] = []
    blocks: list[Block] = []
    try:
        tokens = MarkdownIt("commonmark").parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise LawError(f"{path.name}:1: it cannot be read: {error}.") from None
    for place, token in enumerate(tokens):
        content = tokens[place + 1].content if place + 1 < len(tokens) else ""
        if token.type == "heading_open":
            title, prose, words = title or content, "", []
        elif token.type == "paragraph_open" and token.level > 0:
            words.append(_plain(content))
        elif token.type == "paragraph_open":
            prose = _plain(content)
            summary = summary or prose
        elif token.type in ("fence", "code_block"):
            blocks.append(_block(token, names, path, words, prose))
    if not title or not summary:
        raise LawError(f"{path.name}:1: expected a heading and a paragraph in plain words under it.")
    return Document(path.name, title, summary, tuple(blocks))


def _line(span: list[int] | None) -> int:
    return (span[0] if span else 0) + 1


def _block(token: Token, names: Sequence[str], path: Path, words: Sequence[str], prose: str) -> Block:
    line, info = _line(token.map), token.info.strip()
    kind, _, name = info.partition(" ")
    if kind != "toml" or name not in names:
        wanted = ", ".join(f"toml {each}" for each in names)
        raise LawError(f"{path.name}:{line}: block {info!r}; expected one of {wanted}.")
    return Block(name, token.content, file=path.name, line=line, words=tuple(words), prose=prose)


def _plain(text: str) -> str:
    """One line, without the quotation marks around quoted words."""
    return " ".join(text.split()).strip('"“”')
