"""The forms that correct a matter and an importer: what is blank stays as it is."""

from enum import StrEnum

from pydantic import Field

from models.forms.fields import (
    YOUR_NAME,
    Form,
    OptionalDate,
    OptionalText,
    OptionalText60,
    OptionalText120,
    OptionalYesNo,
    Text,
    YesNo,
    optional,
)
from models.forms.matter import OptionalZone
from models.inputs import ImporterCorrection, MatterCorrection

NOTHING = "-"
"""What takes a value away: a blank leaves it as it is."""

_WHY = "What was wrong. The reason stays on record with the old value."


class CorrectionEffect(StrEnum):
    """Whether to preview a correction, or to record it."""

    SHOW = "Show who will be alerted to what"
    RECORD = "Record the correction"


_EFFECT = Field(
    title="Do",
    description="Preview first: the run lists who is alerted to what, before and after, and records nothing.",
)


class MatterCorrectionForm(Form):
    """What is corrected of a matter."""

    matter: Text = Field(title="Docket number", description="The docket number that the matter has now.")
    docket_number: OptionalText60 = optional(
        "Correct docket number",
        "Enter it if the one on record is wrong. Links with the old number still work.",
    )
    importer: OptionalText = optional(
        "Importer",
        "Enter an importer on record to move the matter to it. Only its contacts are alerted then.",
    )
    new_importer: OptionalYesNo = optional(
        "New importer", "Choose Yes if the importer to move to is not on record yet. Then it is added."
    )
    opened_on: OptionalDate = optional("Opened on", "No later than the date of the matter's first entry.")
    timezone: OptionalZone = optional(
        "Time zone", "It decides which date is today. Deadlines are calculated again."
    )
    title: OptionalText = optional("Title", "Enter a single dash to remove it.")
    customs_office: OptionalText = optional(
        "Office of Customs", "The CBP field office, Center or port. Enter a single dash to remove it."
    )
    reason: Text = Field(title="Why it is corrected", description=_WHY, max_length=300)
    effect: CorrectionEffect = _EFFECT
    recorded_by: Text = Field(title="Recorded by", description=YOUR_NAME)

    def to_input(self) -> MatterCorrection:
        """The correction to be recorded."""
        return MatterCorrection(
            matter=self.matter,
            docket_number=self.docket_number,
            importer=self.importer,
            new_importer=self.new_importer is YesNo.YES,
            opened_on=self.opened_on,
            timezone=None if self.timezone is None else self.timezone.value,
            title=_or_nothing(self.title),
            customs_office=_or_nothing(self.customs_office),
            reason=self.reason,
            recorded_by=self.recorded_by,
        )


class ImporterCorrectionForm(Form):
    """What is corrected of an importer."""

    importer: Text = Field(title="Importer", description="The importer's name, exactly as on its matters.")
    name: OptionalText120 = optional(
        "Correct name",
        "Enter it if the name on record is wrong. The old name still finds the importer.",
    )
    importer_number: OptionalText = optional(
        "Importer number",
        "The number that CBP has on file, such as 12-3456789XX. Enter a single dash to remove it. If you "
        "merge two importers that have different numbers, enter the right one.",
    )
    merge_into: OptionalText = optional(
        "Merge into",
        "The record to keep, if two records are the same importer. It takes over all matters, and the "
        "contacts of both receive alerts about all of them.",
    )
    reason: Text = Field(title="Why it is corrected", description=_WHY, max_length=300)
    effect: CorrectionEffect = _EFFECT
    recorded_by: Text = Field(title="Recorded by", description=YOUR_NAME)

    def to_input(self) -> ImporterCorrection:
        """The correction to be recorded."""
        return ImporterCorrection(
            importer=self.importer,
            name=self.name,
            importer_number=_or_nothing(self.importer_number),
            merge_into=self.merge_into,
            reason=self.reason,
            recorded_by=self.recorded_by,
        )


def _or_nothing(given: str | None) -> str | None:
    return "" if given == NOTHING else given
