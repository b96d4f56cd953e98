"""An answer holds through the day that it names: between the days of a docket nothing changes."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from models.law.derive import derive
from models.law.engine.answer import Answer
from models.law.engine.docket import Docket, DocketError, read_docket
from models.law.holds import holds_through
from models.law.load import load_law
from models.law.text.vocabulary import Lifecycle
from tests.law.support.random_dockets import random_docket

DOCKETS, SPANS = 40, 5
LONGEST = timedelta(days=4000)


def of(lifecycle: Lifecycle) -> list[Docket]:
    rng, found = Random(f"holds {lifecycle}"), list[Docket]()
    while len(found) < DOCKETS:
        try:
            found.append(read_docket(random_docket(rng, lifecycle), load_law()))
        except DocketError:
            continue
    return found


def said(docket: Docket, day: date) -> tuple[Any, ...]:
    return days_of(derive(replace(docket, as_of=day), load_law()))


def days_of(answer: Answer) -> tuple[Any, ...]:
    return [replace(each, trace=()) for each in answer.deadlines], answer.problems


@pytest.mark.parametrize("lifecycle", Lifecycle)
def test_the_answer_is_the_same_on_every_day_through_the_one_it_names(lifecycle: Lifecycle) -> None:
    rng, law = Random(2026), load_law()
    for docket in of(lifecycle):
        day = docket.as_of - timedelta(days=rng.randrange(700))
        for _ in range(SPANS):
            looked = replace(docket, as_of=day)
            answer = derive(looked, law)
            last = min(holds_through(looked, answer), day + LONGEST)
            between = day + timedelta(days=rng.randrange((last - day).days + 1))
            assert said(docket, last) == said(docket, between) == days_of(answer)
            day = last + timedelta(days=1)


def test_it_changes_the_day_after_a_last_day_and_never_where_nothing_is_to_come() -> None:
    docket = {
        "lifecycle": "audit",
        "as_of": "2025-06-21",
        "entries": [{"kind": "closing_conference_held", "on": "2025-06-20"}],
    }
    read = read_docket(docket, load_law())
    first = derive(read, load_law())
    turns = holds_through(read, first)
    assert turns == min(each.strict_on for each in first.deadlines) - timedelta(days=1)
    empty = read_docket({"lifecycle": "audit", "as_of": "2025-06-21", "entries": []}, load_law())
    assert holds_through(empty, derive(empty, load_law())) == date.max
