"""A message that holds what somebody might type, with a form, a day of the calendar and a paper."""

from functools import cache
from io import BytesIO

from docx import Document

from notifications.channels.apprise_sender import Attachment
from notifications.channels.render import Rendered, render
from notifications.wording.message import CalendarDay, Item, Line, Link, Message, Section

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORM = Link(words="Record it", url="https://desk.example/run?parameters=%7B%22matter%22%7D&more=1")
TYPED = "<script>alert(1)</script> & <!channel> @everyone"
"""What a browser would run and a chat would call people by."""


def rendered(*, days: bool = True) -> Rendered:
    """The message as each channel gets it; without `days` it has no calendar."""
    return render(
        Message(
            key="k1",
            thread="audit-AUD-1",
            reason="reminder",
            subject=f"AUD-1: act by 2025-10-10: {TYPED}",
            headline="Two things are due.",
            lines=(Line(label="Importer", text=TYPED),),
            sections=(Section(title="This week", items=(Item(text=TYPED, detail="Yours", links=(FORM,)),)),),
            links=(FORM,),
            calendar=(CalendarDay(uid="d1", on="2025-10-10", title="Act", text="Why"),) if days else (),
        )
    )


@cache
def paper() -> Attachment:
    """A Word document under a name with a letter that is not ASCII."""
    file = BytesIO()
    document = Document()
    document.add_paragraph("A petition")
    document.save(file)
    return Attachment("Antrag für AUD-1.docx", DOCX, file.getvalue())
