"""Reads every text that people see: pages, forms, strings of modules, templates, the law's own words."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from prefect.flows import load_flow_from_entrypoint
from prefect.utilities.callables import parameter_schema

from deployments.schedules import settled
from models.law.text.rule import Law

ROOT = Path(__file__).resolve().parents[2]
_BLOT = "█"


@dataclass(frozen=True, slots=True)
class Text:
    """What somebody reads, and where it comes from; `first_line` is 0 for what has no lines."""

    place: str
    words: str
    first_line: int = 0

    def place_of(self, offset: int) -> str:
        """The place of a character of it."""
        if not self.first_line:
            return self.place
        return f"{self.place}:{self.first_line + self.words.count(chr(10), 0, offset)}"


def blotted(words: str) -> str:
    """As long as the text, with its lines and none of its words."""
    return re.sub(r"[^\n]", _BLOT, words)


# ------------------------------------------------------------------------------------------- pages

_CODE = re.compile(
    r"^```.*?^```|^(?: {4}|\t).*?$|^ {0,3}>.*?$|`[^`]+`|(?<=\])\([^)]*\)", re.MULTILINE | re.DOTALL
)
"""Fenced and indented code, block quotes, code in a line, and the targets of links."""


def pages(names: Sequence[str], root: Path = ROOT) -> Iterator[Text]:
    """Pages in Markdown, without code and block quotes."""
    for name in names:
        body = (root / name).read_text(encoding="utf-8")
        yield Text(name, _CODE.sub(lambda found: blotted(found[0]), body), 1)


# ------------------------------------------------------------------------------------------- forms


def deployments(file: Path = ROOT / "deployments" / "prefect.yaml") -> Iterator[Text]:
    """The description of each deployment, and its form as Prefect shows it."""
    for each in settled(file, watch_seconds=3600)["deployments"]:
        yield Text(f"deployment {each['name']}", each["description"])
        flow: Any = load_flow_from_entrypoint(each["entrypoint"])
        yield from schema(each["name"], parameter_schema(flow).model_dump(exclude_unset=True))


def schema(name: str, shown: Mapping[str, Any]) -> Iterator[Text]:
    """Titles and descriptions of a form; choices never change, where a description repeats them neither."""
    choices = sorted(_choices(shown), key=len, reverse=True)
    for place, words in _said(shown, f"form {name}"):
        for choice in choices:
            words = words.replace(choice, blotted(choice))
        yield Text(place, words)


def _choices(shown: object) -> Iterator[str]:
    if isinstance(shown, Mapping):
        yield from map(str, shown.get("enum", ()))
        for value in shown.values():
            yield from _choices(value)


def _said(shown: object, place: str) -> Iterator[tuple[str, str]]:
    if not isinstance(shown, Mapping):
        return
    for key, value in shown.items():
        if key in ("title", "description") and isinstance(value, str):
            yield f"{place}, {key}", value
        elif key != "enum":
            named = key not in ("properties", "definitions")
            yield from _said(value, f"{place}, {key}" if named else place)
    for each in shown.get("anyOf", ()):
        yield from _said(each, f"{place}, choice")


# ----------------------------------------------------------------------------------------- modules


def modules(*names: str, only_raised: bool = False, root: Path = ROOT) -> Iterator[Text]:
    """The strings of Python files that people may read; with `only_raised`, those of errors only."""
    for name in names:
        target = root / name
        for path in sorted(target.rglob("*.py")) if target.is_dir() else [target]:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            raised = [node for node in ast.walk(tree) if isinstance(node, ast.Raise)]
            for node in raised if only_raised else [tree]:
                for line, words in _strings(node):
                    yield Text(f"{path.relative_to(root)}:{line}", words)


def _strings(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Strings below a node, without docstrings and names of loggers; a value in an f-string is a blot."""
    match node:
        case ast.Expr(value=ast.Constant(value=str())):
            return
        case ast.Call(func=ast.Attribute(attr="getLogger")):
            return
        case ast.Constant(value=str() as words):
            if _is_for_people(words):
                yield node.lineno, words
            return
        case ast.JoinedStr(values=parts):
            words = "".join(str(each.value) if isinstance(each, ast.Constant) else _BLOT for each in parts)
            if _is_for_people(words):
                yield node.lineno, words
            for each in parts:
                if isinstance(each, ast.FormattedValue):
                    yield from _strings(each.value)
            return
    for child in ast.iter_child_nodes(node):
        yield from _strings(child)


def _is_for_people(words: str) -> bool:
    """Not a key: it has a blank in it, or is one word with a capital, such as a heading."""
    return " " in words or re.fullmatch(r"[A-Z][a-z]+", words) is not None


# --------------------------------------------------------------------------------------- templates

_TEMPLATES = ROOT / "notifications" / "templates"
_JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<style.*?</style>|<[^>]*>", re.DOTALL)
_FIELD = re.compile(r"\{\{ f\..*?\}\}", re.DOTALL)
_NAMED = ("addressee", "copies", "rules", "template", "file_stem")


def templates(
    folder: Path = _TEMPLATES, catalog: Path = ROOT / "notifications/papers/papers.toml"
) -> Iterator[Text]:
    """The words of mails and papers around what is filled in, and the names of papers."""
    yield from _around_values(folder)
    for paper in tomllib.loads(catalog.read_text(encoding="utf-8"))["paper"]:
        for key, words in paper.items():
            if key not in _NAMED:
                yield Text(f"{catalog.name}, {paper['name']}, {key}", str(words))


def desk_templates(folder: Path = ROOT / "deployments" / "desk" / "templates") -> Iterator[Text]:
    """The words of the desk's pages, with those that are given to the fields of forms."""
    yield from _around_values(folder)
    for path in sorted(folder.rglob("*.html")):
        for call in _FIELD.findall(path.read_text(encoding="utf-8")):
            for words in filter(_is_for_people, re.findall(r'"([^"]*)"', call)):
                yield Text(str(path.relative_to(folder)), words)


def _around_values(folder: Path) -> Iterator[Text]:
    for path in sorted([*folder.rglob("*.txt"), *folder.rglob("*.html")]):
        body = path.read_text(encoding="utf-8")
        yield Text(str(path.relative_to(folder)), _JINJA.sub(lambda found: blotted(found[0]), body), 1)


# --------------------------------------------------------------------------------------------- law


_OWN_WORDS = {
    "sections": ("title", "summary"),
    "events": ("title", "help"),
    "rules": ("title", "if_missed"),
    "problems": ("text",),
    "ambiguities": ("text", "strict", "lenient", "does"),
    "leads": ("words",),
    "grounds": ("title",),
    "points": ("title",),
    "office": ("words",),
    "precedents": ("held",),
}
"""The fields of a law in which it speaks itself; where it quotes, the words are not its own."""


def law(law: Law) -> Iterator[Text]:
    """What the law files say in their own words."""
    for part, names in _OWN_WORDS.items():
        held = getattr(law, part)
        for each in held.values() if isinstance(held, Mapping) else held:
            called = getattr(each, fields(each)[0].name)
            for name in names:
                if words := getattr(each, name):
                    yield Text(f"law, {part}, {called}, {name}", words)
