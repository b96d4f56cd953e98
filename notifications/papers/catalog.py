"""The papers that a right calls for, as data. Pure.

`papers.toml` names each paper, the rules it serves and whom it goes to; its words are a Jinja template in
`templates/papers`.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment

from notifications.papers.blocks import (
    PaperError,
    own_templates,
)

FOLDER = "papers/"

_NEEDED = {"name", "rules", "addressee", "citation", "template", "file_stem", "names"}
_YES_NO = {"late", "outside", "overdue"}
_KEYS = _NEEDED | {"named_by", "delivery", "closing", "copies", *_YES_NO}
_TEXTS = _KEYS - {"rules", "addressee", "copies", "names", *_YES_NO}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper as data. `named_by` is the law that names the addressee, blank where none does.

    `names` are the kinds of entries that it may name, each in the words for its reader: all others, and what
    was typed with any of them, stay in the office.
    """

    name: str
    rules: tuple[str, ...]
    addressee: tuple[str, ...]
    citation: str
    template: str
    file_stem: str
    named_by: str = ""
    delivery: str = ""
    closing: str = "Respectfully submitted,"
    copies: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    outside: bool = False
    """Whether it goes to somebody who needs no importer number."""

    late: bool = False
    """Whether it is called for by what came too late: then it still helps, though its deadline is over."""

    overdue: bool = False
    """Whether it says that its deadline was missed, which is untrue before."""


@cache
def own_papers() -> Mapping[str, Paper]:
    """The papers that come with Landwaiter, by rule."""
    return read_papers((files("notifications.papers") / "papers.toml").read_text(encoding="utf-8"))


def paper_for(rule: str) -> Paper | None:
    """The paper that a rule calls for, if it calls for one."""
    return own_papers().get(rule)


def read_papers(
    source: str, file: str = "papers.toml", templates: Environment | None = None
) -> Mapping[str, Paper]:
    """Reads papers from TOML, strictly, and gives them by rule. Raises `PaperError`."""
    try:
        given = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise PaperError(f"{file}: this is not valid TOML: {error}.") from None
    for key, value in given.items():
        if key != "paper" or not isinstance(value, list):
            raise PaperError(f"{file}: {key} is not a list of papers. Write [[paper]].")
    found: dict[str, Paper] = {}
    for table in given.get("paper", []):
        paper = _paper(table, f"{file}: paper {table.get('name', '')!r}", templates or own_templates())
        for rule in paper.rules:
            if rule in found:
                raise PaperError(
                    f"{file}: {rule} is named twice. Keep it in one paper, such as {found[rule].name!r}."
                )
            found[rule] = paper
    return found


def _paper(table: dict[str, Any], where: str, templates: Environment) -> Paper:
    for key in table:
        if key not in _KEYS:
            raise PaperError(
                f"{where}: the key {key!r} is unknown. Known keys are: {', '.join(sorted(_KEYS))}."
            )
    for key in sorted(_NEEDED | set(table)):
        _check(key, table.get(key), where)
    if not re.fullmatch(r"[a-z0-9-]+", table["file_stem"]):
        raise PaperError(f"{where}: file_stem is {table['file_stem']!r}. Use only a-z, 0-9 and hyphens.")
    if FOLDER + table["template"] not in templates.list_templates():
        raise PaperError(
            f"{where}: no template {table['template']!r}. Use the name of a file in templates/papers."
        )
    lists = {key: tuple(value) for key, value in table.items() if isinstance(value, list)}
    return Paper(**{**table, **lists})


def _check(key: str, value: object, where: str) -> None:
    """Texts are words, lists are lists of words, and names give words to kinds; nothing is empty."""
    if key == "names":
        if not isinstance(value, dict) or not all(isinstance(word, str) and word for word in value.values()):
            raise PaperError(
                f"{where}: names is {value!r}. Write kinds of entries with words for the reader, such as "
                '{ penalty_mailed = "Notice of penalty mailed" }.'
            )
        return
    if key in _YES_NO:
        if not isinstance(value, bool):
            raise PaperError(f"{where}: {key} is {value!r}. Write true or false.")
        return
    if key in _TEXTS:
        if not isinstance(value, str) or not value.strip():
            raise PaperError(f"{where}: {key} is {value!r}. Write words in quotation marks.")
    elif not isinstance(value, list) or not value or not all(isinstance(word, str) for word in value):
        raise PaperError(f'{where}: {key} is {value!r}. Write a list of words, such as ["one", "two"].')
