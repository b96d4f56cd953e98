"""The forms of import and export: a spreadsheet in, a matter or an importer's matters out."""

from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field
from pydantic.json_schema import SkipJsonSchema

from models.forms.fields import Blank, Form, OptionalYesNo, Text, YesNo, optional

_NOTES = (
    "Choose Yes only if every reader of the file may read privileged notes. With No, the file says which "
    "entries have one."
)


class Import(StrEnum):
    """Whether to check the file only, or to import it."""

    CHECK = "Check only: list what is wrong"
    COMMIT = "Import, if nothing is wrong"


class DateOrder(StrEnum):
    """How a file writes dates as text: one way in the whole file."""

    YEAR_FIRST = "Year-month-day"
    MONTH_FIRST = "Month/day/year"
    DAY_FIRST = "Day/month/year"


class ImportForm(Form):
    """A spreadsheet of matters and entries to import."""

    file: Text = Field(
        title="File",
        description=(
            "An .xlsx workbook with the sheets matters and entries, a .csv or .tsv table, or a folder with "
            "matters.csv and entries.csv. Enter its name in the folder inbox of the data directory, or its "
            "full path on the machine that runs Landwaiter."
        ),
        max_length=1000,
    )
    effect: Import = Field(title="Do", description="Check first: the run lists each bad row and the reason.")
    dates: Annotated[DateOrder | SkipJsonSchema[None], Blank] = optional(
        "Dates in the file",
        "How the whole file writes dates as text: 2025-06-02, 6/2/2025 or 2/6/2025 for June 2, 2025. Leave "
        "it blank for Year-month-day. Date cells of a workbook need no choice.",
    )
    recorded_by: Text = Field(
        title="Recorded by", description="Your name, for every row that does not say who recorded it."
    )
    history: OptionalYesNo = optional(
        "This is history",
        "Choose Yes if it happened before you used Landwaiter. Each contact gets one summary of what is open "
        "or overdue. It leaves out what is settled.",
    )


class FollowedImport(Form):
    """An import at the desk. The run alerts the right people to it."""

    file: Text = Field(title="File", description="The name of the file that was imported.")
    imported_at: AwareDatetime = Field(
        title="Imported at", description="The instant of the import, such as 2026-03-02T15:04:05.123456Z."
    )
    history: OptionalYesNo = optional(
        "This is history", "Choose Yes to send each contact one summary of what is open or overdue."
    )


class ExportMatterForm(Form):
    """A matter to export for counsel or an auditor."""

    matter: Text = Field(title="Docket number", description="The matter's docket number.")
    privileged: YesNo = Field(title="Include privileged notes", description=_NOTES)


class ExportMattersForm(Form):
    """The matters of an importer to export as a workbook."""

    importer: Text = Field(title="Importer", description="The importer's name, exactly as on its matters.")
    privileged: YesNo = Field(title="Include privileged notes", description=_NOTES)
