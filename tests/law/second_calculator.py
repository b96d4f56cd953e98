"""The answer of `explain` to a docket of an audit or a summons, worked out a second time.

Written from the encoding alone, by other means than the product's engine, so that the two can be compared.
It imports nothing of the product.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

import second_audit
import second_summons
from second_belonging import Belonging
from second_calendar import Days
from second_docket import Docket, RefusedError, read
from second_play import Matter
from second_standing import standing


def answer(docket: object, own_closures: Iterable[date] = ()) -> dict[str, Any]:
    """The rows and problems in order, or `{"error": True}` for bad input.

    `own_closures` are the closures of the product's own list, for a docket that gives none. A lifecycle
    other than these two counts as bad input.
    """
    try:
        given = read(docket)
    except RefusedError:
        return {"error": True}
    matter = _matter(given, own_closures)
    if given.lifecycle == "audit":
        second_audit.audit(matter)
    else:
        second_summons.summons(matter)
    doubt = {(index, "link_needed") for index in matter.belonging.doubt}
    late = {(index, "entry_after_as_of") for index in matter.standing.late}
    rows = sorted(matter.rows, key=matter.position)
    problems = sorted(matter.problems | doubt | late)
    return {
        "deadlines": [matter.as_row(row) for row in rows],
        "problems": [{"code": code, "entry": index} for index, code in problems],
    }


def _matter(given: Docket, own_closures: Iterable[date]) -> Matter:
    stands = standing(given)
    if given.lifecycle == "audit":
        starters = second_audit.starters(stands, given.office)
    else:
        starters = second_summons.starters(stands)
    closures = own_closures if given.closures is None else given.closures
    belonging = Belonging(stands, given.lifecycle, starters)
    return Matter(given, stands, belonging, Days(closures))
