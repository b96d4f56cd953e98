"""The form that asks for the punctuality ledger."""

from models.forms.fields import Form, OptionalText, optional


class PunctualityForm(Form):
    """Whose matters are to be counted."""

    importer: OptionalText = optional(
        "Importer", "Only its matters, so that its petitions may cite the page. Blank: the whole office."
    )
