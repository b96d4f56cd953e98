"""Rulings: NAFTA requests, referred requests: 19 CFR part 177, 181.99, 19 U.S.C. 1625."""

from collections.abc import Iterable
from datetime import date, timedelta

from models.law.engine.clock import Start
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.docket_index import through_day
from models.law.engine.matter import Matter

NAFTA_ENDED = date(2020, 7, 1)
"""The day USMCA took NAFTA's place (19 CFR part 182)."""

COMMENT = "RUL-05"


def is_nafta_request(_matter: Matter, entry: CurrentEntry) -> bool:
    """Returns whether the request is for a NAFTA advance ruling, made before NAFTA ended: 181.99."""
    return entry.says("nafta") and entry.on < NAFTA_ENDED


def is_ordinary_request(matter: Matter, entry: CurrentEntry) -> bool:
    """Returns whether only the service promise gives the request a time."""
    return not is_nafta_request(matter, entry)


def is_referred_request(matter: Matter, entry: CurrentEntry) -> bool:
    """Returns whether an ordinary request was referred to a Customs attorney, even by an entry in doubt."""
    reach = Start(entry, matter.chains.of[entry.index], binds_customs=True)
    return is_ordinary_request(matter, entry) and bool(matter.first_concerning(reach, ["ruling_referred"]))


def check_request(_matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds a request for a NAFTA advance ruling made after NAFTA ended."""
    if entry.says("nafta") and entry.on >= NAFTA_ENDED:
        yield "nafta_ended"


def check_comments_closed(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds a comment period closed before day 30 of the latest proposal of its chain: 177.12(b)(1)."""
    chains = matter.chains.of[entry.index]
    of_chains = [matter.index.of_kind_in(chain, "modification_proposed") for chain in chains]
    proposed = [each[-1].on for entries in of_chains if (each := through_day(entries, entry.on))]
    least = timedelta(days=matter.law.rules[COMMENT].count or 0)
    if proposed and entry.on < max(proposed) + least:
        yield "comment_period_short"
