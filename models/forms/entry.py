"""The form of a dated event: each kind of matter has its own, built from the law's events.

It is flat and offers every fact of the kind of matter; each field says which events take it.
"""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, create_model, field_validator

from models.forms.entry_faults import Fault, fact_faults, links_faults, numbers_in
from models.forms.fact_labels import words_of
from models.forms.fields import (
    YOUR_NAME,
    Form,
    FormError,
    OptionalDate,
    OptionalNumber,
    OptionalText,
    OptionalYesNo,
    Text,
    YesNo,
    by_name,
    choices,
    optional,
    optional_choice,
)
from models.forms.sealed_notes import NOTE, open_note
from models.inputs import EntryInput
from models.law.load import load_law
from models.law.text.rule import Event
from models.law.text.vocabulary import CHOICES, FACTS, FactType, Lifecycle

_LINKS_AND_SOURCES = {
    "belongs_to": ("Belongs to", "The earlier entries that this one answers or continues, such as E1, E4."),
    "corrects": ("Corrects", "The entry that this one replaces, such as E3."),
    "why_corrected": (
        "Why it is corrected",
        "Required with Corrects: what was wrong. The reason stays on the docket.",
    ),
    "reference": (
        "Reference",
        "The document's own number. It tells two identical events on one date apart.",
    ),
    "document": ("Document", "Where the source document is kept."),
    "privileged_note": ("Privileged note", "It stays in the record. Landwaiter never puts it in a message."),
}
"""Titles and descriptions of the fields after the facts."""


class EntryForm(Form):
    """A dated event to record."""

    lifecycle: ClassVar[Lifecycle]

    matter: str
    event: StrEnum
    occurred_on: date

    if TYPE_CHECKING:
        # The facts of the lifecycle stand between these on the form, so that its own model declares them.
        belongs_to: str | None
        corrects: str | None
        why_corrected: str | None
        try_only: YesNo | None
        history: YesNo | None
        reference: str | None
        document: str | None
        privileged_note: str | None
        recorded_by: str

    @field_validator(NOTE, mode="before", check_fields=False)
    @classmethod
    def _open_note(cls, given: object) -> object:
        return open_note(given)

    @property
    def called(self) -> str:
        """What a run of the form is called."""
        tried = "only try " if self.try_only is YesNo.YES else ""
        return f"{self.matter}: {tried}{self.event.value} {self.occurred_on}"

    def to_input(self) -> EntryInput:
        """The entry to be recorded. Raises `FormError`, which names everything that is wrong."""
        if wrong := self.faults():
            raise FormError(" ".join(each.words for each in wrong))
        return self.without(())

    def without(self, fields: Collection[str]) -> EntryInput:
        """The entry as far as the form says it, but for these fields."""
        said = {name: getattr(self, name) for name in (*facts_of(self.lifecycle), *_LINKS_AND_SOURCES)}
        said |= dict.fromkeys(fields)
        facts = {name: _plain(said[name]) for name in facts_of(self.lifecycle)}
        corrected = numbers_in(said["corrects"])
        return EntryInput(
            kind=self._event.kind,
            occurred_on=self.occurred_on,
            facts={name: value for name, value in facts.items() if value is not None},
            of=numbers_in(said["belongs_to"]),
            replaces=corrected[0] if corrected else None,
            reason=(said["why_corrected"] or "") if corrected else "",
            reference=said["reference"] or "",
            document=said["document"] or "",
            privileged_note=said["privileged_note"] or "",
            recorded_by=self.recorded_by,
        )

    def faults(self) -> list[Fault]:
        """Everything that does not fit, in the order of the fields."""
        names = facts_of(self.lifecycle)
        facts = [name for name in names if _plain(getattr(self, name)) is not None]
        links = links_faults(self._event, self.belongs_to, self.corrects, self.why_corrected)
        return [*fact_faults(self._event, facts), *links]

    @property
    def _event(self) -> Event:
        return _events(self.lifecycle)[self.event.value]


@cache
def facts_of(lifecycle: Lifecycle) -> Mapping[str, list[Event]]:
    """The facts of a lifecycle with the events they go with, in the order of the law files."""
    found: dict[str, list[Event]] = {}
    for event in load_law().events_of(lifecycle):
        for name in (*event.required, *event.optional):
            found.setdefault(name, []).append(event)
    return found


@cache
def _events(lifecycle: Lifecycle) -> Mapping[str, Event]:
    """The events of a lifecycle by their titles; of two that share one, the first in the law files."""
    return {event.title: event for event in reversed(load_law().events_of(lifecycle))}


def _plain(value: object) -> object:
    """A form's value as the law's JSON has it."""
    if isinstance(value, YesNo):
        return value is YesNo.YES
    if isinstance(value, StrEnum):
        return value.value.split(":")[0]
    return value.isoformat() if isinstance(value, date) else value or None


def rule_words(rule: str) -> str:
    """A rule as a choice of a form: its id, then its title."""
    return f"{rule}: {load_law().rules[rule].title}"


@cache
def entry_form(lifecycle: Lifecycle) -> type[EntryForm]:
    """The form of a kind of matter: its events as a choice, its facts as fields."""
    law = load_law()
    events = choices(f"{lifecycle.capitalize()}Event", [event.title for event in law.events_of(lifecycle)])
    fields: dict[str, Any] = {
        "matter": (Text, Field(title="Docket number", description="The matter to which this entry belongs.")),
        "event": (events, Field(title="Event", description="What happened.")),
        "occurred_on": (
            date,
            Field(
                title="Occurred on",
                description="The date it happened. For anything CBP must receive, the date CBP received it.",
            ),
        ),
        **{name: _fact_field(name, lifecycle, of) for name, of in facts_of(lifecycle).items()},
        **{name: (OptionalText, optional(*said)) for name, said in _LINKS_AND_SOURCES.items()},
        "recorded_by": (
            Text,
            Field(title="Recorded by", description=YOUR_NAME),
        ),
        "try_only": (
            OptionalYesNo,
            optional(
                "Only try it",
                "Choose Yes to see which deadlines and alerts would change. Nothing is recorded.",
            ),
        ),
        "history": (
            OptionalYesNo,
            optional(
                "This is history",
                "Choose Yes if you are entering what happened before you used Landwaiter. An hour after the "
                "last such entry, one summary says what is open or overdue. It leaves out what is settled.",
            ),
        ),
    }
    form = create_model(f"{lifecycle.capitalize()}EntryForm", __base__=EntryForm, **fields)
    form.lifecycle = lifecycle
    return form


def _fact_field(name: str, lifecycle: Lifecycle, events: list[Event]) -> tuple[Any, Any]:
    """A fact is optional on the form, because only some events take it."""
    needed = [event.title for event in events if name in event.required]
    allowed = [event.title for event in events if name not in event.required]
    parts = [f"Required for: {' · '.join(needed)}"] if needed else []
    parts += [f"Optional for: {' · '.join(allowed)}"] if allowed else []
    return _type_of(name, lifecycle), optional(words_of(name), ". ".join(parts))


def _type_of(name: str, lifecycle: Lifecycle) -> Any:
    match FACTS[name]:
        case FactType.DATE:
            return OptionalDate
        case FactType.YES_NO:
            return OptionalYesNo
        case FactType.NUMBER:
            return OptionalNumber
        case FactType.TEXT:
            return OptionalText
        case FactType.RULE:
            rules = [rule for rule in load_law().rules_of(lifecycle) if rule.movable]
            words = [rule_words(each.id) for each in rules]
            choice = optional_choice(f"{lifecycle.capitalize()}Rule", words)
            return Annotated[choice, BeforeValidator(by_name(words))]
        case kind:
            return optional_choice(name.capitalize(), CHOICES[kind])
