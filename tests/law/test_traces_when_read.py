"""A trace is worded when somebody reads it, once, and is then the same for everybody."""

import gc
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import in_words
from models.law.derive import derive
from models.law.engine import trace as sentences
from models.law.engine.answer import Answer
from models.law.engine.docket import DocketError, read_docket
from models.law.engine.telling import Trace
from models.law.load import load_law
from tests.law.support.large_dockets import large_docket
from tests.law.support.sound_dockets import SOUND

WORDING = {Path(module.__file__ or "").name for module in (in_words, sentences)}


def answered(name: str) -> Answer:
    law = load_law()
    return derive(read_docket(SOUND[name], law), law)


@pytest.fixture
def wording() -> Iterator[list[str]]:
    """The names of the functions that make sentences, as they are called."""
    called: list[str] = []

    def note(frame: object, event: str, _argument: object) -> None:
        code = getattr(frame, "f_code", None)
        if event == "call" and code is not None and Path(code.co_filename).name in WORDING:
            called.append(code.co_name)

    sys.setprofile(note)
    yield called
    sys.setprofile(None)


@pytest.mark.parametrize("name", SOUND)
def test_deriving_words_nothing_and_reading_words_each_trace_once(name: str, wording: list[str]) -> None:
    found = answered(name)
    assert wording == []
    told = [list(deadline.trace) for deadline in found.deadlines]
    assert wording
    assert all(told)
    wording.clear()
    assert [list(deadline.trace) for deadline in found.deadlines] == told
    assert wording == []


@pytest.mark.parametrize("name", SOUND)
def test_answers_are_equal_if_their_traces_are_and_travel_with_their_sentences(name: str) -> None:
    found, again = answered(name), answered(name)
    assert found == again
    assert hash(found) == hash(again)
    copied = pickle.loads(pickle.dumps(found))
    assert (copied, copied.as_json()) == (found, found.as_json())


def test_an_answer_that_nobody_holds_is_freed_at_once() -> None:
    for name in SOUND:
        answered(name)
    gc.collect()
    gc.disable()
    try:
        for name in SOUND:
            answered(name)
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_what_is_given_to_a_sentence_is_what_it_says_even_if_the_clock_moves_on() -> None:
    trace, days = Trace(), [1]
    trace.say("It is {}.".format, *days)
    days[0] = 2
    trace.say(lambda: ["One.", "Two."])
    assert list(trace) == ["It is 1.", "One.", "Two."]
    assert (trace[0], len(trace), list(trace[1:])) == ("It is 1.", 3, ["One.", "Two."])
    trace.say(str, "Three.")
    assert trace[-1] == "Three."


def test_traces_differ_by_their_sentences_and_from_anything_else() -> None:
    assert Trace(("One.",)) == Trace(("One.",))
    assert Trace(("One.",)) != Trace(("Two.",))
    assert Trace(("One.",)) != ("One.",)
    assert repr(Trace(("One.",))) == "Trace(('One.',))"


def test_a_docket_that_is_refused_words_its_refusal_and_no_trace() -> None:
    with pytest.raises(DocketError, match="lifecycle"):
        read_docket({**large_docket("audit", 3, "plain"), "lifecycle": "other"}, load_law())
