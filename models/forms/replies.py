"""The forms that answer an alert: in hand, not now, not mine; and those that set and foresee alerts."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from models.forms.fields import Form, OptionalDate, OptionalText, Text, optional
from models.roles import Role

_CLOCK = "As in the alert, such as AUD-06 of E3."
_NAME = "Your name, as a contact on record."


class AcknowledgementForm(Form):
    """Somebody has a clock in hand."""

    matter: Text = Field(title="Docket number", description="The matter's.")
    clock: Text = Field(title="Clock", description=_CLOCK)
    name: Text = Field(title="Acknowledged by", description=_NAME)
    next_action: Text = Field(
        title="Next action", description="What is done next, and by whom.", max_length=300
    )
    until: date = Field(
        title="Its day",
        description="Everybody has peace until then; after it, it goes up. Never beyond what must be heard.",
    )


class SnoozeForm(Form):
    """Somebody does not want to hear of a clock before a day."""

    matter: Text = Field(title="Docket number", description="The matter's.")
    clock: Text = Field(title="Clock", description=_CLOCK)
    name: Text = Field(title="Snoozed by", description=f"{_NAME} Only you have peace.")
    until: date = Field(title="Until", description="The last day of peace. Never beyond what must be heard.")


class ReassignmentForm(Form):
    """A clock, or a matter, is somebody else's."""

    matter: Text = Field(title="Docket number", description="The matter's.")
    clock: OptionalText = optional("Clock", f"{_CLOCK} Blank for the whole matter.")
    name: Text = Field(title="From", description="The contact whose it was.")
    to: Text = Field(title="To", description="The contact whose it is now; one who answers for the importer.")
    recorded_by: Text = Field(title="Recorded by", description="Your name.")


class ConfirmationForm(Form):
    """A second person found an entry right."""

    matter: Text = Field(title="Docket number", description="The matter's.")
    entry: Text = Field(title="Entry", description="Its number, such as E3.", pattern=r"^[Ee]?[0-9]{1,6}$")
    document_sha256: OptionalText = optional(
        "SHA-256 of the document", "Of the file that was read, as sha256sum prints it."
    )
    name: Text = Field(title="Confirmed by", description="Your name; another person's than who recorded it.")

    @property
    def number(self) -> int:
        """The entry's number."""
        return int(self.entry.upper().removeprefix("E"))


class Effect(StrEnum):
    """Whether it is only looked at first."""

    SHOW = "Show which alerts would change"
    APPLY = "Show, and put it in force"


class LadderForm(Form):
    """The steps of a ladder, as the office wants them."""

    ladder: Text = Field(
        title="Ladder",
        description="Its name, such as “our last day”; or a rule, such as AUD-08, for its own.",
    )
    set_to: Role = Field(title="New clocks are told to", description="This role, and whoever is below it.")
    steps: list[str] = Field(
        default_factory=list,
        title="Steps",
        description=(
            "A line each, such as: 7 days before act-by: reminder to lead. Days count from act-by, strict or "
            "lenient; “, draft” at the end drafts the paper. No line at all: as Landwaiter has it."
        ),
    )
    effect: Effect = Field(title="Do", description="Look first: the answer lists each alert that changes.")
    recorded_by: Text = Field(title="Recorded by", description="Your name.")


class ForecastForm(Form):
    """Whose alerts are to be foreseen."""

    matter: OptionalText = optional("Docket number", "One matter; or")
    importer: OptionalText = optional("Importer", "all matters of an importer. Blank both: everything.")
    until: OptionalDate = optional("Until", "At most 400 days ahead, which is the default.")
