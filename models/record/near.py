"""Asks about what is nearly on record already: a matter, an importer, an event."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlmodel import Session

from models.errors import RecordError
from models.in_words import long_date
from models.inputs import MatterInput
from models.law.load import load_law
from models.law.text.vocabulary import ENTRY_WITHDRAWN, FACTS, FactType
from models.record.dockets import current_entries
from models.record.likeness import nearly_named
from models.record.matters import accounts, find_account
from models.record.number_keys import numbered_alike
from models.record.said_entries import AnyEntry, SaidEntry

_NEAR = timedelta(days=30)
"""So far apart the same event on two dates may be one, with a wrong date."""


def refuse_nearly_known(session: Session, draft: MatterInput) -> None:
    """Asks about a docket number with another spelling on record, and about an importer nearly on record.

    Raises `RecordError`, whose message says what is on record and how to answer.
    """
    same = [each for each in numbered_alike(session, draft.docket_number) if each != draft.docket_number]
    if same:
        raise RecordError(
            f"The docket number {draft.docket_number} is nearly {same[0]}, which is on record. Did you mean "
            f"{same[0]}? Then record entries there. If not, choose Yes in Different from the one on record."
        )
    if find_account(session, draft.importer) is not None:
        return
    near = nearly_named(draft.importer, [each.name for each in accounts(session)])
    if near:
        raise RecordError(
            f"No importer is named {draft.importer!r}. Did you mean {' or '.join(near)}? Then enter that "
            "name. If not, choose Yes in Different from the one on record."
        )


def same_on_another_day(entries: Sequence[SaidEntry], entry: SaidEntry) -> str:
    """A question about an event that is on record within a month of it; empty where there is none.

    Both entries count until one is taken back, so that no date is lost meanwhile.
    """
    last = like_on_another_day(entries, entry)
    if last is None:
        return ""
    return (
        f"E{last.number} is the same event on another date: {load_law().title_of(last.kind)}, "
        f"{long_date(last.occurred_on)}. Did it happen twice? If not, take the wrong entry back: record "
        f"Entry withdrawn, with E{last.number} or E{entry.number} in Corrects. Until then both count."
    )


def like_on_another_day(entries: Sequence[AnyEntry], entry: SaidEntry) -> AnyEntry | None:
    """The newest current entry of the same event within a month of it, on another day."""
    if entry.replaces is not None or entry.kind == ENTRY_WITHDRAWN:
        return None
    same = [
        each
        for each in current_entries(entries, entry.kind)
        if each.number != entry.number
        and timedelta() < abs(each.occurred_on - entry.occurred_on) <= _NEAR
        and _says_the_same(each, entry)
    ]
    return same[-1] if same else None


def same_but_for_its_dates(entries: Sequence[AnyEntry], entry: SaidEntry, day: date) -> AnyEntry | None:
    """What is on record on a day and says the same, whatever dates are among its facts."""
    same = [
        each
        for each in current_entries(entries, entry.kind)
        if each.occurred_on == day and _says_the_same(each, entry, but=FactType.DATE)
    ]
    return same[-1] if same else None


def _says_the_same(entry: SaidEntry, draft: SaidEntry, *, but: FactType | None = None) -> bool:
    """What only one of them says tells them not apart; two documents with numbers of their own are two."""
    compared = [name for name in draft.facts if name in entry.facts and FACTS[name] is not but]
    facts = all(entry.facts[name] == draft.facts[name] for name in compared)
    of = not entry.of or not draft.of or sorted(entry.of) == sorted(draft.of)
    return facts and of and (not entry.reference or entry.reference == (draft.reference or entry.reference))
