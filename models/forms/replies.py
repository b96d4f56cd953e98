"""The forms that answer an alert, confirm an entry, set a ladder and forecast alerts."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from models.forms.fields import Form, OptionalDate, OptionalText, Text, optional, written_as
from models.roles import Role

_DEADLINE = "The deadline's number in the alert, such as AUD-06 of E3, or own deadline 3."
_NAME = "Your name, exactly as it was added as a contact."


class AcknowledgementForm(Form):
    """Who does what next about a deadline, and by when."""

    matter: Text = Field(title="Docket number", description="The matter's docket number.")
    clock: Text = Field(title="Deadline", description=_DEADLINE)
    name: Text = Field(title="Acknowledged by", description=_NAME)
    next_action: Text = Field(
        title="Next action",
        description="What is done next, and by whom, such as: Counsel collects the records.",
        max_length=300,
    )
    until: date = Field(
        title="Next action due",
        description=(
            "Reminders stop until that date, then escalate. Last-safe-day and missed-deadline alerts are "
            "always sent."
        ),
    )


class SnoozeForm(Form):
    """A pause of one person's reminders about a deadline."""

    matter: Text = Field(title="Docket number", description="The matter's docket number.")
    clock: Text = Field(title="Deadline", description=_DEADLINE)
    name: Text = Field(title="Snoozed by", description=f"{_NAME} Only your own reminders pause.")
    until: date = Field(
        title="Until",
        description="The last day of the pause. It lasts at most 90 days and ends before the last safe day.",
    )


class ReassignmentForm(Form):
    """A deadline or a matter that passes to another contact."""

    matter: Text = Field(title="Docket number", description="The matter's docket number.")
    clock: OptionalText = optional(
        "Deadline",
        "The deadline's number in the alert, such as AUD-06 of E3. Leave it blank for the whole matter.",
    )
    name: Text = Field(title="From", description="The contact who had it until now.")
    to: Text = Field(
        title="To", description="The contact who takes it over. It must be one who covers the importer."
    )
    recorded_by: Text = Field(title="Recorded by", description="Your name.")


class ConfirmationForm(Form):
    """The confirmation of an entry by a second person."""

    matter: Text = Field(title="Docket number", description="The matter's docket number.")
    entry: Text = Field(title="Entry", description="The entry's number, such as E3.")
    document_sha256: OptionalText = optional(
        "SHA-256 of the document",
        "The fingerprint of the file that you read, as the command sha256sum prints it.",
    )
    name: Text = Field(
        title="Confirmed by",
        description="Your name. You cannot confirm an entry that you recorded.",
    )

    @property
    def number(self) -> int:
        """The entry's number. Raises `FormError`."""
        expected = "the number of an entry, such as E3"
        return int(written_as("Entry", self.entry, "[Ee]?[0-9]{1,6}", expected).upper().removeprefix("E"))


class Effect(StrEnum):
    """Whether to preview the ladder, or to apply it."""

    SHOW = "Show which alerts would change"
    APPLY = "Show, and put it in force"


class LadderForm(Form):
    """The steps of a ladder: on which days Landwaiter alerts whom."""

    ladder: Text = Field(
        title="Ladder",
        description="The escalation schedule to change, such as “our last day”, or one rule, such as AUD-08.",
    )
    set_to: Role = Field(
        title="Announce new deadlines to", description="This role and every role below it in the chain."
    )
    steps: list[str] = Field(
        default_factory=list,
        title="Steps",
        description=(
            "One step a line, such as “7 days before act-by: reminder to lead”. Count from “act-by”, from "
            "“strict” (the earliest last day) or from “lenient” (the latest). Add “, draft” to draft the "
            "paper. Remove every step to return to Landwaiter's own."
        ),
    )
    effect: Effect = Field(title="Do", description="Preview first: the run lists each alert that changes.")
    recorded_by: Text = Field(title="Recorded by", description="Your name.")


class ForecastForm(Form):
    """The matters whose future alerts you want to see."""

    matter: OptionalText = optional("Docket number", "Enter one to see a single matter.")
    importer: OptionalText = optional(
        "Importer", "Enter one to see all its matters. Leave both fields blank to see everything."
    )
    until: OptionalDate = optional(
        "Until", "The last day to show, at most 400 days ahead. Leave it blank for 400 days."
    )
