"""Recounts all that is stored: whether it agrees with the dockets, and every hash chain is intact."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from sqlalchemy import Engine

from models.law.engine.docket import DocketError
from models.law.load import load_law
from models.record.closures import closures_in_short
from models.record.database import reading, snapshot
from models.record.deadlines import columns_of, identity_of
from models.record.derivation import Derivation
from models.record.docket_rows import DocketRows, docket_rows, holds
from models.record.docket_seal import docket_faults, seals_by_matter
from models.record.hash_chain import digest, link
from models.record.matters import count_of
from models.record.office_settings import awaits_approval
from models.record.receipts import all_receipts
from models.record.record_proof import proof_faults
from models.record.tables.dockets import Deadline, Defect, Matter
from models.wall_clock import morning_of
from notifications.policy.decide import next_look
from notifications.wording.links import Links
from tasks.alerts.deadline_view import view_of
from tasks.alerts.matter_context import MatterContext, matter_contexts
from tasks.alerts.office_context import office_context
from tasks.how_far import Progress, unseen
from tasks.record.derive import PAGE, derivation_of
from tasks.record.docket_words import cause_words
from tasks.record.office_law import OfficeLaw, office_law
from tasks.record.processes import Span, in_spans, matters_of

_SHOWN = 100
"""So many broken proofs are listed."""


Answers = list[dict[str, str]]
"""What the law answers to each matter, as a digest, for the hash of a recount."""


@dataclass(slots=True)
class Recount:
    """What a recount saw: `hash` is one over all matters, `differences` name what does not agree."""

    matters: int = 0
    deadlines: int = 0
    differences: list[str] = field(default_factory=list)
    derived: list[str] = field(default_factory=list)
    """The docket numbers of the matters of which what is derived is stored otherwise, and may be repaired:
    none whose docket has a broken chain."""

    hash: str = ""
    closures: dict[str, str] = field(default_factory=dict)
    """The office's proclaimed closures by which it counted: the order of each day."""

    waits: bool = False
    """A change of the law awaits approval: the chains are verified, and nothing is recalculated."""

    @property
    def verdict(self) -> str:
        """What a difference means, in capitals."""
        return "THE LAW AWAITS APPROVAL" if self.waits else "STORED DATA DIFFERS FROM THE RECALCULATION"

    def take(self, part: "Recount", answers: Answers) -> None:
        """Adds what was seen of the next matters, and what the law answers to each."""
        self.matters += part.matters
        self.deadlines += part.deadlines
        self.differences += part.differences
        self.derived += part.derived
        for answer in answers:
            self.hash = link(answer, self.hash)


def recount(engine: Engine, *, now: datetime, progress: Progress = unseen) -> Recount:
    """Recalculates every matter, in as many processes as there are cores, and compares; repairs nothing."""
    with reading(engine) as session:
        waits, closures = awaits_approval(session, load_law()), closures_in_short(session)
        found = Recount(waits=waits, closures=closures)
        of = count_of(session, Matter)
    if found.waits:
        found.differences.append("nothing is compared until someone approves it")
    for part in in_spans(engine, partial(_count_span, now=now, waits=waits), size=PAGE):
        found.take(*part)
        progress(found.matters, of)
    with snapshot(engine) as session:
        found.differences += _in_short(proof_faults(session, all_receipts(session)))
        if closures_in_short(session) != found.closures:
            found.differences.append("a proclaimed closure changed during the recount: run it again")
    return found


def _in_short(faults: list[str]) -> list[str]:
    """A receipt keeps them: no more of them than a person reads."""
    left = len(faults) - _SHOWN
    return (
        faults if left <= 0 else [*faults[:_SHOWN], f"{left:,} more, which deployments.verify --record lists"]
    )


def _count_span(engine: Engine, span: Span, *, now: datetime, waits: bool) -> tuple[Recount, Answers]:
    """Compares some hundred matters, as they are at one instant."""
    part, answers = Recount(waits=waits), Answers()
    with snapshot(engine) as session:
        page = matters_of(session, span)
        dockets, law = docket_rows(session, page), office_law(session)
        seals = seals_by_matter(session, [matter.id for matter in page])
        contexts = matter_contexts(session, dockets, office_context(session, Links(""), now))
        for context in contexts:
            _count(context, docket_faults(context.entries, seals.get(context.matter.id)), law, part, answers)
    return part, answers


def _count(
    context: MatterContext, broken: list[str], law: OfficeLaw, found: Recount, answers: Answers
) -> None:
    """Compares one matter; `broken` is what of its chain does not hold."""
    name = context.matter.docket_number
    found.matters += 1
    differing = [] if found.waits else _compared(context, law, found, answers)
    if differing and not broken:
        found.derived.append(name)
    found.differences += [f"{name}: {text}" for text in broken + differing]


def _compared(context: MatterContext, law: OfficeLaw, found: Recount, answers: Answers) -> list[str]:
    docket = context.docket
    try:
        derivation = derivation_of(docket, law, now=context.office.now)
    except DocketError as error:
        return [f"its deadlines cannot be calculated: {cause_words(error)}"]
    found.deadlines += len(derivation.answer.deadlines)
    answer = digest(derivation.answer.as_json())
    answers.append({"matter": context.matter.docket_number, "answer": answer})
    texts = _differences(derivation, {identity_of(row): row for row in docket.deadlines})
    texts += [text for row in docket.deadlines for text in _overslept(row, context)]
    texts += _defect_differences(derivation, docket.defects)
    return texts + _held_too_long(docket, derivation, law)


def _held_too_long(docket: DocketRows, derivation: Derivation, law: OfficeLaw) -> list[str]:
    """That a docket, which is the same, is to be derived again on another day than its answer calls for."""
    was, basis = docket.derived, law.basis(docket.head, docket.matter.timezone)
    if was is None or not holds(was, basis, derivation.today):
        return []
    if was.holds_through == derivation.holds_through:
        return []
    return [f"it is to be derived again after {was.holds_through}, expected after {derivation.holds_through}"]


def _overslept(row: Deadline, context: MatterContext) -> list[str]:
    """That a deadline is to be checked later than its next alert falls due."""
    view = view_of(context, row)
    day = next_look(view.state, view.steps, view.holds, context.today)
    if day is None:
        return []
    latest = morning_of(day, context.matter.timezone)
    if row.next_step_at is not None and row.next_step_at <= latest:
        return []
    return [f"{row.rule}: the next check is at {row.next_step_at}, expected by {latest:%Y-%m-%d %H:%M %Z}"]


def _differences(derivation: Derivation, stored: dict[tuple[str, int, int], Deadline]) -> list[str]:
    """What is stored otherwise than derived, missing or too many."""
    texts = []
    for clock in derivation.answer.deadlines:
        row = stored.pop(derivation.identity_of(clock), None)
        if row is None or row.withdrawn:
            texts.append(f"{clock.rule} of {clock.anchor_on} is not stored")
            continue
        columns = columns_of(clock)
        for name in _comparable(row, derivation.at):
            if getattr(row, name) != columns[name]:
                stored_as, said = _shown(getattr(row, name)), _shown(columns[name])
                texts.append(
                    f"{clock.rule}: {_IN_WORDS[name]} is stored as {stored_as}, recalculated as {said}"
                )
    return texts + [
        f"{row.rule} of {row.anchor_on} is stored, but not recalculated"
        for row in stored.values()
        if not row.withdrawn
    ]


def _defect_differences(derivation: Derivation, stored: Sequence[Defect]) -> list[str]:
    derived = derivation.defects()
    kept = {(row.code, row.entry_number) for row in stored if not row.withdrawn}
    missing = [f"the defect {code} at E{number} is not stored" for code, number in sorted(derived - kept)]
    extra = [
        f"the defect {code} at E{number} is stored, but not recalculated"
        for code, number in sorted(kept - derived)
    ]
    return missing + extra


def _comparable(row: Deadline, now: datetime) -> list[str]:
    """The columns to compare. A clock that waits for its look may lag in what the passing of days changes."""
    waits = row.next_step_at is not None and row.next_step_at <= now
    return [name for name in _IN_WORDS if not (waits and name in _BY_THE_DAY)]


_IN_WORDS = {
    "kind": "the kind",
    "bound": "whose it is",
    "anchor_kind": "the event that starts it",
    "anchor_on": "the date that starts it",
    "strict_on": "the earliest last day",
    "lenient_on": "the latest last day",
    "act_by": "the act-by date",
    "ambiguities": "what is unclear of it",
    "status": "the status",
    "settled_on": "the day it ended",
}
_BY_THE_DAY = ("status", "settled_on")


def _shown(value: object) -> str:
    if value is None or value == []:
        return "none"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
