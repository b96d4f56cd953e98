"""What does not fit in the form of an entry: every fault at once, each with the fields that it is about."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.forms.fact_labels import words_of
from models.law.text.rule import Event
from models.law.text.vocabulary import ENTRY_WITHDRAWN

_MOST_DIGITS = 9
_SHOWN = 60
"""Characters of a text that a sentence repeats."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A sentence on what is wrong, and the fields of the form that it is about."""

    fields: tuple[str, ...]
    words: str


def numbers_in(given: str | None) -> tuple[int, ...]:
    """Entry numbers as people write them, such as E1, E3; without what is none."""
    parts = [part.upper().removeprefix("E") for part in _parts(given)]
    return tuple(dict.fromkeys(int(part) for part in parts if is_number(part)))


def is_number(digits: str) -> bool:
    """Whether these are the digits of an entry's number: no docket has a thousand million entries."""
    return digits.isdecimal() and len(digits) <= _MOST_DIGITS


def _parts(given: str | None) -> list[str]:
    return [part for part in (given or "").replace(";", ",").replace(" ", ",").split(",") if part]


def fact_faults(event: Event, given: Sequence[str]) -> list[Fault]:
    """The facts given that the event does not take, and those that it needs."""
    known = (*event.required, *event.optional)
    wanted = ", ".join(map(words_of, known)) or "none"
    faults = [
        Fault(
            (name,),
            f"{words_of(name)} does not go with the event {event.title!r}; expected it blank. "
            f"Fields that go with it: {wanted}.",
        )
        for name in given
        if name not in known
    ]
    missing = tuple(name for name in event.required if name not in given)
    if missing:
        fields = "field" if len(missing) == 1 else "fields"
        needed = ", ".join(map(words_of, missing))
        faults.append(Fault(missing, f"The event {event.title!r} needs the {fields} {needed}."))
    return faults


def links_faults(event: Event, belongs_to: str | None, corrects: str | None, why: str | None) -> list[Fault]:
    """What is wrong with the entries that it names, and with the reason of a correction."""
    faults = [
        *_not_numbers("belongs_to", "Belongs to", belongs_to),
        *_not_numbers("corrects", "Corrects", corrects),
    ]
    numbers = numbers_in(corrects)
    if len(numbers) > 1:
        faults.append(Fault(("corrects",), f'Corrects is "{corrects}"; expected one entry, such as E3.'))
    if event.kind == ENTRY_WITHDRAWN and not _parts(corrects):
        faults.append(
            Fault(
                ("corrects",),
                f"The event {event.title!r} needs the entry to withdraw: enter it in Corrects, such as E3.",
            )
        )
    if numbers and not why:
        faults.append(
            Fault(
                ("why_corrected",),
                f"This entry corrects E{numbers[0]} but gives no reason. Expected one, such as “wrong date "
                "on the notice”, in Why it is corrected.",
            )
        )
    if why and not _parts(corrects):
        faults.append(
            Fault(
                ("why_corrected",),
                "Why it is corrected gives a reason, but Corrects names no entry. Expected the entry that "
                "this one replaces, such as E3, or no reason.",
            )
        )
    return faults


def _not_numbers(field: str, title: str, given: str | None) -> list[Fault]:
    if all(is_number(part.upper().removeprefix("E")) for part in _parts(given)):
        return []
    return [
        Fault((field,), f'{title} is "{(given or "")[:_SHOWN]}"; expected entry numbers, such as E1, E3.')
    ]
