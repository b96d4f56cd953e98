"""A subject says what it asks, by which day, of which deadline, in which matter; the body agrees with it."""

from datetime import date, timedelta

import pytest

from models.law.engine.answer import status_on
from models.law.text.vocabulary import Party, RuleKind, Status
from notifications.policy.deadline_state import DeadlineState, Decision
from notifications.policy.reasons import Reason
from notifications.wording.sentences import headline
from notifications.wording.subject_lines import asks_for, subject
from notifications.wording.to_do import to_do

LAST, LATEST, ACT_BY = date(2026, 3, 7), date(2026, 3, 9), date(2026, 3, 6)
EARLY, BETWEEN, AFTER = date(2026, 1, 5), date(2026, 3, 8), date(2026, 3, 12)
US, CBP, COURT, OTHER = Party.RECORDKEEPER, Party.CUSTOMS, Party.COURT, Party.OTHER
TITLE, MATTER = "Produce the entry records", "DEM-2026-014"
ENDS = f": {TITLE} ({MATTER})"


def state(kind: RuleKind, bound: Party, today: date, settled: Status | None = None) -> DeadlineState:
    acts = bound is US and (kind.is_answered or kind is RuleKind.THRESHOLD)
    return DeadlineState(
        kind=kind,
        bound=bound,
        strict_on=LAST,
        lenient_on=LATEST,
        act_by=ACT_BY if acts else None,
        status=settled or status_on(kind, LAST, LATEST, today),
        settled_on=date(2026, 3, 4) if settled else None,
        set_on=EARLY,
    )


def line(watched: DeadlineState, reason: Reason, today: date) -> str:
    decided = Decision(reason=reason, step="x", due=watched.due, previous="2026-02-02")
    said = subject(decided, watched, TITLE, MATTER, today)
    assert said.endswith(ENDS)
    return said.removesuffix(ENDS)


@pytest.mark.parametrize(
    ("kind", "bound", "reason", "today", "said"),
    [
        (RuleKind.DEADLINE, US, Reason.DEADLINE_SET, EARLY, "ACTION by Fri, Mar 6"),
        (RuleKind.RECURRING, US, Reason.REMINDER, EARLY, "ACTION by Fri, Mar 6"),
        (RuleKind.TARGET, US, Reason.ESCALATED, EARLY, "ACTION by Fri, Mar 6"),
        (RuleKind.DEADLINE, US, Reason.DUE_NOW, ACT_BY, "ACTION today, Fri, Mar 6"),
        (RuleKind.DEADLINE, US, Reason.DUE_NOW, LAST, "ACTION today, Sat, Mar 7"),
        (RuleKind.DEADLINE, US, Reason.IN_GAP, BETWEEN, "ACTION, earliest last day was Sat, Mar 7"),
        (RuleKind.DEADLINE, US, Reason.REMINDER, BETWEEN, "ACTION, earliest last day was Sat, Mar 7"),
        (RuleKind.DEADLINE, US, Reason.MISSED, AFTER, "ACTION, overdue since Tue, Mar 10"),
        (RuleKind.DEADLINE, US, Reason.ESCALATED, AFTER, "ACTION, overdue since Tue, Mar 10"),
        (RuleKind.DEADLINE, US, Reason.IN_DOUBT, AFTER, "ACTION, may be overdue since Tue, Mar 10"),
        (RuleKind.DEADLINE, US, Reason.MOVED, EARLY, "ACTION by Fri, Mar 6, date moved"),
        (RuleKind.DEADLINE, US, Reason.MOVED, AFTER, "ACTION, overdue since Tue, Mar 10, date moved"),
        (RuleKind.DEADLINE, US, Reason.WITHDRAWN, EARLY, "NOTICE, withdrawn (was Mon, Feb 2)"),
        (RuleKind.DEADLINE, CBP, Reason.DEADLINE_SET, EARLY, "NOTICE, due Sat, Mar 7"),
        (RuleKind.TARGET, CBP, Reason.REMINDER, EARLY, "NOTICE, due Sat, Mar 7"),
        (RuleKind.DEADLINE, CBP, Reason.MOVED, EARLY, "NOTICE, due Sat, Mar 7, date moved"),
        (RuleKind.DEADLINE, CBP, Reason.ESCALATED, EARLY, "ACTION, due Sat, Mar 7"),
        (RuleKind.DEADLINE, CBP, Reason.MISSED, AFTER, "ACTION, CBP overdue since Tue, Mar 10"),
        (RuleKind.DEADLINE, COURT, Reason.MISSED, AFTER, "ACTION, court overdue since Tue, Mar 10"),
        (RuleKind.DEADLINE, OTHER, Reason.MISSED, AFTER, "ACTION, overdue since Tue, Mar 10"),
        (RuleKind.DEADLINE, CBP, Reason.IN_DOUBT, AFTER, "ACTION, CBP may be overdue since Tue, Mar 10"),
        (RuleKind.RIGHT, US, Reason.DEADLINE_SET, EARLY, "NOTICE, opens Sat, Mar 7"),
        (RuleKind.RIGHT, US, Reason.RIGHT_OPENED, LAST, "ACTION, open since Sat, Mar 7"),
        (RuleKind.RIGHT, US, Reason.REMINDER, AFTER, "ACTION, open since Sat, Mar 7"),
        (RuleKind.RIGHT, CBP, Reason.RIGHT_OPENED, LAST, "NOTICE, open since Sat, Mar 7"),
        (RuleKind.THRESHOLD, US, Reason.DEADLINE_SET, EARLY, "ACTION by Fri, Mar 6"),
        (RuleKind.THRESHOLD, US, Reason.THRESHOLD_NEAR, EARLY, "ACTION by Fri, Mar 6"),
        (RuleKind.THRESHOLD, US, Reason.IN_GAP, LAST, "ACTION, may have taken effect Sat, Mar 7"),
        (RuleKind.THRESHOLD, US, Reason.THRESHOLD_CROSSED, LATEST, "ACTION, took effect Mon, Mar 9"),
        (RuleKind.THRESHOLD, OTHER, Reason.THRESHOLD_NEAR, EARLY, "NOTICE, takes effect Sat, Mar 7"),
        (RuleKind.THRESHOLD, OTHER, Reason.THRESHOLD_CROSSED, LATEST, "NOTICE, took effect Mon, Mar 9"),
        (RuleKind.RETENTION, US, Reason.DEADLINE_SET, EARLY, "NOTICE, keep through Mon, Mar 9"),
        (RuleKind.RETENTION, CBP, Reason.DEADLINE_SET, EARLY, "NOTICE, lasts through Mon, Mar 9"),
        (RuleKind.LOOKBACK, CBP, Reason.MOVED, EARLY, "NOTICE, reaches back to Sat, Mar 7, date moved"),
    ],
)
def test_it_asks_for_an_action_where_there_is_one_and_names_the_day(
    kind: RuleKind, bound: Party, reason: Reason, today: date, said: str
) -> None:
    assert line(state(kind, bound, today), reason, today) == said


@pytest.mark.parametrize(
    ("status", "bound", "said"),
    [
        (Status.MET, US, "DONE on Wed, Mar 4"),
        (Status.MET, CBP, "DONE on Wed, Mar 4"),
        (Status.MET_IN_GAP, US, "DONE on Wed, Mar 4, unclear whether in time"),
        (Status.MET_LATE, US, "DONE late, on Wed, Mar 4"),
        (Status.USED, US, "DONE, filed on Wed, Mar 4"),
        (Status.USED, CBP, "NOTICE, used on Wed, Mar 4"),
        (Status.LIFTED, US, "NOTICE, no longer applies as of Wed, Mar 4"),
        (Status.LAPSED, US, "NOTICE, lapsed on Wed, Mar 4"),
        (Status.STOPPED, US, "NOTICE, stopped on Wed, Mar 4"),
        (Status.AMBIGUOUS, US, "ACTION, may have ended on Wed, Mar 4"),
    ],
)
def test_at_the_end_only_what_was_done_is_called_done(status: Status, bound: Party, said: str) -> None:
    assert line(state(RuleKind.DEADLINE, bound, AFTER, status), Reason.MET, AFTER) == said


SPOKEN = [reason for reason in Reason if reason.is_of_a_deadline]


@pytest.mark.parametrize("kind", list(RuleKind))
@pytest.mark.parametrize("bound", list(Party))
@pytest.mark.parametrize("reason", SPOKEN)
def test_whatever_is_said_of_whichever_deadline_the_body_agrees_with_the_subject(
    reason: Reason, bound: Party, kind: RuleKind
) -> None:
    for today in (EARLY, ACT_BY, LAST, BETWEEN, LATEST, AFTER, AFTER + timedelta(days=400)):
        watched = state(kind, bound, today, Status.MET if reason is Reason.MET else None)
        said = line(watched, reason, today)
        decided = Decision(reason=reason, step="x", due=watched.due, previous="2026-02-02")
        first, then = headline(decided, watched, TITLE, today), to_do(reason, watched, today, is_law=True)
        assert asks_for(said) in said
        assert TITLE in first
        assert first.endswith(".")
        assert then.endswith(".")
        assert "{" not in said + first + then
        assert "Customs" not in said + first + then
        if asks_for(said) == "ACTION":
            assert not then.startswith("Nothing"), (reason, kind, bound, today)
        if then == "Nothing more.":
            assert reason in (Reason.MET, Reason.WITHDRAWN), (reason, kind, bound)


def test_the_year_is_named_where_it_is_another_one() -> None:
    said = line(state(RuleKind.DEADLINE, US, date(2025, 12, 1)), Reason.DEADLINE_SET, date(2025, 12, 1))
    assert said == "ACTION by Fri, Mar 6, 2026"


def test_a_subject_of_a_former_version_counts_as_one_that_asks_for_an_action() -> None:
    assert asks_for("AUD-1: missed, last day 2025-07-07: A title") == "ACTION"
    assert asks_for("NOTICE: no action due this week") == "NOTICE"
    assert asks_for("DONE, filed on Wed, Mar 4: A title (AUD-1)") == "DONE"


def test_where_what_ended_it_may_not_have_ended_it_it_is_treated_as_open() -> None:
    watched = state(RuleKind.THRESHOLD, US, AFTER, Status.AMBIGUOUS)
    assert to_do(Reason.MET, watched, AFTER, is_law=True).startswith("Treat it as still open")
