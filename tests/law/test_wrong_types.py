"""Each key of each kind of block, with a value of each wrong kind: one `LawError` that names file and key."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from models.law.load import _BLOCKS, PACK, LawError, load_law
from models.law.text import build
from models.law.text.document import Block, Document, read_document
from models.law.text.guidance import Guidance
from tests.law.test_load import pack

WRONG: list[Any] = [
    0,
    1.5,
    "",
    True,
    date(2011, 1, 1),
    datetime(2011, 1, 1),  # noqa: DTZ001 (TOML has days with a time and without a zone)
    time(12),
    [0],
    [[]],
    {"a": 0},
]
FREE = ("given", "expect", "office", "starts_if")
"""Tables whose own values are read elsewhere, or are of several kinds."""


def build_one(document: Document, block: Block) -> object:
    match block.name:
        case "section":
            return build.section(document, block)
        case "example":
            return build.example(block, "AUD-06")
        case "rule" | "event" | "problem" | "belonging" | "office":
            return getattr(build, block.name)(block)
        case _:
            Guidance().add(block)
            return None


def keys_seen() -> dict[tuple[str, str, str], tuple[Document, int]]:
    """A block for each kind of block and key, and each key of a table within it."""
    found = dict[tuple[str, str, str], tuple[Document, int]]()
    for path in sorted(PACK.glob("*/*.md")):
        document = read_document(path, _BLOCKS)
        for place, block in enumerate(document.blocks):
            for key, value in block._left.items():
                found.setdefault((block.name, key, ""), (document, place))
                for inner in () if key in FREE else inner_keys(value):
                    found.setdefault((block.name, key, inner), (document, place))
    return found


def inner_keys(value: Any) -> Iterator[str]:
    tables = value if isinstance(value, list) else [value]
    for table in tables:
        if isinstance(table, Mapping):
            yield from table


def changed(original: Block, key: str, inner: str, value: Any) -> Block:
    """The block with one value in the place of another."""
    source = "\n".join(original._lines)
    block = Block(
        original.name,
        source,
        file=original.file,
        line=original.line,
        words=original.words,
        prose=original.prose,
    )
    if not inner:
        block._left[key] = value
        return block
    kept = block._left[key]
    table = next(each for each in kept if inner in each) if isinstance(kept, list) else kept
    table[inner] = value
    return block


def was(original: Block, key: str, inner: str) -> Any:
    kept = original._left[key]
    if not inner:
        return kept
    return next(each for each in kept if inner in each)[inner] if isinstance(kept, list) else kept[inner]


KEYS = keys_seen()


@pytest.mark.parametrize(("name", "key", "inner"), sorted(KEYS))
def test_a_value_of_a_wrong_kind_is_refused_and_names_file_and_key(name: str, key: str, inner: str) -> None:
    document, place = KEYS[name, key, inner]
    original = read_document(next(PACK.glob(f"*/{document.file}")), _BLOCKS).blocks[place]
    right = was(original, key, inner)
    for value in WRONG:
        block = changed(original, key, inner, value)
        if type(value) is type(right) and not isinstance(right, list):
            with_or_without(document, block)
            continue
        with pytest.raises(LawError) as raised:
            build_one(document, block)
        assert re.match(rf"{re.escape(document.file)}:\d+: {name}: ({key}|{inner}): ", str(raised.value))


def with_or_without(document: Document, block: Block) -> None:
    """It is built, or refused; nothing else."""
    try:
        build_one(document, block)
    except LawError:
        return


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("closures.toml", "closure = 0"),
        ("closures.toml", "closure = [0]"),
        ("closures.toml", "[[closure]]\non = 2011-01-01T00:00:00\nsource = 'x'\nread_in = 'y'"),
        ("closures.toml", "[[closure]]\non = 2011-01-01\nsource = 0\nread_in = 'y'"),
        ("coverage.toml", "row = 0"),
        ("coverage.toml", "row = ['x']"),
        ("coverage.toml", "[[row]]\nid = 0\ncitation = 'x'"),
        ("equal_laws.toml", "law = {}"),
        ("equal_laws.toml", "[[law]]\nhash = 0\nmeaning = 'x'\nwhy = 'y'"),
        ("closures.toml", "x = " + "9" * 5000),
        ("closures.toml", "x = " + "[" * 5000),
    ],
)
def test_a_list_of_a_wrong_kind_is_refused_and_names_its_file(file: str, text: str, tmp_path: Path) -> None:
    target = pack(tmp_path, file, "", "")
    (target / file).write_text(text, encoding="utf-8")
    with pytest.raises(LawError, match=f"^{file}"):
        load_law(target)


@pytest.mark.parametrize("file", ["part163/163.11-audits.md", "closures.toml"])
def test_a_file_that_is_no_text_is_refused_and_named(file: str, tmp_path: Path) -> None:
    target = pack(tmp_path, "closures.toml", "", "")
    (target / file).write_bytes(b"\xff\xfe# x")
    with pytest.raises(LawError, match=Path(file).name):
        load_law(target)
