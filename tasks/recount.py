"""Recounts all that is stored: whether it is as the dockets give it, and every chain holds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy import Engine
from sqlmodel import Session

from models.chain import digest, link
from models.db import transaction
from models.derived import Derivation, columns_of, deadlines_of, defects_of, identity_of
from models.dockets import verify_chain
from models.law.load import load_law
from models.office import awaits_approval
from models.receipts import all_receipts, verify_receipts
from models.store import matters
from models.tables import Deadline, Defect, Matter
from tasks.derive import PAGE, derivation_of


@dataclass(slots=True)
class Recount:
    """What a recount saw: `hash` is one over all matters, `differences` name what is not as derived."""

    matters: int = 0
    deadlines: int = 0
    differences: list[str] = field(default_factory=list)
    hash: str = ""


@task(cache_policy=NO_CACHE)
def recount(engine: Engine, *, now: datetime) -> Recount:
    """Derives every matter anew and compares it with what is stored; repairs nothing."""
    found, after = Recount(), 0
    with transaction(engine) as session:
        if awaits_approval(session, load_law()):
            found.differences.append("the law changed and waits for approval")
            return found
    while True:
        with transaction(engine) as session:
            page = matters(session, after_id=after, limit=PAGE)
            for matter in page:
                _count(session, matter, found, now)
        if not page:
            break
        after = page[-1].id
    with transaction(engine) as session:
        gaps = verify_receipts(all_receipts(session))
    found.differences += [f"the chain of receipts does not hold at {seq}" for seq in gaps]
    return found


def _count(session: Session, matter: Matter, found: Recount, now: datetime) -> None:
    derivation = derivation_of(session, matter, now=now)
    name, answer = matter.docket_number, derivation.answer
    broken = [f"the chain does not hold at E{number}" for number in verify_chain(derivation.entries)]
    differing = _differences(derivation, {identity_of(row): row for row in deadlines_of(session, matter)})
    differing += _defect_differences(derivation, defects_of(session, matter))
    found.differences += [f"{name}: {text}" for text in (*broken, *differing)]
    found.matters += 1
    found.deadlines += len(answer.deadlines)
    found.hash = link({"matter": name, "answer": digest(answer.as_json())}, found.hash)


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
                texts.append(
                    f"{clock.rule}: {name} is stored as {getattr(row, name)}, derived {columns[name]}"
                )
    return texts + [
        f"{row.rule} of {row.anchor_on} is stored only" for row in stored.values() if not row.withdrawn
    ]


def _defect_differences(derivation: Derivation, stored: Sequence[Defect]) -> list[str]:
    derived = derivation.defects()
    kept = {(row.code, row.entry_number) for row in stored if not row.withdrawn}
    missing = [f"the defect {code} at E{number} is not stored" for code, number in sorted(derived - kept)]
    extra = [f"the defect {code} at E{number} is stored only" for code, number in sorted(kept - derived)]
    return missing + extra


def _comparable(row: Deadline, now: datetime) -> list[str]:
    """The columns to compare. A clock that waits for its look may lag in what the passing of days changes."""
    always = ["anchor_kind", "anchor_on", "strict_on", "lenient_on", "act_by"]
    waits = row.next_step_at is not None and row.next_step_at <= now
    return always if waits else [*always, "status", "settled_on"]
