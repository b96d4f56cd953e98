"""A mail arrives whole by a real server, and what goes wrong is told without a secret."""

from email.message import EmailMessage
from io import BytesIO

import pytest
from docx import Document
from icalendar import Calendar

from notifications.channels.apprise_sender import Attachment, Outcome, send
from tests.support.mailbox import Mailbox, html_of, text_of
from tests.support.rendered import DOCX, FORM, TYPED, paper, rendered

LOGIN = ("watch", "gar-geheim")


def files_of(mail: EmailMessage) -> dict[str, tuple[str, bytes]]:
    return {
        str(part.get_filename()): (part.get_content_type(), part.get_content())
        for part in mail.iter_attachments()
    }


def test_a_mail_arrives_by_starttls_and_login_with_its_words_headers_and_files() -> None:
    with Mailbox(starttls=True, login=LOGIN) as box:
        outcome = send(box.url(), rendered(), [paper()])
    (mail,) = box.received
    assert outcome == Outcome(True, "accepted by E-Mail", 0)
    assert (mail["X-Landwaiter-Key"], mail["References"]) == ("k1", "<audit-AUD-1@matters.landwaiter>")
    assert "<h2" in html_of(mail)
    assert "&lt;script&gt;" in html_of(mail)
    assert f"This week - {TYPED} Yours Record it: {FORM.url}" in text_of(mail)
    files = files_of(mail)
    assert [kind for kind, _ in files.values()] == ["text/calendar", DOCX]
    assert Calendar.from_ical(files["landwaiter.ics"][1]).walk("VEVENT")[0]["UID"] == "d1"
    assert Document(BytesIO(files[paper().name][1])).paragraphs[0].text == "A petition"


def test_a_certificate_that_nobody_vouches_for_is_refused_unless_the_url_says_otherwise() -> None:
    with Mailbox(starttls=True, login=LOGIN) as box:
        outcome = send(box.url().replace("&verify=no", ""), rendered())
    assert outcome == Outcome(False, "E-Mail did not accept it: SSLCertVerificationError")
    assert not box.received


@pytest.mark.parametrize(
    "login", [("watch", "wrong-one"), ("somebody", "gar-geheim"), ("watch", "gar-gehüm")]
)
def test_a_wrong_login_is_told_without_user_password_or_address(login: tuple[str, str]) -> None:
    with Mailbox(starttls=True, login=LOGIN) as box:
        outcome = send(box.url().replace("watch:gar-geheim", ":".join(login)), rendered())
    assert not outcome.ok
    assert outcome.detail.startswith("E-Mail did not accept it: ")
    for secret in (*LOGIN, *login, "127.0.0.1", str(box.port), "example.com", "verify"):
        assert secret not in outcome.detail
    assert not box.received


def test_the_refusal_of_a_login_names_the_class_and_the_code_of_the_error() -> None:
    with Mailbox(starttls=True, login=LOGIN) as box:
        outcome = send(box.url().replace("gar-geheim", "wrong"), rendered())
    assert outcome.detail == "E-Mail did not accept it: the server refuses the login 535"


def test_a_mail_server_that_hangs_is_given_up() -> None:
    with Mailbox(pause=3) as box:
        outcome = send(box.url() + "&cto=0.5", rendered())
    assert outcome == Outcome(False, "E-Mail did not accept it: the server ended the connection")


def test_a_mail_server_that_is_not_there_is_told_in_words() -> None:
    with Mailbox() as box:
        url = box.url()
    assert send(url, rendered()).detail == "E-Mail did not accept it: the server refuses the connection"


def test_a_file_of_an_unknown_kind_or_without_content_stops_no_mail(mailbox: Mailbox) -> None:
    files = [Attachment("a.odd", "application/x-odd", b"x"), Attachment("empty.docx", DOCX, b"")]
    assert send(mailbox.url(), rendered(days=False), files).ok
    assert files_of(mailbox.received[0]) == {"a.odd": ("application/octet-stream", b"x")}
