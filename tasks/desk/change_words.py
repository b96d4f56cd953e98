"""What an entry changes, as pages show it: what starts, moves, ends, with the reasons of each date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from models.in_words import dates, long_date, sentence, spaced
from models.record.deadlines import identity_of
from models.record.derivation import Changes, Identity
from models.record.tables.dockets import Deadline, Defect
from tasks.desk.whose import must_act
from tasks.record.deadline_name import deadline_name
from tasks.record.deadline_words import days_in_words, status_words


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineChange:
    """One deadline that changes. `act`: New deadline, Moved, Ended, Changed, Withdrawn."""

    act: str
    identity: Identity
    name: str
    title: str
    days: str
    was: str
    """The days before, where they moved."""

    act_by: str
    status: str
    whose: str
    citation: str
    quote: str = ""
    trace: Sequence[str] = ()
    unclear: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesShown:
    """All that an entry changes."""

    deadlines: Sequence[DeadlineChange]
    defects: Sequence[Defect]
    cleared: Sequence[str] = field(default=())
    """The defects that it resolves, in words."""

    @property
    def is_nothing(self) -> bool:
        """Whether no deadline and no defect changes."""
        return not (self.deadlines or self.defects or self.cleared)


def shown(changes: Changes, unclear: Mapping[str, str]) -> ChangesShown:
    """The changes in the order in which people read them; `unclear` are the ambiguities in words."""
    moved = {id(each.deadline) for each in changes.moved}

    def change(act: str, row: Deadline, was: str = "") -> DeadlineChange:
        return _change(act, row, changes, unclear, was)

    return ChangesShown(
        deadlines=[
            *(change("New deadline", row) for row in changes.started),
            *(
                change("Moved", each.deadline, dates((each.strict_on, each.lenient_on)))
                for each in changes.moved
            ),
            *(change("Ended", row) for row in changes.settled),
            *(change("Changed", row) for row in changes.restated if id(row) not in moved),
            *(change("Withdrawn", row) for row in changes.withdrawn),
        ],
        defects=changes.raised,
        cleared=[sentence(spaced(row.code)) for row in changes.cleared],
    )


def _change(
    act: str, row: Deadline, changes: Changes, unclear: Mapping[str, str], was: str
) -> DeadlineChange:
    clock = changes.clocks.get(identity_of(row))
    acts = row.act_by is not None and row.settled_on is None and not row.withdrawn
    return DeadlineChange(
        act=act,
        identity=identity_of(row),
        name=deadline_name(row),
        title=row.title,
        days=days_in_words(row),
        was=was,
        act_by=long_date(row.act_by) if row.act_by and acts else "",
        status="no longer on the docket" if row.withdrawn else status_words(row, long_date),
        whose=must_act(row),
        citation=row.citation,
        quote=clock.quote if clock else "",
        trace=tuple(clock.trace) if clock else (),
        unclear=[f"{each}: {unclear.get(each, 'no longer listed')}" for each in row.ambiguities]
        if clock
        else (),
    )
