"""A message reaches Slack, a chat and a webhook whole, and what goes wrong is told without a secret."""

import base64
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from notifications.channels.apprise_sender import ChannelError, Outcome, check, pace, send
from notifications.channels.render import render
from notifications.wording.message import Item, Message, Section
from tests.support.mailbox import Mailbox, free_port
from tests.support.rendered import FORM, TYPED, paper, rendered
from tests.support.slack_receiver import Answer, Receiver, Slack


@pytest.mark.parametrize("query", ["blocks=yes", "", "blocks=no", "format=text&blocks=no", "format=html"])
def test_slack_gets_its_words_as_they_were_made_whatever_the_url_says(query: str) -> None:
    made = rendered()
    with Slack() as slack:
        outcome = send(slack.url(query), made, [paper()])
    assert outcome == Outcome(True, "accepted by Slack, without its 2 files")
    assert slack.text == made.slack
    assert slack.payload["attachments"][0]["blocks"][0]["text"]["type"] == "mrkdwn"
    assert "http" not in str(slack.payload).replace("https://desk.example", "")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(429, "ratelimited", {"Retry-After": "30"}), "HTTP 429, ratelimited"),
        (Answer(500, "<html>T00000000 broke</html>"), "HTTP 500"),
        (Answer(404, "no_service"), "HTTP 404, no_service"),
        (Answer(200, "not what Slack says"), "HTTP 200"),
    ],
)
def test_what_slack_refuses_is_told_by_its_status(answer: Answer, said: str) -> None:
    with Slack(answer=answer) as slack:
        outcome = send(slack.url(), rendered())
    assert outcome == Outcome(False, f"Slack did not accept it: {said}")


def test_a_slack_that_hangs_is_given_up() -> None:
    with Slack(hangs=True) as slack:
        outcome = send(slack.url("rto=0.3"), rendered())
    assert outcome == Outcome(False, "Slack did not accept it: ReadTimeout")


def test_a_house_that_is_not_there_is_told_without_its_address() -> None:
    outcome = send(f"json://user:secret@127.0.0.1:{free_port()}/hook", rendered())
    assert outcome == Outcome(False, "JSON did not accept it: ConnectionError")


def test_a_webhook_of_any_other_house_gets_the_text_as_it_is_and_the_files() -> None:
    made = rendered()
    with Receiver() as receiver:
        outcome = send(f"json://user:secret@{receiver.address}/hook", made, [paper()])
    assert outcome.ok
    assert receiver.payload["message"] == made.text.rstrip()
    assert TYPED in receiver.payload["title"]
    files = {each["filename"]: base64.b64decode(each["base64"]) for each in receiver.payload["attachments"]}
    assert files == {"landwaiter.ics": made.calendar, paper().name: paper().content}


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        ('{"message": "You are being rate limited.", "retry_after": 7.2, "global": false}', 8),
        ('{"parameters": {"retry_after": 14}}', 14),
        ("Rate limit is exceeded. Try again in 59 seconds.", 59),
        ("later", 0),
    ],
)
def test_how_long_to_wait_is_known_where_the_answer_says_it(body: str, seconds: int) -> None:
    with Receiver(answer=Answer(429, body)) as receiver:
        outcome = send(f"json://{receiver.address}/hook?secret=1", rendered())
    assert outcome == Outcome(False, "JSON did not accept it: HTTP 429", seconds)


def test_other_chats_get_the_text_with_nobody_called() -> None:
    with Receiver() as receiver:
        outcome = send(f"mmost://{receiver.address}/3ccdd113474722377935511fc85d3dd4", rendered())
    assert outcome == Outcome(True, "accepted by Mattermost, without its 1 file")
    said = str(receiver.payload)
    assert "<!channel>" not in said
    assert "@everyone" not in said
    assert FORM.url in said


def test_too_long_a_text_for_a_chat_comes_in_several_messages_and_none_is_lost() -> None:
    items = tuple(Item(text=f"Thing {number}.", detail="d" * 80) for number in range(100))
    long = Message(
        key="k",
        thread="t",
        reason="r",
        subject="S",
        headline="H",
        sections=(Section(title="T", items=items),),
    )
    with Receiver() as receiver:
        assert send(f"mmost://{receiver.address}/3ccdd113474722377935511fc85d3dd4", render(long)).ok
    said = "\n".join(posted.payload["text"] for posted in receiver.received)
    assert 1 < len(receiver.received) < 6
    assert all(item.text in said for item in items)


def test_two_threads_are_each_told_of_their_own_failure() -> None:
    made, meet = rendered(), threading.Barrier(2)

    def told(url: str) -> str:
        meet.wait()
        return send(url, made).detail

    with Receiver(answer=Answer(429, "x")) as one, Receiver(answer=Answer(503, "y")) as other:
        urls = [f"json://{one.address}/a", f"json://{other.address}/b"]
        with ThreadPoolExecutor(2) as threads:
            for _ in range(10):
                assert [each[-3:] for each in threads.map(told, urls)] == ["429", "503"]


def test_an_error_that_the_caller_is_handling_is_not_told_as_the_channel_s() -> None:
    with Receiver(answer=Answer(500)) as receiver:
        try:
            raise KeyError("elsewhere")
        except KeyError:
            outcome = send(f"json://{receiver.address}/a", rendered())
    assert outcome.detail == "JSON did not accept it: HTTP 500"


def test_nothing_of_what_apprise_logs_is_shown(caplog: pytest.LogCaptureFixture, mailbox: Mailbox) -> None:
    with caplog.at_level(0):
        assert send(mailbox.url(), rendered()).ok
    assert not [record for record in caplog.records if record.name == "apprise"]


TEAMS = "https://prod-15.uksouth.logic.azure.com:443/workflows/3a4b5/triggers/manual/paths/invoke"


@pytest.mark.parametrize(
    "url",
    [
        f"{TEAMS}?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=i9d8U",
        "workflows://prod-15.uksouth.logic.azure.com:443/3a4b5/i9d8U",
        "https://hooks.slack.com/services/T00000000/B00000000/madeUpTokenOfTwentyFour1",
    ],
)
def test_the_urls_that_teams_and_slack_give_out_are_understood(url: str) -> None:
    check(url)


def test_each_kind_of_service_has_its_pace() -> None:
    assert pace(Slack.url()) == 1.2
    assert pace(Mailbox().url()) == 0
    assert pace("json://127.0.0.1/hook") == 0
    with pytest.raises(ChannelError, match="Enter an Apprise URL"):
        pace("nonsense://secret")
