"""What is given to the run that shows in Prefect what was done to a matter at the desk."""

from pydantic import ConfigDict, Field

from models.forms.fields import Form, Text


class ShownForm(Form):
    """A matter that something was done to."""

    model_config = ConfigDict(title="Matter to show")

    matter: Text = Field(title="Docket number", description="The matter's docket number.")
