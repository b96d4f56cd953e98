"""The form by which a matter is opened, and what all forms share. Flat pydantic models become Prefect forms.

Everything is checked again when it is recorded, since a run can be made without the form's own check.
"""

from datetime import date
from enum import StrEnum

from pydantic import Field

from models.forms.fields import Form, OptionalText, Text, optional, optional_of
from models.inputs import MatterInput


class LifecycleChoice(StrEnum):
    """The kinds of matter that can be opened, in the words of the form."""

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
    """The zones of the offices that receive and summon."""

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
    """A matter to be opened."""

    docket_number: Text = Field(
        title="Docket number", description="As your office calls it, such as AUD-2026-014.", max_length=60
    )
    lifecycle: LifecycleChoice = Field(title="Kind of matter", description="What is to be watched.")
    importer: Text = Field(
        title="Importer", description="Whose matter it is. A name that is new is added.", max_length=120
    )
    importer_number: OptionalText = optional("Importer number", "The number Customs knows it by.")
    opened_on: date = Field(
        title="Opened on", description="The day from which entries may be dated; not in the future."
    )
    timezone: ZoneChoice = Field(
        title="Time zone", description="Of the office that receives or summons. Today is the day there."
    )
    title: OptionalText = optional("Title", "A few words that say what it is about.")
    customs_office: OptionalText = optional(
        "Office of Customs",
        "The field office, Center or port, named the same each time: it is compared by it.",
    )
    recorded_by: Text = Field(title="Recorded by", description="Your name: the server cannot know it.")

    def to_input(self) -> MatterInput:
        """The matter to be opened."""
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
