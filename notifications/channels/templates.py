"""The templates of messages and papers: an installation's own come first, then those of Landwaiter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from traceback import extract_tb
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    TemplateSyntaxError,
    meta,
    nodes,
    select_autoescape,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from models.errors import Refused
from notifications.wording.message import CalendarDay, Item, Line, Link, Message, Section

MAIL, PLAIN, PAPERS = "mail.html", "plain.txt", "papers/"
"""The HTML mail, the text for channels without HTML, and the directory of the papers."""

_FOOT = "Landwaiter calculates dates and shows its reasons. This is not legal advice. Message key: {key}"
_LONGEST = 300
"""Characters of an error that a sentence repeats."""

_SUFFIXES = {".html", ".txt"}


class TemplateError(Refused):
    """A template that cannot be used; the message names the file, where it can the line, and what failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """The templates in use; `directory` holds the installation's own, where there are any."""

    environment: Environment
    directory: Path | None = None

    @property
    def overriding(self) -> tuple[str, ...]:
        """The names of the installation's own templates, in order."""
        return tuple(sorted(_names_in(self.directory))) if self.directory else ()

    def fill(self, name: str, values: Mapping[str, Any]) -> str:
        """The template filled in. Raises `TemplateError` for whatever it does wrong; blank is wrong too."""
        try:
            filled = self.environment.get_template(name).render(values)
        except TemplateSyntaxError as error:
            raise TemplateError(
                f"{error.filename or error.name}, line {error.lineno}: {error.message}"
            ) from None
        except Exception as error:
            # An office's own template may do anything wrong; its file and line are what helps.
            raise TemplateError(f"{self._place(name, error)}: {_in_words(error)}") from error
        if not filled.strip():
            raise TemplateError(
                f"{self._file(name)}: it is blank. Render the message, such as {{{{ message.headline }}}}"
            )
        return filled

    def _file(self, name: str) -> str:
        return str(self.directory / name) if self.directory and name in self.overriding else name

    def _place(self, name: str, error: Exception) -> str:
        """Jinja puts a template's own file and line into the traceback."""
        lines = [each for each in extract_tb(error.__traceback__) if Path(each.filename).suffix in _SUFFIXES]
        return f"{lines[-1].filename}, line {lines[-1].lineno}" if lines else self._file(name)


@cache
def own_templates() -> Templates:
    """Landwaiter's own, and nothing else."""
    return Templates(environment=_environment(PackageLoader("notifications")))


def templates_in(directory: Path) -> Templates:
    """What the directory holds, and Landwaiter's own for the rest. Raises `TemplateError`."""
    if not directory.is_dir():
        raise TemplateError(f"{directory}: no such directory. Give one that holds {MAIL} or {PLAIN}")
    loader = ChoiceLoader([FileSystemLoader(directory), PackageLoader("notifications")])
    return Templates(environment=_environment(loader), directory=directory)


def values_of(message: Message) -> dict[str, Any]:
    """What a message's template may name."""
    return {"message": message, "foot": foot_of(message)}


def foot_of(message: Message) -> str:
    """What stands below every message; by the key a receiver knows a repeat."""
    return _FOOT.format(key=message.key)


def check_templates(templates: Templates, papers: Mapping[str, Mapping[str, Any]] | None = None) -> None:
    """Tries each of the installation's own templates on messages of each kind. Raises `TemplateError`.

    `papers` holds what a paper's template is tried with, by its name; one without is only read.
    """
    names = templates.overriding
    _refuse_strays(templates, names)
    for name in names:
        if name in (MAIL, PLAIN):
            samples = [values_of(message) for message in _SAMPLES]
        else:
            samples = [dict((papers or {})[name])] if name in (papers or {}) else []
        _try(templates, name, samples)


def _environment(loader: BaseLoader) -> Environment:
    # In a sandbox a template reaches the values that it is given, and nothing behind them.
    return ImmutableSandboxedEnvironment(
        loader=loader,
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _names_in(directory: Path) -> Iterator[str]:
    for path in directory.rglob("*"):
        if path.suffix in _SUFFIXES and not path.name.startswith("."):
            yield path.relative_to(directory).as_posix()


def _refuse_strays(templates: Templates, names: tuple[str, ...]) -> None:
    """A misspelt name would be a template that nobody uses."""
    known = set(own_templates().environment.list_templates())
    for name in names:
        known |= {each for each in meta.find_referenced_templates(_parsed(templates, name)) if each}
    for name in names:
        if name not in known:
            expected = ", ".join(own_templates().environment.list_templates(extensions=["html", "txt"]))
            raise TemplateError(
                f"{templates._file(name)}: nothing uses it. Use one of these names: {expected}"
            )


def _try(templates: Templates, name: str, samples: list[dict[str, Any]]) -> None:
    for values in samples:
        _refuse_undefined(templates, name, set(values))
        templates.fill(name, values)


def _refuse_undefined(templates: Templates, name: str, given: set[str]) -> None:
    """No sample takes every branch, so that names are looked for in the source as well."""
    tree = _parsed(templates, name)
    unknown = meta.find_undeclared_variables(tree) - given
    for node in tree.find_all(nodes.Name):
        if node.name in unknown:
            raise TemplateError(
                f"{templates._file(name)}, line {node.lineno}: {node.name!r} is undefined. "
                f"Use {' or '.join(sorted(given))}"
            )


def _parsed(templates: Templates, name: str) -> nodes.Template:
    """Unknown filters are found only when it is compiled."""
    source, file = _source(templates, name), templates._file(name)
    try:
        templates.environment.compile(source, name, file)
        return templates.environment.parse(source, name, file)
    except TemplateSyntaxError as error:
        raise TemplateError(f"{error.filename}, line {error.lineno}: {error.message}") from None
    except Exception as error:
        # Too deep for Python, or a number with too many digits: the file is what is wrong.
        raise TemplateError(f"{file}: it cannot be compiled: {_in_words(error)}") from None


def _source(templates: Templates, name: str) -> str:
    assert templates.environment.loader is not None
    try:
        return templates.environment.loader.get_source(templates.environment, name)[0]
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"{templates._file(name)}: it cannot be read: {_in_words(error)}") from None


def _in_words(error: Exception) -> str:
    return " ".join(str(error).split())[:_LONGEST] or type(error).__name__


_BARE = Message(key="k", thread="t", reason="trial", subject="A subject", headline="A headline")
_LINKS = (Link(words="Record what happened", url="https://desk.example/form"),)
_FULL = Message(
    key="k",
    thread="audit-AUD-1",
    reason="moved",
    subject="A subject",
    headline="A headline",
    struck="Thursday, September 18, 2025",
    lines=(Line(label="Act by", text="Friday, October 10, 2025"),),
    quote="within 90 calendar days",
    citation="19 CFR § 163.11(a)(5)",
    trace=("Day 0 is 2025-07-14.",),
    links=_LINKS,
    sections=(
        Section(title="Overdue", items=(Item(text="A thing", detail="Why", links=_LINKS), Item(text="Bare"))),
        Section(title="Nothing", items=()),
    ),
    calendar=(CalendarDay(uid="u", on="2025-10-10", title="A day", text="Why"),),
    papers=(1,),
    foot="The head of the chain",
)
_SAMPLES = (_FULL, _BARE)
