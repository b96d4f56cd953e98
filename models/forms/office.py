"""The forms of your office: settings, closures, counsel's notes, evidence, the approval of a law change."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field

from models.forms.fields import (
    Form,
    OptionalDate,
    OptionalNumber,
    OptionalText,
    Text,
    one_of,
    optional,
    written_as,
)
from models.in_words import long_date
from models.inputs import ClosureInput
from models.law.load import load_law
from models.record.confirmations import EYES
from models.record.controls import CONTROLS
from models.record.office_settings import REPEATS


def settings() -> list[str]:
    """The choices of the form: each setting by its name, with what it is and its default."""
    law = load_law()
    numbers = [
        f"{rule}: {law.rules[rule].title} (in {each.unit.replace('_', ' ')}; default {each.default or 'off'})"
        for rule, each in law.office.items()
    ]
    eyes = f"{EYES}: Entries are provisional until another person confirms them (1 for yes; default: no)"
    controls = f"{CONTROLS}: Day you adopted your own controls (a date; default: alert about all of them)"
    return [
        *numbers,
        eyes,
        controls,
        f"{REPEATS}: How far back violations count as repeated (in months; default: no limit)",
    ]


_AMBIGUITIES = [f"{name}: {each.text}" for name, each in load_law().ambiguities.items()]
POINTS = [f"{name} {each.title}" for name, each in load_law().points.items()]
"""The points of the checklist, as people choose them."""

RuleChoice = Annotated[str, *one_of(settings())]
AmbiguityChoice = Annotated[str, *one_of(_AMBIGUITIES)]
PointChoice = Annotated[str, *one_of(POINTS)]


class PeriodForm(Form):
    """Your own number where the law gives none."""

    model_config = ConfigDict(title="Your setting")

    rule: RuleChoice = Field(
        title="Setting", description="What you want to set. None of these numbers is law."
    )
    number: OptionalNumber = optional(
        "Number", "Days or months; 1 means yes, 0 turns the setting off. Leave it blank for the default."
    )
    day: OptionalDate = optional(
        "Day",
        f"For {CONTROLS} only: the day you adopted your own controls. Landwaiter sends no alerts about "
        "controls missed before that day. The matter's page still shows them.",
    )
    recorded_by: Text = Field(title="Recorded by", description="Your name.")

    @property
    def rule_id(self) -> str:
        """The rule's id."""
        return _name(self.rule, ":")

    @property
    def words(self) -> str:
        """What is set, in short."""
        if self.day is not None:
            return f"{self.rule_id} from {self.day}"
        if self.number is None:
            return f"{self.rule_id} to its default"
        return f"{self.rule_id} to {self.number:g}" if self.number else f"{self.rule_id} off"


class ClosureDoes(StrEnum):
    """Whether a day is added, or withdrawn again."""

    ADD = "Add"
    WITHDRAW = "Withdraw"


class ClosureEffect(StrEnum):
    """Whether to preview what would move, or to record the day."""

    PREVIEW = "Preview: list what would move"
    RECORD = "Record, and recalculate every matter"


class ClosureForm(Form):
    """A day on which an order closes federal offices without making it a holiday."""

    model_config = ConfigDict(title="Proclaimed closure")

    on: date = Field(title="Day", description="The day on which the order closes federal offices.")
    order: OptionalText = optional(
        "Order",
        "The order, and where you read it, such as “Executive Order of December 18, 2026, read at "
        "whitehouse.gov”. You need it to add a day.",
    )
    does: ClosureDoes = Field(
        title="Add or withdraw", description="Add the day, or withdraw a day that was added."
    )
    reason: OptionalText = optional("Reason", "Why you withdraw the day. Leave it blank to add a day.")
    effect: ClosureEffect = Field(
        title="Do",
        description="Preview first: the run lists each deadline that would move, and records nothing.",
    )
    recorded_by: Text = Field(title="Recorded by", description="Your name.")

    @property
    def words(self) -> str:
        """What a run of the form is called."""
        shown = "preview: " if self.effect is ClosureEffect.PREVIEW else ""
        return f"{shown}{self.does.lower()} {long_date(self.on)}"

    def to_input(self) -> ClosureInput:
        """The closure to be recorded."""
        return ClosureInput(
            on=self.on,
            source=self.order or "",
            withdraws=self.does is ClosureDoes.WITHDRAW,
            reason=self.reason or "",
            recorded_by=self.recorded_by,
        )


class NoteForm(Form):
    """Counsel's note on a point where the law is unclear."""

    ambiguity: AmbiguityChoice = Field(
        title="Ambiguity", description="The unclear point of law. The page of the law explains both readings."
    )
    counsel: Text = Field(
        title="Counsel", description="The name of the counsel whose note it is.", max_length=120
    )
    note: Text = Field(
        title="Note",
        description=(
            "Enter nothing privileged: every alert that relies on this ambiguity quotes the note, whichever "
            "importer it concerns. Enter a single dash to remove the note."
        ),
        max_length=2000,
    )
    recorded_by: Text = Field(title="Recorded by", description="Your name.")

    @property
    def ambiguity_id(self) -> str:
        """The ambiguity's number."""
        return _name(self.ambiguity, ":")


class EvidenceForm(Form):
    """A document that demonstrates a point of the checklist of 19 CFR 163.12(b)(3)."""

    matter: Text = Field(title="Docket number", description="The docket number of the certification.")
    point: PointChoice = Field(
        title="Point", description="The point of the checklist that the document demonstrates."
    )
    document: Text = Field(
        title="Document", description="The document's name and where it is kept.", max_length=300
    )
    document_sha256: Text = Field(
        title="SHA-256 of the document",
        description="The file's fingerprint: 64 hexadecimal digits, as the command sha256sum prints them.",
    )
    dated_on: date = Field(title="Dated", description="The date on the document.")
    owner: Text = Field(title="Owner", description="The person responsible for the document.", max_length=120)
    expires_on: OptionalDate = optional(
        "Expires", "The last day on which it is valid. Leave it blank if it does not expire."
    )
    recorded_by: Text = Field(title="Recorded by", description="Your name.")

    @property
    def sha256(self) -> str:
        """The document's hash. Raises `FormError`."""
        expected = "64 hexadecimal digits, as the command sha256sum prints them, such as 9f86d081…"
        return written_as("SHA-256 of the document", self.document_sha256, "[0-9a-fA-F]{64}", expected)

    @property
    def point_id(self) -> str:
        """The point's number, such as (iv)."""
        return _name(self.point, " ")


class ApprovalForm(Form):
    """The approval of a change in the law."""

    law: Text = Field(
        title="Law",
        description="The law's identifier on the page law-change that you read, such as 464306effd3b.",
    )
    recorded_by: Text = Field(title="Approved by", description="Your name.")


def _name(choice: str, end: str) -> str:
    return choice.split(end)[0]


class TimeForm(Form):
    """That the system time is right again."""

    model_config = ConfigDict(title="System time")

    today: date = Field(
        title="Today's date", description="Read it somewhere else, such as on your phone, not on the machine."
    )
    recorded_by: Text = Field(title="Recorded by", description="Your name.")
