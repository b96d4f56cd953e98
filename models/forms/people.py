"""The form that invites a person to the desk."""

from pydantic import Field

from models.forms.fields import Form, Text


class InvitationForm(Form):
    """A person who gets a link by which they set up their sign-in."""

    name: Text = Field(title="Name", description="The person's name on the page Settings, People.")
    recorded_by: Text = Field(title="Recorded by", description="Your name.")
