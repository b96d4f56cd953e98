"""The forms of deadlines that an office sets itself: set one, end one. No law knows them."""

from datetime import date
from enum import StrEnum

from pydantic import ConfigDict, Field

from models.forms.fields import YOUR_NAME, Form, OptionalDate, OptionalText, Text, optional, written_as
from models.inputs import OwnDeadlineInput, OwnEndInput
from models.record.own_deadlines import LONGEST_TITLE


class OwnDeadlineForm(Form):
    """A deadline of your own: a title, a day, and whose it is."""

    model_config = ConfigDict(title="Your own deadline, not law")

    matter: Text = Field(title="Docket number", description="The docket number of the matter that it is on.")
    title: Text = Field(
        title="What is to be done", description="Such as “Call the surety”.", max_length=LONGEST_TITLE
    )
    due_on: date = Field(
        title="Day", description="A plain calendar day. It does not move for a weekend or a holiday."
    )
    whose: OptionalText = optional(
        "Assigned to",
        "The name of a contact on record, such as Ann. Leave it blank for the importer's owner.",
    )
    note: OptionalText = optional(
        "Note", "It is in alerts, on pages and in exports, so enter nothing privileged."
    )
    recorded_by: Text = Field(title="Recorded by", description=YOUR_NAME)

    def to_input(self) -> OwnDeadlineInput:
        """The deadline to be set."""
        return OwnDeadlineInput(
            matter=self.matter,
            title=self.title,
            due_on=self.due_on,
            whose=self.whose or "",
            note=self.note or "",
            recorded_by=self.recorded_by,
        )


class OwnEnd(StrEnum):
    """How a deadline of your own ends."""

    DONE = "Done"
    TAKEN_BACK = "Taken back"


class OwnEndForm(Form):
    """The end of a deadline of your own."""

    model_config = ConfigDict(title="End of your own deadline")

    matter: Text = Field(title="Docket number", description="The docket number of the matter that it is on.")
    number: Text = Field(
        title="Number", description="The number of your own deadline on the matter's page, such as 3."
    )
    how: OwnEnd = Field(title="How it ends", description="Done, or taken back because it no longer applies.")
    ended_on: OptionalDate = optional("Done on", "The day it was done. Leave it blank for today.")
    reason: OptionalText = optional("Reason", "Why you take it back. You need it only for that.")
    recorded_by: Text = Field(title="Recorded by", description=YOUR_NAME)

    def to_input(self) -> OwnEndInput:
        """The end to be recorded. Raises `FormError`."""
        expected = "the number of your own deadline on the matter's page, such as 3"
        return OwnEndInput(
            matter=self.matter,
            number=int(written_as("Number", self.number, "[0-9]{1,9}", expected)),
            done=self.how is OwnEnd.DONE,
            ended_on=self.ended_on,
            reason=self.reason or "",
            recorded_by=self.recorded_by,
        )
