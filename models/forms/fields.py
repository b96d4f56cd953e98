"""Fields as both of Prefect's user interfaces show them well.

An optional field is `T | SkipJsonSchema[None]` without a default in the schema (else a switch for None
shows); yes/no is a choice (a switch shows "off" and sends nothing); there are no unions in a form.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    field_validator,
)
from pydantic.json_schema import SkipJsonSchema

from models.errors import Refused

_NAME = re.compile(r"[^\s:]*")
_UNUSABLE = re.compile("[\x00\ud800-\udfff]")


class YesNo(StrEnum):
    """Yes or no."""

    YES = "Yes"
    NO = "No"


def _blank_is_none(value: object) -> object:
    """A field that was emptied again sends an empty text."""
    return None if isinstance(value, str) and not value.strip() else value


Blank = BeforeValidator(_blank_is_none)
"""Reads a field that was emptied again as one that was not given."""

_Nothing = SkipJsonSchema[None]

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
_UpTo60 = Annotated[str, StringConstraints(max_length=60)]
_UpTo120 = Annotated[str, StringConstraints(max_length=120)]
"""The limit is of the text: pydantic would measure a field that was emptied, and fail."""

OptionalText = Annotated[str | SkipJsonSchema[None], Blank]
OptionalText60 = Annotated[_UpTo60 | SkipJsonSchema[None], Blank]
OptionalText120 = Annotated[_UpTo120 | SkipJsonSchema[None], Blank]
OptionalDate = Annotated[date | SkipJsonSchema[None], Blank]
OptionalYesNo = Annotated[YesNo | SkipJsonSchema[None], Blank]
_REHEARSED = {
    "title": "As of",
    "description": "Choose another day to rehearse it. The run shows what it would send, and sends nothing.",
    "anyOf": [
        {"type": "null", "title": "Today"},
        {"type": "string", "format": "date", "title": "Another day"},
    ],
}
RehearsedDay = Annotated[date | None, Blank, Field(json_schema_extra=_REHEARSED)]
"""The day that a watch rehearses: Prefect puts a parameter's default into its schema, hence the union."""

YOUR_NAME = "Your name. Everyone shares one login, so Landwaiter cannot tell who you are."

Number = Annotated[float, Field(ge=0, allow_inf_nan=False)]
OptionalNumber = Annotated[Number | None, Blank, WithJsonSchema({"type": "number"})]


def choices(name: str, words: Iterable[str]) -> Any:
    """A choice whose members are these words."""
    return StrEnum(name, {f"CHOICE_{place}": word for place, word in enumerate(words)})


def one_of(words: Sequence[str]) -> tuple[AfterValidator, WithJsonSchema]:
    """Turns a text into a choice of these words: for `Annotated[str, *one_of(words)]`.

    The name with which the words begin decides: the words of an earlier version stay accepted.
    """

    def check(given: str) -> str:
        found = by_name(words)(given)
        if found not in words:
            raise ValueError(f"{given!r} is not one of the choices; expected one of: {'; '.join(words)}")
        return str(found)

    return AfterValidator(check), WithJsonSchema({"type": "string", "enum": list(words)})


def by_name(words: Sequence[str]) -> Callable[[object], object]:
    """Reads a choice by the name that its words begin with, such as AUD-06; other values stay as they are."""
    named = {_name(word): word for word in words}

    def current(given: object) -> object:
        return named.get(_name(given), given) if isinstance(given, str) else given

    return current


def _name(words: str) -> str:
    found = _NAME.match(words.strip())
    return found[0] if found else ""


def optional_choice(name: str, words: Iterable[str]) -> Any:
    """A choice whose members are these words, that may be left blank."""
    return Annotated[choices(name, words) | _Nothing, Blank]


def optional_of(choice: Any) -> Any:
    """One of the members of a choice that is there already, or nothing."""
    return Annotated[choice | _Nothing, Blank]


def optional(title: str, description: str) -> Any:
    """A field that may be left blank."""
    return Field(default=None, title=title, description=description, json_schema_extra=_drop_default)


def _drop_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


class FormError(Refused):
    """A form that cannot be used: the message names each field that is wrong, with an example.

    A pattern in the schema would be shown to the reader as it is.
    """


def written_as(title: str, given: str, pattern: str, expected: str) -> str:
    """Returns the text of a field. Raises `FormError`, with what was expected, where it does not fit."""
    if re.fullmatch(pattern, given) is None:
        raise FormError(f"{title} is “{given}”. Expected {expected}.")
    return given


class Form(BaseModel):
    """The base of every form: blanks around a text are dropped, and an unknown field is refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @field_validator("*", mode="before")
    @classmethod
    def _refuse_what_no_text_holds(cls, given: object) -> object:
        """PostgreSQL keeps no NUL, and half of a surrogate pair cannot be written in any mail or file."""
        texts = given if isinstance(given, list) else [given]
        if any(isinstance(each, str) and _UNUSABLE.search(each) for each in texts):
            raise ValueError("it holds a character that cannot be stored; delete it and type the text again")
        return given
