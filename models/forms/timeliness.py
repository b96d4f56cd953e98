"""The form that asks for the figures of CBP timeliness."""

from models.forms.fields import Form, OptionalText, optional


class PunctualityForm(Form):
    """The matters to count for CBP timeliness."""

    importer: OptionalText = optional(
        "Importer", "Enter one to get a page that its petitions may cite. Leave it blank for all importers."
    )
