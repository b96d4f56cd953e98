"""The forms of the people who are told: add one, change one, take one out, try a channel, send again."""

from collections.abc import Sequence
from datetime import time
from typing import Annotated

from pydantic import Field, StringConstraints, field_validator, model_validator

from models.forms.fields import Form, OptionalText, OptionalYesNo, Text, YesNo, optional
from models.forms.matter import OptionalZone, ZoneChoice
from models.inputs import EVERY_IMPORTER, ContactInput
from models.record.tables.alerts import Contact
from models.roles import Role

_Channel = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=60, strip_whitespace=True),
]
_SECRET = (
    "The channel's name, such as desk. Its address is a secret: set it as LANDWAITER_CHANNEL_DESK, or in a "
    "block of the type Channel with this name."
)


class ContactForm(Form):
    """A person to be told."""

    name: Text = Field(title="Name", description="The person who is told.", max_length=120)
    role: Role = Field(title="Role in the chain", description="Owner first; the others when it goes up.")
    channel: _Channel = Field(title="Channel", description=_SECRET)
    fallback: OptionalText = optional(
        "Other channel", "The name of a channel to be tried where the first one fails. It is tested too."
    )
    importers: Text = Field(
        title="Importers",
        description=(
            "For whose matters: the names as on the matters, separated by semicolons; or the words "
            f"“{EVERY_IMPORTER}”. Nobody hears of another importer's matter."
        ),
    )
    timezone: OptionalZone = optional("Time zone", "Where the person works; blank for Eastern time.")
    works_from: OptionalText = optional(
        "Works from", "Such as 09:00. Outside the hours only what cannot wait goes out; blank for any hour."
    )
    works_to: OptionalText = optional("Works to", "Such as 17:30, on business days.")
    digest: OptionalYesNo = optional(
        "Morning digest", "One message each business morning: what is due, open, overdue. Blank for yes."
    )
    recorded_by: Text = Field(title="Recorded by", description="Your name.")

    @field_validator("works_from", "works_to")
    @classmethod
    def _is_an_hour(cls, given: str | None) -> str | None:
        return given if given is None else hour(given)

    @field_validator("fallback")
    @classmethod
    def _is_a_name(cls, given: str | None) -> str | None:
        if given is not None and not given.replace("-", "").replace("_", "").isalnum():
            raise ValueError(f"{given!r} is no channel's name; expected letters, figures, - and _")
        return given

    @model_validator(mode="after")
    def _hours_belong_together(self) -> "ContactForm":
        if (self.works_from is None) != (self.works_to is None):
            raise ValueError("expected both hours, or neither: Works from, Works to")
        if self.works_from is not None and self.works_to is not None and self.works_from >= self.works_to:
            raise ValueError(
                f"the hours are {self.works_from} to {self.works_to}; expected the earlier first"
            )
        return self

    def to_input(self) -> ContactInput:
        """The contact to be added or changed."""
        is_for_all = self.importers.strip().lower() == EVERY_IMPORTER
        names = tuple(dict.fromkeys(name.strip() for name in self.importers.split(";") if name.strip()))
        return ContactInput(
            name=self.name,
            role=self.role.value,
            channel=self.channel,
            fallback=self.fallback or "",
            importers=() if is_for_all else names,
            every_importer=is_for_all,
            timezone=(self.timezone or ZoneChoice.EASTERN).value,
            works_from=self.works_from or "",
            works_to=self.works_to or "",
            wants_digest=self.digest is not YesNo.NO,
            added_by=self.recorded_by,
        )


def filled_in(contact: Contact, importers: Sequence[str]) -> dict[str, str]:
    """What the form that changes a contact says as things stand; a blank field is left out."""
    said = {
        "name": contact.name,
        "role": contact.role,
        "channel": contact.channel,
        "fallback": contact.fallback,
        "importers": EVERY_IMPORTER if contact.every_importer else "; ".join(importers),
        "timezone": contact.timezone,
        "works_from": contact.works_from,
        "works_to": contact.works_to,
        "digest": (YesNo.YES if contact.wants_digest else YesNo.NO).value,
    }
    return {name: value for name, value in said.items() if value}


def hour(given: str) -> str:
    """An hour of the day as 09:00. Raises `ValueError`."""
    try:
        return time.fromisoformat(given.zfill(5)).strftime("%H:%M")
    except ValueError:
        raise ValueError(f"{given!r} is no hour; expected one such as 09:00") from None


class LeavingForm(Form):
    """A contact who is told of nothing new from now on."""

    name: Text = Field(title="Contact", description="The name of a contact on record.")
    recorded_by: Text = Field(title="Recorded by", description="Your name.")


class TrialForm(Form):
    """A contact who is to get a test alert."""

    name: Text = Field(title="Contact", description="The name of a contact on record.")


class PaperForm(Form):
    """A paper that a contact is to get."""

    number: Text = Field(
        title="Paper", description="Its number on the matter's page.", pattern=r"^[0-9]{1,9}$"
    )
    name: Text = Field(title="Contact", description="A contact who answers for the importer.")


class ResendForm(Form):
    """A contact for whom messages were given up."""

    name: Text = Field(title="Contact", description="Everything that did not get through is sent again.")
    recorded_by: Text = Field(title="Recorded by", description="Your name.")
