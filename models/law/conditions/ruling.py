"""Rulings: which requests are NAFTA's, and which were referred: 19 CFR part 177, 181.99, 19 U.S.C. 1625."""

from collections.abc import Iterable
from datetime import date, timedelta

from models.law.engine.clock import Start
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.matter import Matter

NAFTA_ENDED = date(2020, 7, 1)
"""The day USMCA took NAFTA's place (19 CFR part 182)."""

COMMENT = "RUL-05"


def is_nafta_request(_matter: Matter, entry: CurrentEntry) -> bool:
    """Whether 181.99 gives the request a period."""
    return entry.says("nafta") and entry.on < NAFTA_ENDED


def is_ordinary_request(matter: Matter, entry: CurrentEntry) -> bool:
    """Whether only the service promise speaks of it."""
    return not is_nafta_request(matter, entry)


def is_referred_request(matter: Matter, entry: CurrentEntry) -> bool:
    """Whether an ordinary request was referred to a Customs attorney, by doubt too."""
    reach = Start(entry, matter.chains.of[entry.index], binds_customs=True)
    return is_ordinary_request(matter, entry) and bool(matter.concerning(reach, "ruling_referred"))


def check_request(_matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """A NAFTA request after NAFTA's end."""
    if entry.says("nafta") and entry.on >= NAFTA_ENDED:
        yield "nafta_ended"


def check_comments_closed(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Comments closed before the thirtieth day of the latest proposal."""
    chains = matter.chains.of[entry.index]
    proposed = matter.by_then(entry, "modification_proposed")
    proposed = [each for each in proposed if matter.shares_chain(each, chains)]
    least = timedelta(days=matter.law.rules[COMMENT].count or 0)
    if proposed and entry.on < proposed[-1].on + least:
        yield "comment_period_short"
