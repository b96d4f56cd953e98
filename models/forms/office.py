"""The forms of the office: a number it sets, counsel's note, a piece of evidence, the approval of a law."""

from datetime import date
from typing import Annotated

from pydantic import Field

from models.forms.fields import Form, OptionalDate, OptionalNumber, Text, one_of, optional
from models.law.load import load_law
from models.record.confirmations import EYES
from models.record.office_settings import REPEATS


def _rules() -> list[str]:
    law = load_law()
    numbers = [
        f"{rule}: {law.rules[rule].title} (in {each.unit.replace('_', ' ')}; default {each.default or 'off'})"
        for rule, each in law.office.items()
    ]
    eyes = f"{EYES}: Entries are provisional until another person confirms them (1 for yes; default: no)"
    return [*numbers, eyes, f"{REPEATS}: Violations count as repeated (in months; default: however old)"]


_AMBIGUITIES = [f"{name}: {each.text}" for name, each in load_law().ambiguities.items()]
_POINTS = [f"{name} {each.title}" for name, each in load_law().points.items()]

RuleChoice = Annotated[str, *one_of(_rules())]
AmbiguityChoice = Annotated[str, *one_of(_AMBIGUITIES)]
PointChoice = Annotated[str, *one_of(_POINTS)]


class PeriodForm(Form):
    """A number that the office sets where the law gives none."""

    rule: RuleChoice = Field(title="What", description="None of these is law.")
    number: OptionalNumber = optional(
        "Number", "How many. 0 switches the clock off; leave it blank for the default."
    )
    recorded_by: Text = Field(title="Recorded by", description="Your name.")

    @property
    def rule_id(self) -> str:
        """The rule's id."""
        return _name(self.rule, ":")

    @property
    def words(self) -> str:
        """What is set, in short."""
        if self.number is None:
            return f"{self.rule_id} to its default"
        return f"{self.rule_id} to {self.number:g}" if self.number else f"{self.rule_id} off"


class NoteForm(Form):
    """What counsel says of an ambiguity."""

    ambiguity: AmbiguityChoice = Field(
        title="Ambiguity", description="Both readings stand on the page of the law."
    )
    counsel: Text = Field(title="Counsel", description="Whose note it is.", max_length=120)
    note: Text = Field(
        title="Note",
        description=(
            "Goes out with every alert of every importer that relies on this ambiguity: nothing privileged. "
            "A single dash takes the note back."
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

    matter: Text = Field(title="Docket number", description="The certification that it is for.")
    point: PointChoice = Field(title="Point", description="What it demonstrates.")
    document: Text = Field(title="Document", description="Its name and where it is kept.", max_length=300)
    document_sha256: Text = Field(
        title="SHA-256 of the document",
        description="64 hexadecimal digits, as sha256sum prints them.",
        pattern=r"^[0-9a-fA-F]{64}$",
    )
    dated_on: date = Field(title="Dated", description="The day on the document.")
    owner: Text = Field(title="Owner", description="Who answers for it.", max_length=120)
    expires_on: OptionalDate = optional("Expires", "Its last day; blank where it has none.")
    recorded_by: Text = Field(title="Recorded by", description="Your name.")

    @property
    def point_id(self) -> str:
        """The point's number, such as (iv)."""
        return _name(self.point, " ")


class ApprovalForm(Form):
    """The approval of a change of the law."""

    law: Text = Field(title="Law", description="As on the page law-change: the one whose changes you read.")
    recorded_by: Text = Field(title="Approved by", description="Your name.")


def _name(choice: str, end: str) -> str:
    return choice.split(end)[0]
