"""A message keeps its words as JSON, escapes what people typed, and leads to forms that are filled in."""

import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from models.law.text.vocabulary import Party, RuleKind, Status
from notifications.channels.apprise_sender import ChannelError, check, send
from notifications.channels.render import render
from notifications.policy.deadline_state import DeadlineState, Decision
from notifications.policy.reasons import Reason
from notifications.wording.deadline_message import (
    About,
    Beside,
    Clock,
    Setting,
    deadline_head,
    deadline_message,
)
from notifications.wording.links import Links
from notifications.wording.message import Message
from notifications.wording.system_messages import silence_message, trial_message
from tests.support.mailbox import Mailbox, free_port, html_of, text_of

LINKS = Links("http://desk.example", {"record-audit": "an-id"})
NASTY = '<script>alert("1")</script> & "Söhne" | *bold*'


def message(
    reason: Reason = Reason.REMINDER,
    bound: Party = Party.CUSTOMS,
    *,
    previous: str = "2025-09-18",
    is_law: bool = True,
    page: str = "",
    today: date = date(2025, 10, 1),
    status: Status = Status.PENDING,
    settled_on: date | None = None,
) -> Message:
    watched = DeadlineState(
        kind=RuleKind.DEADLINE,
        bound=bound,
        strict_on=date(2025, 10, 12),
        lenient_on=date(2025, 10, 14),
        act_by=date(2025, 10, 10) if bound is Party.RECORDKEEPER else None,
        status=status,
        settled_on=settled_on,
        set_on=date(2025, 7, 14),
    )
    clock = Clock(
        watched=watched,
        name="AUD-06 of E3",
        title="CBP completes the written audit report",
        citation="19 CFR § 163.11(a)(5)",
        quote="within 90 calendar days",
        if_missed="No remedy is stated.",
        trace=("Day 0 is 2025-07-14.",),
        ambiguities=("A1",),
        is_law=is_law,
    )
    about = About(docket_number="AUD-1", lifecycle="audit", importer=NASTY, title="T", page=page)
    decision = Decision(reason=reason, step="x", due=watched.due, previous=previous, days_late=2)
    setting = Setting(links=LINKS, today=today, unclear={"A1": "A closed day"})
    head = deadline_head("k1", about, clock, decision, today)
    return deadline_message(head, about, clock, decision, setting, Beside())


SPOKEN = [reason for reason in Reason if reason.is_of_a_deadline]


@pytest.mark.parametrize("bound", list(Party))
@pytest.mark.parametrize("reason", SPOKEN)
def test_every_reason_has_its_words(reason: Reason, bound: Party) -> None:
    made = message(reason, bound)
    assert made.headline.startswith(("CBP completes", "New deadline: CBP", "Reminder: CBP", "Escalated"))
    assert made.subject.endswith(": CBP completes the written audit report (AUD-1)")
    assert made.subject.startswith(("ACTION", "NOTICE", "DONE"))
    assert "{" not in made.headline + made.subject
    assert made.lines[0].label == "What to do now"


def test_a_message_comes_back_from_json_as_it_was() -> None:
    for made in (
        message(),
        silence_message("k", "2026-01-01", links=LINKS),
        trial_message("k", "Ann", links=LINKS),
    ):
        assert Message.from_json(json.loads(json.dumps(made.to_json()))) == made


def test_what_a_person_typed_is_escaped_in_html_and_whole_in_text() -> None:
    rendered = render(message())
    assert "<script>" not in rendered.html
    assert "&lt;script&gt;" in rendered.html
    assert NASTY in rendered.text


def test_the_link_leads_to_the_form_with_the_docket_filled_in() -> None:
    (link,) = message().links
    parts = urlsplit(link.url)
    assert parts.path == "/deployments/deployment/an-id/run"
    assert json.loads(parse_qs(parts.query)["parameters"][0]) == {"entry": {"matter": "AUD-1"}}


def test_a_link_to_a_form_that_is_not_known_leads_to_the_start() -> None:
    assert Links("http://desk.example").record("audit", "AUD-1") == "http://desk.example"


def test_a_mail_carries_key_thread_html_and_a_text_with_its_links(mailbox: Mailbox) -> None:
    outcome = send(mailbox.url(), render(message()))
    (mail,) = mailbox.received
    assert (outcome.ok, mail["X-Landwaiter-Key"]) == (True, "k1")
    assert mail["References"] == "<audit-AUD-1@matters.landwaiter>"
    assert len(mail.get_all("Message-ID", [])) == 1
    assert message().links[0].url.split("?")[0] in text_of(mail)
    assert "<h1" in html_of(mail)


def test_a_server_that_is_not_there_is_told_without_the_address() -> None:
    port = free_port()
    url = f"mailto://user:secret@127.0.0.1:{port}/?from=a@b.cd&to=e@f.gh&mode=insecure"
    outcome = send(url, render(message()))
    assert not outcome.ok
    assert "secret" not in outcome.detail
    assert str(port) not in outcome.detail


@pytest.mark.parametrize("url", ["", "   ", "nonsense", "mailto://", "gopher://example.com/secret"])
def test_a_url_that_no_service_understands_is_refused_without_being_told(url: str) -> None:
    with pytest.raises(ChannelError, match="Enter an Apprise URL") as raised:
        check(url)
    assert not url.strip() or url not in str(raised.value)


@pytest.mark.parametrize(
    ("previous", "short", "full", "struck"),
    [
        (
            "2025-10-12/2025-10-20",
            "latest last day moved to Tue, Oct 14",
            "the latest last day moved from Monday, October 20, 2025 to Tuesday, October 14, 2025; the "
            "earliest last day stays Sunday, October 12, 2025",
            "Monday, October 20, 2025",
        ),
        (
            "2025-10-12",
            "latest last day moved to Tue, Oct 14",
            "the latest last day moved from Sunday, October 12, 2025 to Tuesday, October 14, 2025; the "
            "earliest last day stays Sunday, October 12, 2025",
            "",
        ),
        (
            "2025-09-18/2025-09-19",
            "date moved",
            "the date moved from Thursday, September 18, 2025 or Friday, September 19, 2025 to "
            "Sunday, October 12, 2025 or Tuesday, October 14, 2025",
            "Thursday, September 18, 2025 or Friday, September 19, 2025",
        ),
    ],
)
def test_a_move_names_the_reading_that_moved(previous: str, short: str, full: str, struck: str) -> None:
    moved = message(Reason.MOVED, previous=previous)
    assert (
        moved.subject == f"NOTICE, due Sun, Oct 12, {short}: CBP completes the written audit report (AUD-1)"
    )
    assert full in moved.headline
    assert moved.struck == struck


def test_the_last_safe_day_stands_in_the_first_words_and_what_to_do_comes_first() -> None:
    ours = message(Reason.DEADLINE_SET, Party.RECORDKEEPER)
    assert ours.subject.startswith("ACTION by Fri, Oct 10: ")
    assert "last day is Sunday, October 12, 2025. Act by Friday, October 10, 2025." in ours.headline
    assert ours.lines[0].label == "What to do now"
    assert message(Reason.DEADLINE_SET).subject.startswith("NOTICE, due Sun, Oct 12: ")
    assert "Act by" not in message(Reason.DEADLINE_SET).headline


def what_to_do(made: Message) -> str:
    return made.lines[0].text


@pytest.mark.parametrize("reason", [Reason.MOVED, Reason.REMINDER, Reason.ESCALATED])
def test_what_is_past_is_not_said_to_be_ahead(reason: Reason) -> None:
    ours, late = Party.RECORDKEEPER, date(2025, 10, 20)
    missed = message(reason, ours, status=Status.MISSED, today=late)
    theirs = message(reason, status=Status.MISSED, today=late)
    assert missed.subject.startswith("ACTION, overdue since Wed, Oct 15")
    assert "act by" not in missed.headline.lower()
    assert what_to_do(missed) == "If it was done, record it. If not, talk to counsel today."
    assert what_to_do(theirs).startswith("If it happened, record it")
    in_gap = message(reason, ours, status=Status.AMBIGUOUS, today=date(2025, 10, 13))
    assert what_to_do(in_gap) == "Act now, and record what you did."


def test_of_what_is_over_nobody_must_act_and_nothing_is_missed_any_more() -> None:
    made = message(Reason.MET, Party.RECORDKEEPER, status=Status.MET, settled_on=date(2025, 10, 1))
    assert {"Who must act", "If missed", "Now that it is missed"} & {
        line.label for line in made.lines
    } == set()
    assert what_to_do(made) == "Nothing more."


def test_an_alert_leads_to_the_page_of_its_matter_where_there_is_one() -> None:
    page = "http://desk.example/artifacts/artifact/x"
    assert [link.url for link in message(page=page).links][-1] == page
    assert [link.words for link in message().links] == ["Record what happened"]


def test_a_setting_of_your_own_is_said_to_be_no_law_and_needs_no_counsel() -> None:
    missed = message(Reason.MISSED, Party.RECORDKEEPER, is_law=False)
    lines = {line.label: line.text for line in missed.lines}
    assert lines["Deadline"] == "AUD-06 of E3 (your setting, not law)"
    assert lines["Who must act"] == "You"
    assert lines["What to do now"] == "Do it, and record it."
    assert "counsel" in str(message(Reason.MISSED, Party.RECORDKEEPER).lines)
