"""The subject of several alerts counts what asks for an action, and names the first day and matter."""

from dataclasses import replace
from datetime import date

import pytest

from models.law.text.vocabulary import Party, RuleKind, Status
from notifications.policy.deadline_state import DeadlineState
from notifications.policy.reasons import Reason
from notifications.wording.bundle import group_message, late
from notifications.wording.digest import Running, digest_message
from notifications.wording.links import Links
from notifications.wording.message import DEADLINE, Line, Message
from notifications.wording.undelivered import undelivered_message

LINKS = Links("http://desk.example")
MONDAY = date(2026, 3, 2)


def alert(
    matter: str, day: str, subject: str, reason: Reason = Reason.DEADLINE_SET, of: str = "DEM-02 of E1"
) -> Message:
    return Message(
        key=f"{matter}{of}{reason}",
        thread=f"demand-{matter}",
        reason=reason.value,
        subject=f"{subject}: Produce the entry records ({matter})",
        headline="H.",
        lines=(Line(label="What to do now", text="Act."), Line(label=DEADLINE, text=of)),
        matter=matter,
        day=day,
    )


FIRST = alert("DEM-2026-014", "2026-03-06", "ACTION by Fri, Mar 6")
SECOND = alert("DEM-2026-015", "2026-03-09", "ACTION by Mon, Mar 9")
THIRD = alert("DEM-2026-016", "2027-01-04", "ACTION by Mon, Jan 4, 2027")
NEWS = alert("AUD-1", "2026-03-03", "NOTICE, due Tue, Mar 3", of="AUD-06 of E1")
DONE = alert("AUD-2", "2026-03-02", "DONE on Mon, Mar 2", Reason.MET)
MISSED = alert("SUM-1", "2026-02-27", "ACTION, overdue since Fri, Feb 27", Reason.MISSED)
DEFECT = Message(
    key="d", thread="t", reason="defect", subject="ACTION, defect: x (AUD-9)", headline="H.", matter="AUD-9"
)


@pytest.mark.parametrize(
    ("alerts", "said"),
    [
        (
            [SECOND, THIRD, FIRST],
            "ACTION on 3 deadlines, first Fri, Mar 6: DEM-2026-014, DEM-2026-015 and DEM-2026-016",
        ),
        ([THIRD, NEWS, DONE], "ACTION on 1 deadline, first Mon, Jan 4, 2027: DEM-2026-016"),
        ([FIRST, MISSED, NEWS], "ACTION on 2 deadlines, 1 overdue: SUM-1 and DEM-2026-014"),
        (
            [FIRST, replace(FIRST, key="k", reason="moved"), NEWS],
            "ACTION on 1 deadline, first Fri, Mar 6: DEM-2026-014",
        ),
        ([FIRST, DEFECT], "ACTION on 2 items, first Fri, Mar 6: DEM-2026-014 and AUD-9"),
        ([NEWS, DONE], "NOTICE on 2 deadlines: AUD-2 and AUD-1"),
        ([DONE], "DONE on 1 deadline: AUD-2"),
        ([replace(FIRST, subject="DEM-1: missed", matter="", day="")], "ACTION on 1 deadline: see below"),
    ],
)
def test_several_alerts_say_what_they_ask_together(alerts: list[Message], said: str) -> None:
    made = group_message(alerts, links=LINKS)
    assert made.subject == said
    assert made.lines[0].label == "What to do now"


def test_their_sections_come_in_plain_words_the_most_urgent_first() -> None:
    made = group_message([DONE, FIRST, MISSED], links=LINKS)
    assert [section.title for section in made.sections] == ["Overdue", "New deadline", "Done or ended"]
    assert made.headline == "You have 3 new alerts (overdue: 1, new deadline: 1, done or ended: 1)."


def test_an_item_without_a_deadline_says_what_is_wrong() -> None:
    made = group_message([replace(DEFECT, headline="The notice is too short."), FIRST], links=LINKS)
    (item,) = next(section.items for section in made.sections if section.title != "New deadline")
    assert "The notice is too short." in item.detail


def running(act_by: date | None, last: date, matter: str, bound: Party = Party.RECORDKEEPER) -> Running:
    watched = DeadlineState(
        kind=RuleKind.DEADLINE,
        bound=bound,
        strict_on=last,
        lenient_on=last,
        act_by=act_by,
        status=Status.PENDING,
        set_on=date(2026, 1, 5),
    )
    return Running(
        watched=watched,
        docket_number=matter,
        importer="Acme",
        title="Produce the entry records",
        citation="19 CFR § 163.6(a)",
        today=MONDAY,
    )


SOON = running(date(2026, 3, 6), date(2026, 3, 7), "DEM-1")
FAR = running(date(2026, 6, 1), date(2026, 6, 1), "DEM-2")
OVERDUE = running(date(2026, 2, 26), date(2026, 2, 27), "DEM-3")
AWAITED = running(None, date(2026, 3, 4), "AUD-1", Party.CUSTOMS)
LATE_CBP = running(None, date(2026, 2, 20), "AUD-2", Party.CUSTOMS)


@pytest.mark.parametrize(
    ("open_ones", "news", "subject", "headline"),
    [
        (
            [FAR, SOON],
            [],
            "ACTION on 1 deadline, first Fri, Mar 6: DEM-1 (digest of Mon, Mar 2)",
            "Monday, March 2, 2026: act this week: 1. You have 1 more open deadline.",
        ),
        (
            [SOON, OVERDUE, LATE_CBP],
            [],
            "ACTION on 3 deadlines, 2 overdue: AUD-2, DEM-3 and DEM-1 (digest of Mon, Mar 2)",
            "Monday, March 2, 2026: overdue: 1, act this week: 1, others are overdue: 1.",
        ),
        (
            [AWAITED, FAR],
            [],
            "NOTICE: no action due this week (digest of Mon, Mar 2)",
            "Monday, March 2, 2026: expected from others this week: 1. You have 1 more open deadline.",
        ),
        (
            [FAR],
            [SECOND, NEWS],
            "ACTION on 1 deadline, first Mon, Mar 9: DEM-2026-015 (digest of Mon, Mar 2)",
            "Monday, March 2, 2026: 2 new alerts (new deadline: 2). You have 1 more open deadline.",
        ),
    ],
)
def test_the_digest_counts_what_asks_for_an_action(
    open_ones: list[Running], news: list[Message], subject: str, headline: str
) -> None:
    made = digest_message("k", MONDAY, open_ones, news, foot="", links=LINKS)
    assert (made.subject, made.headline) == (subject, headline)
    asks = made.lines[0].text.startswith("Start at the top")
    assert asks == made.subject.startswith("ACTION")


def test_a_line_of_the_digest_names_deadline_matter_and_dates() -> None:
    made = digest_message("k", MONDAY, [SOON], [], foot="", links=LINKS)
    ((item,),) = [section.items for section in made.sections]
    assert item.text == (
        "Produce the entry records (DEM-1, Acme): act by Fri, Mar 6, 2026; last day Sat, Mar 7, 2026"
    )


def test_what_could_not_be_delivered_goes_to_the_next_with_its_own_subject() -> None:
    one = undelivered_message("k", "Ann", "Acme", [FIRST], thread="t", links=LINKS)
    assert one.subject == f'ACTION, not delivered to Ann: "{FIRST.subject}"'
    two = undelivered_message("k", "Ann", "Acme", [FIRST, SECOND], thread="t", links=LINKS)
    assert two.subject == "ACTION, 2 alerts not delivered to Ann"
    assert "and sends them to you" in two.headline


def test_a_late_message_says_when_it_was_written_and_what_shows_the_present() -> None:
    said = late(FIRST, MONDAY, date(2026, 3, 4)).lines[0]
    assert said.label == "Delayed"
    assert "Monday, March 2, 2026" in said.text
    assert late(FIRST, MONDAY, MONDAY) == FIRST
