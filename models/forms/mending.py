"""The form that corrects an entry, filled in with what the entry says."""

from dataclasses import replace
from typing import Any

from models.forms.entry import rule_words
from models.forms.fields import YesNo
from models.inputs import EntryInput
from models.law.load import load_law
from models.law.text.vocabulary import FACTS, FactType


def correcting_fields(draft: EntryInput, *, number: int) -> dict[str, Any]:
    """The form's fields that correct an entry, as the entry has them: only what is wrong is left to change.

    Who records it and a privileged note are left out: neither belongs in a link.
    """
    fields = {
        "event": load_law().events[draft.kind].title,
        "occurred_on": draft.occurred_on.isoformat(),
        **{name: _for_the_form(name, value) for name, value in draft.facts.items()},
        "belongs_to": ", ".join(f"E{each}" for each in draft.of),
        "corrects": f"E{number}",
        "reference": draft.reference,
        "document": draft.document,
    }
    return {name: value for name, value in fields.items() if value != ""}


def mending_fields(draft: EntryInput, *, number: int, belongs_to: int) -> dict[str, Any]:
    """The form's fields that replace an entry in doubt with one that says which entry it belongs to."""
    why = "The entry did not say which entry it belongs to."
    fields = correcting_fields(replace(draft, of=(belongs_to,)), number=number)
    return fields | {"why_corrected": why}


def _for_the_form(name: str, value: object) -> object:
    match FACTS[name]:
        case FactType.YES_NO:
            return (YesNo.YES if value else YesNo.NO).value
        case FactType.RULE:
            return rule_words(str(value))
        case _:
            return value
