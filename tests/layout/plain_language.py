"""Refuses riddles in what people read: `python -m tests.layout.plain_language`, part of `make lint`.

Checks the sources in `CHECKED`, or those that are named. Prints each finding with its place and what to say
instead; status 1 when there is one.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.law.load import load_law
from tests.layout import readers
from tests.layout.readers import Text
from tests.layout.sample_messages import message_texts


@dataclass(frozen=True, slots=True)
class Banned:
    """A word or term that nobody outside the project understands at once."""

    word: str
    say: str
    pattern: str = ""
    """A regular expression in the place of `word`; a blank in either matches any white space."""

    minds_case: bool = False

    @property
    def compiled(self) -> re.Pattern[str]:
        """What finds it in a text."""
        wanted = self.pattern or rf"\b{re.escape(self.word)}\b".replace(r"\ ", " ")
        return re.compile(wanted.replace(" ", r"\s+"), 0 if self.minds_case else re.IGNORECASE)


BANNED = (
    Banned("of which", "two sentences"),
    Banned("whoever", "anyone who, the person who"),
    Banned("somebody", "someone, or the person's role"),
    Banned("anew", "again"),
    Banned("peace", "reminders paused until …"),
    Banned("told all the same", "always sent"),
    Banned("it goes up", "it escalates"),
    Banned("in hand", "acknowledged, being done", r"\bin hand\b"),
    Banned("takes it out", "removes it"),
    Banned("stands", "is, applies"),
    Banned("hears of it", "receives alerts about it", r"\bhears? of\b"),
    Banned("so that it", "so it, to"),
    Banned("such as was", "like the one that was"),
    Banned(
        "clock",
        "deadline (a right opens; a threshold takes effect on; a window reaches back to)",
        r"\bclocks?\b",
    ),
    Banned("strict", "earliest last day"),
    Banned("lenient", "latest last day"),
    Banned("on hold", "reminders paused until …", r"\bon hold\b|\bholds? until\b"),
    Banned("quiet", "paused", r"(?<!\ball\s)\bquiet\b"),
    Banned("flaw", "defect", r"\bflaws?\b"),
    Banned("leads to", "links to, is followed by", r"\bleads? to\b"),
    Banned("what follows", "next step"),
    Banned(
        "office number", "your setting", r"\boffice(?:'s)? numbers?\b|\bnumbers? (?:that )?an office sets\b"
    ),
    Banned("an office sets", "your own setting, not law"),
    Banned("punctuality", "CBP timeliness", r"\bpunctual(?:ity)?\b"),
    Banned("first day it may be used", "you may file from"),
    Banned("first day on which it has happened", "takes effect on"),
    Banned("the last that happened", "latest entry"),
    Banned("met late", "done late"),
    Banned("Customs", "CBP", r"\bCustoms(?:'s?)?\b(?! and Border)", minds_case=True),
)

NAMES = (
    "Office of Customs",
    "How Customs sees the failure",
    "Customs Service",
    "Customs Bulletin",
    "**punctuality**",
    "## punctuality",
    "The form punctuality",
    "*punctuality*",
    "set office number",
    "Customs Form",
    "Customs entry",
    "Customs attorney",
    "Customs Court",
    "disclosure received by Customs",
    "Customs notified its calculation",
)
"""What may be written because it must not change: titles of columns in workbooks, names of deployments and
flows, titles of events, which are choices in forms, and names of offices, courts and books. What is quoted in
“…” and what stands in braces is exempt as well."""

SOURCES: Mapping[str, Callable[[], Iterable[Text]]] = {
    "guides": lambda: readers.pages(
        (
            "README.md",
            "docs/desk.md",
            "docs/guide.md",
            "docs/operations.md",
            "docs/reliability.md",
            "docs/scaling.md",
            "docs/forms.md",
        )
    ),
    "forms": readers.deployments,
    "deployments": lambda: readers.modules("deployments"),
    "refusals of the record": lambda: readers.modules(
        "models/record", "models/forms", "models/settings.py", only_raised=True
    ),
    "messages": message_texts,
    "templates": readers.templates,
    "desk": readers.desk_templates,
    "law": lambda: readers.law(load_law()),
    "law page": lambda: readers.pages(("docs/law.md",)),
    "flows": lambda: readers.modules("flows"),
    "pages": lambda: readers.modules("tasks/pages", "tasks/exchange", "tasks/desk"),
    "refusals of tasks": lambda: readers.modules("tasks", "notifications", "models/law", only_raised=True),
}

CHECKED = (
    "guides", "forms", "deployments", "messages", "templates", "desk", "law", "flows", "pages",
    "refusals of the record", "refusals of tasks",
)  # fmt: skip
"""The sources in which `make lint` allows none of these words."""

_QUOTED = re.compile(r"“[^”]*”|\"strict_on\"|\"lenient_on\"|\{[a-z_.]+\}")
_AROUND = 30
"""Characters that are shown on each side of a finding."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A banned word where it was found."""

    place: str
    banned: Banned
    excerpt: str

    def __str__(self) -> str:
        return f"{self.place}: … {self.excerpt} …: not “{self.banned.word}”; say: {self.banned.say}"


def findings(texts: Iterable[Text]) -> Iterator[Finding]:
    """Each banned word of these texts; the same words again at another place are one finding."""
    seen = set[tuple[str, str]]()
    for text in texts:
        shown = _without_names(text.words)
        for banned in BANNED:
            for found in banned.compiled.finditer(shown):
                excerpt = " ".join(shown[max(0, found.start() - _AROUND) : found.end() + _AROUND].split())
                if (banned.word, excerpt) not in seen:
                    seen.add((banned.word, excerpt))
                    yield Finding(text.place_of(found.start()), banned, excerpt)


def _without_names(words: str) -> str:
    """The text with what is exempt blotted out, each character by one, so that lines stay where they are."""
    shown = _QUOTED.sub(lambda found: readers.blotted(found[0]), words)
    for name in NAMES:
        shown = shown.replace(name, readers.blotted(name))
    return shown


def main(arguments: Sequence[str]) -> int:
    """Status 0 when nothing was found, 1 when something was, 2 for a source that there is none of."""
    wanted = arguments or CHECKED
    if unknown := [name for name in wanted if name not in SOURCES]:
        print(f"No source is named {unknown[0]!r}. Expected some of: {', '.join(SOURCES)}.", file=sys.stderr)
        return 2
    texts = [text for name in wanted for text in SOURCES[name]()]
    found = list(findings(texts))
    for each in found:
        print(each)
    print(f"Plain language: {len(texts)} texts read, {len(found)} to change.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
