"""What is wrong with a form, in words: the titles of its fields, what was seen, and what to do.

Neither pydantic nor a JSON schema speaks to people: *'event' is a required property*.
"""

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError

from models.forms.sealed_notes import NOTE

Schema = Mapping[str, Any]

_MOST_CHOICES = 8
"""Choices that a sentence lists; of more of them it names the nearest."""

_FEW = 3
_SHOWN = 60
"""Characters of a value that a sentence repeats."""


@dataclass(frozen=True, slots=True)
class FormSchema:
    """The JSON schema of a form's parameters, with the definitions to which it refers."""

    schema: Schema
    definitions: Mapping[str, Schema] = field(default_factory=dict)

    @classmethod
    def of(cls, schema: Schema) -> "FormSchema":
        """Returns a schema as pydantic or Prefect makes it."""
        return cls(schema, schema.get("definitions") or schema.get("$defs") or {})

    def resolved(self, schema: Schema) -> Schema:
        """The schema with what it refers to; what it says itself comes first."""
        referred = [each["$ref"] for each in (schema, *schema.get("allOf", ())) if "$ref" in each]
        found: dict[str, Any] = {}
        for name in referred:
            found |= self.definitions.get(str(name).rsplit("/", 1)[-1], {})
        return found | {key: value for key, value in schema.items() if key != "$ref"}

    def within(self, name: str) -> "FormSchema":
        """The schema of a field; empty for a field that the form does not have."""
        return FormSchema(self.fields().get(name, {}), self.definitions)

    def fields(self) -> Mapping[str, Schema]:
        """The schemas of its fields, by their names."""
        found: Mapping[str, Schema] = self.resolved(self.schema).get("properties", {})
        return found

    def titles(self) -> str:
        """The titles of its fields, as people read them."""
        return ", ".join(str(self.resolved(each).get("title", name)) for name, each in self.fields().items())


def field_sentence(form: FormSchema, name: str, given: object) -> str:
    """What is wrong with the value of a field: what was seen, and what is expected."""
    if name not in form.fields():
        return _unknown(form, [name])
    shown = form.resolved(form.fields()[name])
    if "properties" in shown:
        return _no_form(form.within(name), given)
    title = shown.get("title", name)
    if name == NOTE:
        return f"{title} is not a text. Enter a text."
    if given is None or (isinstance(given, str) and not given.strip()):
        return f"{title} is blank. {_expected(shown, given)}"
    most = shown.get("maxLength")
    if isinstance(given, str) and most is not None and len(given) > most:
        return f"{title} has {len(given):,} characters. Enter at most {most:,}."
    return f"{title} is “{_short(given)}”. {_expected(shown, given)}"


def _unknown(form: FormSchema, names: Sequence[str]) -> str:
    said = ", ".join(f"“{_short(name)}”" for name in names)
    return f"This form has no field {said}. Expected only these: {form.titles()}."


def _no_form(form: FormSchema, given: object) -> str:
    seen = "The form is blank" if given in (None, "", {}) else f"“{_short(given)}” is not a form"
    return f"{seen}. Fill in these fields: {form.titles()}."


def _expected(shown: Schema, given: object) -> str:
    if "enum" in shown:
        return _choose(shown["enum"], str(given))
    kinds = [shown, *shown.get("anyOf", ())]
    if any(each.get("format") == "date" for each in kinds):
        return "Enter a date that exists, such as 2025-06-02."
    if shown.get("type") == "number":
        return "Enter a number of 0 or more, such as 1500 or 1500.50."
    if shown.get("type") == "array":
        return "Enter one text in each line."
    return f"Expected: {shown.get('description', 'text')}"


def _choose(choices: Sequence[str], given: str) -> str:
    if len(choices) <= _MOST_CHOICES:
        return f"Choose one of: {'; '.join(choices)}."
    near = difflib.get_close_matches(given, choices, n=_FEW, cutoff=0.4) or choices[:_FEW]
    return f"Choose one of the {len(choices)} choices, such as: {'; '.join(near)}."


def _short(given: object) -> str:
    said = given if isinstance(given, str) else json.dumps(given, default=str, ensure_ascii=False)
    said = said.encode(errors="replace").decode().replace("\x00", "?")
    return said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"


def field_faults(form: type[BaseModel], error: ValidationError) -> dict[str, str]:
    """A sentence for each field that pydantic refused; under an empty name what concerns several fields.

    What a validator of ours said is kept, for it says what was seen and expected.
    """
    schema, found = FormSchema.of(form.model_json_schema()), dict[str, str]()
    for each in error.errors():
        name = str(each["loc"][0]) if each["loc"] else ""
        own = each.get("ctx", {}).get("error")
        has_choices = "enum" in schema.resolved(schema.within(name).schema)
        if isinstance(own, ValueError) and not has_choices:
            said = f"{schema.within(name).schema.get('title', name)}: {own}." if name else _sentence(str(own))
        elif name:
            said = field_sentence(schema, name, None if each["type"] == "missing" else each["input"])
        else:
            said = _no_form(schema, each["input"])
        found.setdefault(name, said)
    return found


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def worded(errors: Sequence[Any], form: FormSchema, values: object) -> list[Any]:
    """The errors of Prefect's check of a form, each in our words at the same place."""
    found: list[Any] = []
    for each in errors:
        if isinstance(each, str):
            said = _form_faults(form, values)
            found += [said] if said not in found else []
            continue
        name = each.get("property")
        below = values.get(name) if isinstance(values, Mapping) and name is not None else None
        is_form = name is not None and "properties" in form.resolved(form.within(name).schema)
        if is_form and isinstance(below, Mapping):
            found.append({**each, "errors": worded(each["errors"], form.within(name), below)})
        else:
            # Of a list, the sentence is about the whole field: a line of it has no title.
            found.append({**each, "errors": [field_sentence(form, str(name), below)]})
    return found


def _form_faults(form: FormSchema, values: object) -> str:
    """What concerns a form as a whole: fields that it does not have, or no form at all."""
    if not isinstance(values, Mapping):
        return _no_form(form, values)
    return _unknown(form, [str(name) for name in values if name not in form.fields()])


def sentences(errors: Sequence[Any]) -> Iterator[str]:
    """Every sentence of these errors, in their order."""
    for each in errors:
        if isinstance(each, str):
            yield each
        else:
            yield from sentences(each["errors"])
