"""Prior disclosure: when one is made, and what protects it: 19 CFR 162.74, 19 U.S.C. 1592(c)(4)."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial

from models.in_words import short_date
from models.law.engine.clock import Act, Clock, Reading, Start, Step
from models.law.engine.counting import always
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.matter import Matter
from models.law.text.rule import Rule
from models.law.text.vocabulary import Status

_DISCLOSURES = ("oral_disclosure_made", "disclosure_made")
_DAY = timedelta(days=1)


def disclosure_day(entry: CurrentEntry) -> date:
    """Returns the day a disclosure counts from: certified mailing, or else receipt: 162.74(d)."""
    mailed: date | None = entry.facts.get("certified_mailed_on")
    return mailed if mailed is not None and mailed <= entry.on else entry.on


def earliest_disclosure(matter: Matter) -> CurrentEntry | None:
    """Returns the first disclosure by the day it counts from, then in docket order; None without any."""
    made = matter.of_kind(*_DISCLOSURES)
    return min(made, key=lambda entry: (disclosure_day(entry), entry.place), default=None)


def first_formal_investigation(matter: Matter, _rule: Rule) -> list[Start]:
    """Returns the start of PDS-01: the first formal investigation, and no other."""
    formal = [entry for entry in matter.of_kind("investigation_commenced") if entry.says("formal")]
    return [start for entry in formal[:1] for start in matter.starts_of(entry)]


def before_investigation(_matter: Matter, _rule: Rule, start: Start, _number: int) -> Reading:
    """Reads PDS-01: the day before the investigation commenced, and the day it became known."""
    began = start.trigger.on
    known: date | None = start.trigger.facts.get("known_on")
    strict, lenient = began - _DAY, began if known is None else max(began, known)
    count, why = always(strict, lenient), partial(_before, began, known, strict, lenient)
    return Reading(start.trigger.kind, began, count, why, frozenset({"A28", "A29"}))


def _before(began: date, known: date | None, strict: date, lenient: date) -> list[str]:
    said = [
        f"The investigation began on {short_date(began)}. A disclosure by {short_date(strict)} is "
        "beyond doubt before it. By the other reading, a disclosure on the same day, or one made without "
        f"knowledge of the investigation, is in time until {short_date(lenient)} (A28, A29)."
    ]
    if known is None:
        said.append(
            "The record does not say when you learned of the investigation. A person who did not know of it "
            "may still be protected, and has the burden of proof (A29)."
        )
    return said


def answers_by_disclosure(matter: Matter, _clock: Clock) -> list[Step]:
    """Finds the first disclosure, before the trigger or after it; links are disregarded."""
    made = matter.once(earliest_disclosure)
    return [] if made is None else [Step(disclosure_day(made), Act.ANSWER, made)]


def unknown_is_never_missed(matter: Matter, clock: Clock) -> None:
    """Replaces *missed* and *met late* where no day of knowledge is on record (A29)."""
    if "known_on" in clock.trigger.facts:
        return
    if clock.status is Status.MET_LATE:
        clock.status = Status.MET_IN_GAP
    elif clock.status is None and matter.docket.as_of > clock.lenient_on:
        clock.status = Status.AMBIGUOUS


def initial_disclosure(matter: Matter, _rule: Rule) -> list[Start]:
    """Returns the start of PDS-03: the earliest disclosure, unless it says that no data is missing."""
    made = matter.once(earliest_disclosure)
    if made is None or made.facts.get("data_missing") is False:
        return []
    return matter.starts_of(made)


def initial_disclosure_day(_matter: Matter, start: Start) -> tuple[str, date]:
    """Returns the anchor of PDS-03: the day the earliest disclosure counts from."""
    return start.trigger.kind, disclosure_day(start.trigger)


def answers_by_any_data(matter: Matter, clock: Clock) -> list[Step]:
    """Finds missing data supplied on or after the disclosure day, whatever its chain."""
    first = matter.first_since(["missing_data_supplied"], clock.anchor_on, lambda entry: not entry.void)
    return [] if first is None else [Step(first.on, Act.ANSWER, first)]


def check_disclosure(_matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds a date of mailing after the date of receipt; the receipt then counts."""
    if "certified_mailed_on" in entry.facts and entry.facts["certified_mailed_on"] > entry.on:
        yield "mailed_after_receipt"
