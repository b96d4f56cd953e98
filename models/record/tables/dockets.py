"""The record's tables. Legal days are `date`, instants aware UTC; a row names people, never secrets.

A docket is append-only: an `Entry` is neither updated nor deleted. What is derived from it (`Deadline`,
`Defect`) is updated in place and never deleted, so that its identity outlives every derivation.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.law.load import load_law
from models.record.tables.board import DEMAND_CLOSED, LATE_PRODUCTION, Group, condition
from models.record.tables.columns import instant, json_column
from models.record.tables.running import RUNS, UNLOOKED


def _only(name: str, *columns: str, where: str) -> Index:
    """An index of the rows of a condition, which a query finds only where it has the same words."""
    return Index(name, *columns, postgresql_where=text(where), sqlite_where=text(where))


class Account(SQLModel, table=True):
    """An importer whose matters are watched. What was corrected of it is in `Mending` too.

    `merged_into`: the id of the importer that it turned out to be; it has no matters any more. `number_key`
    is its number without what two spellings differ in (`models/record/number_keys.py` keeps it).
    """

    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    importer_number: str = ""
    timezone: str = "America/New_York"
    merged_into: int | None = None
    number_key: str = Field(default="", index=True)


class Matter(SQLModel, table=True):
    """One audit, summons, demand …; its docket number is what people call it.

    What was corrected of it is in `Mending` too. `first_number`: the docket number that it was opened with,
    where it has another one now. `number_key` is as of an importer, of the docket number.
    """

    id: int = Field(default=None, primary_key=True)
    docket_number: str = Field(unique=True)
    lifecycle: str = Field(index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    title: str = ""
    customs_office: str = ""
    opened_on: date
    timezone: str = "America/New_York"
    opened_at: datetime = instant()
    opened_by: str
    page_id: str = ""
    """The id of its page in the server; empty before it has one."""

    first_number: str = ""
    number_key: str = Field(default="", index=True)


class Mending(SQLModel, table=True):
    """One value of a matter or an importer that was corrected; never updated, never deleted (as an entry).

    `subject` is `matter:<id>` or `importer:<id>`, `number` the place among the corrections of that subject.
    `before` and `after` are texts; an importer is there by its id. `hash` chains it to the one before it.
    """

    __table_args__ = (UniqueConstraint("subject", "number"),)

    id: int = Field(default=None, primary_key=True)
    subject: str = Field(index=True)
    number: int
    field: str
    before: str
    after: str
    reason: str
    recorded_by: str
    recorded_at: datetime = instant()
    previous_hash: str
    hash: str


class Entry(SQLModel, table=True):
    """One dated fact of a docket; never updated, never deleted (the database refuses both).

    `number` is its place in the docket (E1, E2 …) and its id to the law. `of` holds such numbers, `replaces`
    one, `reason` says why it does. `hash` chains it to the entry before it in its docket, by the rules of
    its `chain_format` (`models/record/docket_chain.py`); `note_hash` is of the note with its salt.
    """

    __table_args__ = (
        UniqueConstraint("matter_id", "number"),
        UniqueConstraint("matter_id", "replaces"),
        _only("ix_entry_demand_closed", "matter_id", where=DEMAND_CLOSED),
    )

    id: int = Field(default=None, primary_key=True)
    matter_id: int = Field(foreign_key="matter.id", index=True)
    number: int
    kind: str
    occurred_on: date
    facts: dict[str, Any] = json_column(dict)
    of: list[int] = json_column(list)
    replaces: int | None = None
    reason: str = ""
    reference: str = ""
    document: str = ""
    document_sha256: str = ""
    privileged_note: str = ""
    recorded_by: str
    confirmed_by: str = ""
    recorded_at: datetime = instant()
    chain_format: int = 1
    note_salt: str = ""
    note_hash: str = ""
    previous_hash: str
    hash: str


class CurrentEntry(SQLModel, table=True):
    """The current entries of a docket, those that no correction replaced: a fact recorded twice is one entry.

    `digest` is over kind, day, facts, `of` and reference.
    """

    __tablename__ = "standingentry"

    matter_id: int = Field(foreign_key="matter.id", primary_key=True)
    digest: str = Field(primary_key=True)
    entry_id: int = Field(foreign_key="entry.id", unique=True)


class Deadline(SQLModel, table=True):
    """One clock of a matter as last derived. `trigger_root` and `chain_root` are entry numbers, 0 for none.

    `withdrawn`: the docket no longer gives it. `set_on`: the day, in the matter's zone, it became known on.
    `looked_on`: the day of the last look. `next_step_at`: the instant of the next one, None for never.
    """

    __table_args__ = (
        UniqueConstraint("matter_id", "rule", "trigger_root", "chain_root"),
        *(_only(f"ix_deadline_unlooked_{day}", day, where=where) for day, where in UNLOOKED.items()),
        _only("ix_deadline_looked_on", "looked_on", where=RUNS),
        *(
            _only(
                f"ix_deadline_board_{group}", "strict_on", "lenient_on", "rule", "id", where=condition(group)
            )
            for group in Group
        ),
        _only("ix_deadline_late_production", "settled_on", "matter_id", where=LATE_PRODUCTION),
    )

    id: int = Field(default=None, primary_key=True)
    matter_id: int = Field(foreign_key="matter.id", index=True)
    rule: str
    trigger_root: int
    chain_root: int
    kind: str
    bound: str
    citation: str
    anchor_kind: str
    anchor_on: date
    strict_on: date
    lenient_on: date
    act_by: date | None = None
    status: str
    settled_on: date | None = None
    if_missed: str
    ambiguities: list[str] = json_column(list)
    withdrawn: bool = False
    set_on: date
    looked_on: date | None = None
    next_step_at: datetime | None = instant(nullable=True, index=True)
    law_hash: str
    derived_at: datetime = instant()

    @property
    def title(self) -> str:
        """What people call it: its rule's title, or the rule where the law has it no more."""
        rule = load_law().rules.get(self.rule)
        return self.rule if rule is None else rule.title


class Defect(SQLModel, table=True):
    """A problem on a docket as last derived: a code at an entry. `candidates`: entries it could belong to."""

    __table_args__ = (UniqueConstraint("matter_id", "code", "entry_number"),)

    id: int = Field(default=None, primary_key=True)
    matter_id: int = Field(foreign_key="matter.id", index=True)
    code: str
    entry_number: int
    citation: str
    text: str
    candidates: list[int] = json_column(list)
    withdrawn: bool = False
    next_step_at: datetime | None = instant(nullable=True, index=True)
    law_hash: str
    derived_at: datetime = instant()


class DerivedDocket(SQLModel, table=True):
    """Of what the deadlines and defects of a docket were derived last. While it is the same, they hold.

    `head` is the number and the hash of its last entry then, empty where it had none. `settings` is a digest
    of the matter's zone, the office's numbers and the proclaimed closures. What was derived holds from
    `derived_on` through `holds_through`, days in the matter's zone.
    """

    matter_id: int = Field(foreign_key="matter.id", primary_key=True)
    head: str
    law_hash: str
    settings: str
    derived_on: date
    holds_through: date


class Receipt(SQLModel, table=True):
    """What one sweep, recount or step-in looked at, under which law and calendar, and what it told.

    `seq` runs without a gap; `hash` chains each receipt to the one before it, by the rules of its
    `chain_format` (`models/record/receipt_chain.py`).
    """

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str = Field(index=True)
    at: datetime = instant()
    law_hash: str
    content: dict[str, Any] = json_column(dict)
    chain_format: int = 1
    previous_hash: str
    hash: str


class Confirmation(SQLModel, table=True):
    """That somebody else read the document and found the entry right."""

    id: int = Field(default=None, primary_key=True)
    entry_id: int = Field(foreign_key="entry.id", unique=True)
    document_sha256: str
    confirmed_by: str
    confirmed_at: datetime = instant()
