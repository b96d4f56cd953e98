"""The form that opens a matter. Flat pydantic models become Prefect forms.

Everything is checked again when it is recorded, since a run can be made without the form's own check.
"""

from datetime import date
from enum import StrEnum

from pydantic import Field

from models.forms.fields import YOUR_NAME, Form, OptionalText, OptionalYesNo, Text, optional, optional_of
from models.inputs import MatterInput


class LifecycleChoice(StrEnum):
    """The kinds of matter."""

    AUDIT = "Audit (19 CFR 163.11)"
    SUMMONS = "Summons (19 CFR 163.7 to 163.10)"
    DEMAND = "Demand for entry records (19 CFR 163.6)"
    CERTIFICATION = "Certification (19 CFR 163.12, 163.13)"
    STORAGE = "Alternative storage (19 CFR 163.5)"
    RETENTION = "Records kept (19 CFR 163.4)"
    DISCLOSURE = "Prior disclosure (19 CFR 162.74)"
    PENALTY = "Penalty or seizure (19 CFR 162.77, part 171)"
    RULING = "Ruling (19 CFR part 177)"
    SALE = "Sale or forfeiture (19 CFR part 127, 162.45)"
    IMPROVEMENT = "Yearly cycle (Informed Compliance Strategy)"


class ZoneChoice(StrEnum):
    """The time zones of CBP offices."""

    EASTERN = "America/New_York"
    CENTRAL = "America/Chicago"
    MOUNTAIN = "America/Denver"
    ARIZONA = "America/Phoenix"
    PACIFIC = "America/Los_Angeles"
    ALASKA = "America/Anchorage"
    HAWAII = "Pacific/Honolulu"
    PUERTO_RICO = "America/Puerto_Rico"
    GUAM = "Pacific/Guam"


OptionalZone = optional_of(ZoneChoice)


class MatterForm(Form):
    """A matter, as a row of a workbook has it."""

    docket_number: Text = Field(
        title="Docket number", description="Your own number for it, such as AUD-2026-014.", max_length=60
    )
    lifecycle: LifecycleChoice = Field(
        title="Kind of matter", description="It decides which deadlines Landwaiter tracks."
    )
    importer: Text = Field(
        title="Importer",
        description="The importer that the matter concerns. A new name is added.",
        max_length=120,
    )
    importer_number: OptionalText = optional(
        "Importer number", "The importer number that CBP has on file, such as 12-3456789XX."
    )
    opened_on: date = Field(
        title="Opened on",
        description="The earliest date that its entries may have. It cannot be in the future.",
    )
    timezone: ZoneChoice = Field(
        title="Time zone",
        description=(
            "Time zone of the CBP office that receives your filing or issued the summons. It decides which "
            "date is today."
        ),
    )
    title: OptionalText = optional("Title", "A short name for the matter, such as Focused assessment 2026.")
    customs_office: OptionalText = optional(
        "Office of Customs",
        "The CBP field office, Center or port. Use the same name each time: CBP timeliness compares by it.",
    )
    recorded_by: Text = Field(title="Recorded by", description=YOUR_NAME)

    def to_input(self) -> MatterInput:
        """The matter that the form opens."""
        return MatterInput(
            docket_number=self.docket_number,
            lifecycle=self.lifecycle.name.lower(),
            importer=self.importer,
            importer_number=self.importer_number or "",
            opened_on=self.opened_on,
            timezone=self.timezone.value,
            title=self.title or "",
            customs_office=self.customs_office or "",
            opened_by=self.recorded_by,
        )


class OpeningForm(MatterForm):
    """A matter to open."""

    not_on_record: OptionalYesNo = optional(
        "Different from the one on record",
        "Choose Yes only if Landwaiter asked whether you meant a matter or an importer on record, and you "
        "did not.",
    )
