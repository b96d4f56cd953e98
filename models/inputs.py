"""What a person wants recorded, before it is: drafts of matters, entries, contacts and the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

EVERY_IMPORTER = "all importers"
"""What stands in the place of importers' names for somebody who answers for every one, those to come too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterInput:
    """A matter to be opened. `importer` is the account's name; it is made where it is new."""

    docket_number: str
    lifecycle: str
    importer: str
    importer_number: str = ""
    opened_on: date
    timezone: str = "America/New_York"
    title: str = ""
    customs_office: str = ""
    opened_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryInput:
    """A dated fact to be recorded. `facts` are JSON values; `of` and `replaces` are entry numbers."""

    kind: str
    occurred_on: date
    facts: Mapping[str, Any] = field(default_factory=dict)
    of: tuple[int, ...] = ()
    replaces: int | None = None
    reason: str = ""
    reference: str = ""
    document: str = ""
    document_sha256: str = ""
    privileged_note: str = ""
    recorded_by: str
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactInput:
    """A person to be told. `importers` are account names; hours such as 09:00, both empty for any hour."""

    name: str
    role: str
    channel: str
    importers: tuple[str, ...]
    added_by: str
    fallback: str = ""
    timezone: str = "America/New_York"
    works_from: str = ""
    works_to: str = ""
    wants_digest: bool = True
    every_importer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureInput:
    """A proclaimed closure to be recorded, or withdrawn with a reason. `source` names the order."""

    on: date
    source: str = ""
    withdraws: bool = False
    reason: str = ""
    recorded_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterCorrection:
    """What is corrected of a matter; None leaves a value as it is, an empty text takes it away.

    `new_importer`: the importer that it moves to is not on record yet.
    """

    matter: str
    docket_number: str | None = None
    importer: str | None = None
    new_importer: bool = False
    opened_on: date | None = None
    timezone: str | None = None
    title: str | None = None
    customs_office: str | None = None
    reason: str
    recorded_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImporterCorrection:
    """What is corrected of an importer; None leaves a value as it is, an empty number takes it away.

    `merge_into`: the importer on record that it turned out to be.
    """

    importer: str
    name: str | None = None
    importer_number: str | None = None
    merge_into: str | None = None
    reason: str
    recorded_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDeadlineInput:
    """A deadline of the office's own. `whose` is a contact's name, empty for the importer's owner."""

    matter: str
    title: str
    due_on: date
    whose: str = ""
    note: str = ""
    recorded_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnEndInput:
    """The end of a deadline of the office's own, by its number: done, or taken back with a reason."""

    matter: str
    number: int
    done: bool
    ended_on: date | None = None
    reason: str = ""
    recorded_by: str
