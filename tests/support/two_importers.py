"""Two importers with people of their own, to see what crosses the wall between them."""

from email.message import EmailMessage

from models.inputs import ContactInput
from tests.support.mailbox import html_of, text_of
from tests.support.scenes import Scene

DAY = "2025-06-20"
OURS, THEIRS = ("Acme", "ACME-"), ("Globex", "GLOB-")
DRAFT = ContactInput(name="Ann", role="owner", channel="ann", importers=("Acme",), added_by="Bo")
"""Ann as the owner of Acme's matters."""


def two_importers(scene: Scene, *, each: int = 1) -> Scene:
    """Two importers with audits; Ann, and her lead Lee, answer for Acme, Zoe for Globex."""
    for importer, prefix in (OURS, THEIRS):
        for number in range(each):
            scene.open(f"{prefix}{number}", importer=importer)
    scene.contact("Ann")
    scene.contact("Lee", role="lead")
    scene.contact("Zoe", ["Globex"])
    return scene


def happens(scene: Scene, on: str = DAY, kind: str = "closing_conference_held") -> None:
    """Records the same event in every matter."""
    for docket in scene.kinds:
        scene.record(kind, on, docket=docket)


def everything(mail: EmailMessage) -> str:
    """All that a mail says, in every part and header."""
    return f"{mail['Subject']} {mail['References']} {text_of(mail)} {html_of(mail)}"


def speaks_of_theirs(mail: EmailMessage) -> bool:
    """Whether a mail names the other importer or a matter of it."""
    return any(word in everything(mail) for word in THEIRS)
