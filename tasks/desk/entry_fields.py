"""The fields of one event, what a person typed into them, and the form that follows from both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from models.forms.entry import EntryForm, entry_form, rule_words
from models.forms.entry_faults import fact_faults, links_faults, numbers_in
from models.forms.fact_labels import words_of
from models.forms.fields import YesNo
from models.forms.mending import correcting_fields
from models.forms.refused_fields import field_faults
from models.law.load import load_law
from models.law.text.rule import Event
from models.law.text.vocabulary import CHOICES, FACTS, FactType, Lifecycle
from models.record.dockets import corrections_of, draft_of
from models.record.tables.dockets import Entry, Matter
from tasks.alerts.defects import entry_words
from tasks.desk.entry_events import may_belong_to

NOTE = "privileged_note"
MOST_CANDIDATES = 100
"""So many entries a form offers to belong to; a link may name any other."""

OTHERS = (
    "occurred_on",
    "belongs_to",
    "corrects",
    "why_corrected",
    "reference",
    "document",
    NOTE,
    "history",
)
"""The fields beside the facts, by their names in the form of Prefect: links fill both alike."""

Values = Mapping[str, str]
"""What is in the fields, as text; several entries as E1, E3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactField:
    """A fact as a field: `kind` is date, choice or text; `choices`: what is sent, and its words."""

    name: str
    label: str
    kind: str
    required: bool
    help: str = ""
    choices: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form as it was filled in: the form itself where it can be read, and a sentence for each fault."""

    form: EntryForm | None
    faults: Mapping[str, str] = field(default_factory=dict)
    """By the names of the fields; under an empty name what concerns none of them."""


def fact_fields(event: Event, lifecycle: str) -> list[FactField]:
    """The fields of an event: what it needs, then what it may say."""
    needed, optional = set(event.required), (*event.required, *event.optional)
    return [_fact_field(name, Lifecycle(lifecycle), required=name in needed) for name in optional]


def _fact_field(name: str, lifecycle: Lifecycle, *, required: bool) -> FactField:
    kind = FACTS[name]
    choices: list[tuple[str, str]] = []
    shown, help_ = "choice", ""
    match kind:
        case FactType.DATE:
            shown = "date"
        case FactType.TEXT:
            shown = "text"
        case FactType.NUMBER:
            shown, help_ = "text", "A number of 0 or more, such as 1500 or 1500.50."
        case FactType.YES_NO:
            choices = [(each.value, each.value) for each in YesNo]
        case FactType.RULE:
            movable = [rule.id for rule in load_law().rules_of(lifecycle) if rule.movable]
            choices = [(rule, rule_words(rule)) for rule in movable]
        case _:
            choices = [(each, each.capitalize()) for each in CHOICES[kind]]
    return FactField(
        name=name, label=words_of(name), kind=shown, required=required, help=help_, choices=choices
    )


def names_of(event: Event) -> tuple[str, ...]:
    """The names of all fields of an event."""
    return (*event.required, *event.optional, *OTHERS)


def tidied(event: Event, given: Values) -> dict[str, str]:
    """What the fields of an event say, as their choices have it: a rule by its id, `yes` as Yes."""
    found = {name: given[name].strip() for name in names_of(event) if given.get(name, "").strip()}
    for name in {*event.required, *event.optional} & found.keys():
        match FACTS[name]:
            case FactType.RULE:
                found[name] = found[name].split(":")[0]
            case FactType.YES_NO:
                found[name] = found[name].capitalize()
            case FactType.NUMBER:
                found[name] = found[name].removeprefix("$").replace(",", "")
    return found


def values_of(entry: Entry) -> dict[str, str]:
    """What an entry says, as the fields have it, to be corrected; without its note."""
    said = correcting_fields(draft_of(entry), number=entry.number)
    return {name: str(value) for name, value in said.items() if name != "event"}


def read_form(matter: Matter, event: Event, values: Values, *, by: str) -> Filled:
    """The form of what was typed, with everything that is wrong with it at once."""
    model = entry_form(Lifecycle(matter.lifecycle))
    said = {"matter": matter.docket_number, "event": event.title, "recorded_by": by, **values}
    faults: dict[str, str] = {}
    form: EntryForm | None = None
    try:
        form = model.model_validate(said)
    except ValidationError as error:
        faults = field_faults(model, error)
    for name in event.required:
        if name not in values:
            faults.setdefault(name, f"{words_of(name)} is blank. This event needs it.")
    facts = [name for name in (*event.required, *event.optional) if name in values]
    links = links_faults(event, *(values.get(name) for name in ("belongs_to", "corrects", "why_corrected")))
    for fault in (*fact_faults(event, facts), *links):
        for name in fault.fields:
            faults.setdefault(name, fault.words)
    return Filled(form=None if faults else form, faults=faults)


def candidates(matter: Matter, event: Event, entries: Sequence[Entry], given: str) -> list[tuple[str, str]]:
    """The entries that it may belong to, at most so many of the newest, and those given; with their words."""
    may = may_belong_to(matter.lifecycle, event.kind, entries)
    numbers, corrected = {*may[-MOST_CANDIDATES:], *numbers_in(given)}, corrections_of(entries)
    return [(f"E{entry.number}", _named(entry, corrected)) for entry in entries if entry.number in numbers]


def _named(entry: Entry, corrected: Mapping[int, int]) -> str:
    reference = f", {entry.reference}" if entry.reference else ""
    by = f" (corrected by E{corrected[entry.number]})" if entry.number in corrected else ""
    return f"{entry_words(entry)}{reference}{by}"


def hidden(values: Values) -> list[tuple[str, str]]:
    """The fields as they are sent along unseen, in their order."""
    return list(values.items())
