"""The forms of import and export: a spreadsheet in, a matter or an importer's matters out."""

from enum import StrEnum

from pydantic import Field

from models.forms.fields import Form, Text, YesNo

_NOTES = "Only for whoever may read what is privileged. Without them the file says which entries have one."


class Import(StrEnum):
    """Whether it is only looked at first."""

    CHECK = "Check only: list what is wrong"
    COMMIT = "Import, if nothing is wrong"


class ImportForm(Form):
    """A spreadsheet of matters and entries."""

    file: Text = Field(
        title="File",
        description=(
            "A workbook .xlsx with the sheets matters and entries, a table .csv, or a folder of matters.csv "
            "and entries.csv: its name in the folder inbox of the data directory, or its whole path on the "
            "machine that runs Landwaiter."
        ),
        max_length=1000,
    )
    effect: Import = Field(title="Do", description="Check first: the answer lists each bad row and why.")
    recorded_by: Text = Field(
        title="Recorded by", description="Your name; it stands where a row does not say who recorded it."
    )


class ExportMatterForm(Form):
    """A matter that counsel or an auditor is to have."""

    matter: Text = Field(title="Docket number", description="The matter's.")
    privileged: YesNo = Field(title="Include privileged notes", description=_NOTES)


class ExportMattersForm(Form):
    """The matters of an importer, as a workbook."""

    importer: Text = Field(title="Importer", description="The name as on the matters.")
    privileged: YesNo = Field(title="Include privileged notes", description=_NOTES)
