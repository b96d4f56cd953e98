"""The answer of `explain` to any docket, worked out a second time.

Written from the encoding alone, by other means than the product's engine, so that the two can be compared.
It imports nothing of the product.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from tests.law.oracle import audit, beside, certification, demand, retention, summons
from tests.law.oracle.belonging import Belonging
from tests.law.oracle.calendar import Days
from tests.law.oracle.docket import Docket, Entry, RefusedError, read
from tests.law.oracle.play import Matter
from tests.law.oracle.standing import standing
from tests.law.oracle.starting import rows, starts

LIFECYCLES: Mapping[str, Callable[[Matter], None]] = {
    "audit": audit.audit,
    "summons": summons.summons,
    "demand": demand.demand,
    "certification": certification.certification,
    "storage": beside.storage,
    "retention": retention.retention,
    "disclosure": beside.disclosure,
    "penalty": beside.penalty,
    "ruling": beside.ruling,
    "sale": beside.sale,
    "improvement": beside.improvement,
}


def answer(docket: object, own_closures: Iterable[date] = ()) -> dict[str, Any]:
    """The rows and problems in order, or `{"error": True}` for bad input.

    `own_closures` are the proclaimed days of the product's own list, for a docket that gives no days.
    """
    try:
        given = read(docket)
    except RefusedError:
        return {"error": True}
    matter = _matter(given, own_closures)
    LIFECYCLES[given.lifecycle](matter)
    doubt = {(index, "link_needed") for index in matter.belonging.doubt}
    late = {(index, "entry_after_as_of") for index in matter.standing.late}
    ordered = sorted(matter.rows, key=matter.position)
    problems = sorted(matter.problems | doubt | late)
    return {
        "deadlines": [matter.as_row(row) for row in ordered],
        "problems": [{"code": code, "entry": index} for index, code in problems],
    }


def _matter(given: Docket, own_closures: Iterable[date]) -> Matter:
    stands = standing(given)
    says_nothing = given.closures is None and given.proclaimed is None
    proclaimed = own_closures if says_nothing else given.proclaimed or ()

    def starting(rule: str, entry: Entry, before: list[Entry], belonging: Belonging) -> bool:
        return _starts(rule, entry, before, belonging, given)

    belonging = Belonging(stands, given.lifecycle, starting)
    return Matter(given, stands, belonging, Days(given.closures or (), proclaimed))


def _starts(rule: str, entry: Entry, before: list[Entry], belonging: Belonging, given: Docket) -> bool:
    """Whether the entry starts a clock of a rule that a date can be fixed for."""
    if rule == "SUM-14":
        return entry.kind == "enforcement_ordered"
    if rule == "DEM-01":
        return entry.kind == "oral_demand_made" and given.office.get(rule, 10) is not None
    if rule == "PDS-03":
        first = beside.earliest(before)
        return entry == first and entry.facts["data_missing"] is not False
    return rule in rows() and starts(rows()[rule], entry, before, belonging, given)
