"""The forms for contacts: add, change or remove one, test a channel, send a paper or messages again."""

from collections.abc import Sequence
from datetime import time
from enum import StrEnum

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from models.forms.fields import (
    Form,
    FormError,
    OptionalText,
    OptionalYesNo,
    Text,
    YesNo,
    optional,
    written_as,
)
from models.forms.matter import OptionalZone, ZoneChoice
from models.inputs import EVERY_IMPORTER, ContactInput
from models.record.tables.alerts import Contact
from models.roles import Role

_CHANNEL = "[A-Za-z][A-Za-z0-9_-]{0,59}"
_OTHER_CHANNEL = "[A-Za-z0-9_-]{1,60}"
_SECRET = (
    "The channel's name, such as desk. Its address is a secret: set it as LANDWAITER_CHANNEL_DESK, or save a "
    "Prefect block of the type Channel with this name."
)


class ContactForm(Form):
    """A person whom Landwaiter alerts."""

    name: Text = Field(title="Name", description="The name of the person to alert.", max_length=120)
    role: Role = Field(
        title="Role in the chain",
        description="The owner is alerted first. Alerts then escalate to lead, counsel and executive.",
    )
    channel: Text = Field(title="Channel", description=_SECRET)
    fallback: OptionalText = optional(
        "Other channel",
        "The channel to use if the first fails, such as slack-ann. Landwaiter tests both.",
    )
    importers: Text = Field(
        title="Importers",
        description=(
            "Names exactly as on the matters, separated by semicolons; or the words "
            f"“{EVERY_IMPORTER}”. The contact receives alerts about the matters of these importers only."
        ),
    )
    timezone: OptionalZone = optional("Time zone", "Where the person works. Leave it blank for Eastern time.")
    works_from: OptionalText = optional(
        "Works from",
        "Such as 09:00. Outside these hours only urgent alerts are sent. Leave it blank for any hour.",
    )
    works_to: OptionalText = optional("Works to", "Such as 17:30. Working hours apply on business days.")
    digest: OptionalYesNo = optional(
        "Morning digest",
        "One message each business morning if something is urgent, otherwise one a week. Blank is yes.",
    )
    recorded_by: Text = Field(title="Recorded by", description="Your name.")

    def to_input(self) -> ContactInput:
        """The contact that the form adds or changes. Raises `FormError`."""
        works_from, works_to = _hours(self.works_from, self.works_to)
        is_for_all = self.importers.strip().lower() == EVERY_IMPORTER
        names = tuple(dict.fromkeys(name.strip() for name in self.importers.split(";") if name.strip()))
        return ContactInput(
            name=self.name,
            role=self.role.value,
            channel=written_as(
                "Channel", self.channel, _CHANNEL, "a letter, then letters, digits, - and _, such as desk-2"
            ),
            fallback=_fallback(self.fallback),
            importers=() if is_for_all else names,
            every_importer=is_for_all,
            timezone=(self.timezone or ZoneChoice.EASTERN).value,
            works_from=works_from,
            works_to=works_to,
            wants_digest=self.digest is not YesNo.NO,
            added_by=self.recorded_by,
        )


def filled_in(contact: Contact, importers: Sequence[str]) -> dict[str, str]:
    """The fields of the form change-contact, filled in from the record; a blank one is left out."""
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


def _fallback(given: str | None) -> str:
    expected = "letters, digits, - and _, such as desk-2"
    return written_as("Other channel", given, _OTHER_CHANNEL, expected) if given else ""


def _hours(start: str | None, end: str | None) -> tuple[str, str]:
    """Both hours as 09:00, both empty for any hour."""
    if start is None and end is None:
        return "", ""
    if start is None or end is None:
        raise FormError(
            "Only one of Works from and Works to is filled in. Expected both, such as 09:00 and 17:30, or "
            "neither."
        )
    first, last = _hour("Works from", start), _hour("Works to", end)
    if first >= last:
        raise FormError(
            f"Works from is {first} and Works to is {last}. Expected the earlier time first, such as 09:00 "
            "to 17:30."
        )
    return first, last


def _hour(title: str, given: str) -> str:
    try:
        return time.fromisoformat(given.zfill(5)).strftime("%H:%M")
    except ValueError:
        raise FormError(f"{title} is “{given}”. Expected a time of day, such as 09:00.") from None


class LeavingForm(Form):
    """A contact to whom Landwaiter sends no new alerts."""

    name: Text = Field(title="Contact", description="The contact's name, exactly as it was added.")
    recorded_by: Text = Field(title="Recorded by", description="Your name.")


class TrialForm(Form):
    """A contact who receives a test alert."""

    name: Text = Field(title="Contact", description="The contact's name, exactly as it was added.")


class PaperForm(Form):
    """A paper, and the contact who receives it."""

    number: Text = Field(
        title="Paper",
        description="The paper's number on the matter's page, such as 12.",
    )
    name: Text = Field(title="Contact", description="A contact who covers the matter's importer.")

    @property
    def paper_id(self) -> int:
        """The paper's number. Raises `FormError`."""
        return int(written_as("Paper", self.number, "[0-9]{1,9}", "the number of a paper, such as 12"))


class OlderAnswer(StrEnum):
    """What becomes of the older alerts that wait."""

    SEND = "Send them now, in one message to each contact"
    LEAVE_OUT = "Leave them out: everyone knows"


class OlderForm(Form):
    """Whether the older alerts that wait are still to be sent."""

    answer: OlderAnswer = Field(
        title="Answer",
        description=(
            "The board lists the alerts. What is ahead, due or overdue was sent at once. Without an answer "
            "Landwaiter sends the rest after one business day."
        ),
    )
    recorded_by: Text = Field(title="Recorded by", description="Your name.")
    newest: SkipJsonSchema[int | None] = None
    """The id of the newest alert that the desk showed: no newer one is answered. Prefect's form has no such
    field, and answers all that wait."""


class ResendForm(Form):
    """A contact with messages that Landwaiter stopped retrying."""

    name: Text = Field(
        title="Contact", description="Landwaiter sends every undelivered message to this contact again."
    )
    recorded_by: Text = Field(title="Recorded by", description="Your name.")
