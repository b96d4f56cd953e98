"""What a record holds, without what may rightly differ from run to run: two pictures can be compared.

Every table is compared, those too that are added later. Left out are: ids, which name nothing outside (a row
is known by what it says, and a reference by the row that it leads to); instants, of which only counts whether
there is one; hashes over either, which the recount proves instead; how often a message was tried.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table
from sqlmodel import SQLModel

from models.record.database import reading
from models.record.tables.columns import Instant
from tasks.watch.recount import recount
from tests.chaos.grounds import Ground
from tests.chaos.post_office import Mail

_LEFT_OUT = {"hash", "previous_hash", "law_hash", "facts_hash", "sha256", "key", "attempts", "page_id", "seq"}
_LEFT_OUT |= {"note_salt", "note_hash", "head", "token_hash", "run_id"}
"""Columns of any table that hold an id, an instant, a salt or a hash over them, or count attempts."""

_ONLY_THE_SUBJECT = {("alert", "content"), ("message", "content")}
"""The words of an alert bear its key and links with ids; of them the subject line is compared."""

_ONLY_WHETHER = {("paper", "content")}
"""A document has the instant in it at which it was written."""

_UNCOMPARED = {("receipt", "content"), ("alert", "message_id")}
_UNCOMPARED |= {("docketseal", "entries"), ("docketseal", "salts")}
"""What a look saw; with which others an alert came: its message says that it came; salted hashes."""

_THE_LOG = "changepage"
"""Digests over ids and instants, a page for each transaction. The recount compares the rows with them."""

SAID_AGAIN = {"delivery", "receipt", "officeperiod", "counselnote", "ladderedition"}
"""Logs, and what an office sets: the newest row counts. A form submitted again adds one more."""

_SUBJECTS = {
    "deadline": "deadline",
    "defect": "defect",
    "evidence": "evidence",
    "own": "owndeadline",
    "undelivered": "message",
    "moved away": "matter",
    "matter": "matter",
    "importer": "account",
    "account": "account",
    "entry": "entry",
    "acknowledgement": "acknowledgement",
    "document": "document",
}
"""Which row the subject of an alert or of a correction means, such as `deadline:7`."""

_SUBJECT = re.compile(r"(" + "|".join(_SUBJECTS) + r")[: ](\d+)")
_NUMBERED = re.compile(r"(retracted|handed on) \d+")
"""Steps that bear the id of what called for them."""

_REFERENCES = {("account", "merged_into"): "account"}
"""Columns that lead to a row without a foreign key."""

_RESTS = re.compile(r"\..*\.part|\..*\.unfinished|.*\.unfinished|record\.sqlite.*|up\.lock")
_INSTANTS = re.compile(rb"\d{8}T\d{6}Z|\d\d:\d\d UTC|(?m:^(UID|SEQUENCE|X-LANDWAITER-MARK).*$)")
"""What of a calendar follows from the instant at which it was written, or from an id."""

_CLOCKED = re.compile(r"\d{8}-\d{6}")

Row = tuple[tuple[str, str], ...]


@dataclass
class Picture:
    """The rows of each table, the mail that came, the files; and what of the record cannot be proved."""

    tables: dict[str, Counter[Row]] = field(default_factory=dict)
    mails: Counter[tuple[str, str]] = field(default_factory=Counter)
    files: dict[str, str] = field(default_factory=dict)
    unproved: list[str] = field(default_factory=list)


@dataclass
class Difference:
    """What is lacking, and what is there beside it, in words."""

    lost: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)


def picture(ground: Ground, mails: Iterable[Mail], *, now: datetime) -> Picture:
    """The installation as it is; `mails` are those that came while it ran."""
    keys = {(mail.to, mail.subject, mail.key) for mail in mails}
    return Picture(
        tables=_tables(ground),
        mails=Counter((to, subject) for to, subject, _ in keys),
        files=files_in(ground.home),
        unproved=recount(ground.engine, now=now).differences,
    )


def compare(calm: Picture, after: Picture) -> Difference:
    """What the one has and the other has not. Nothing is excused here."""
    found = Difference()
    for table in calm.tables.keys() | after.tables.keys():
        one, other = calm.tables.get(table, Counter()), after.tables.get(table, Counter())
        if table in SAID_AGAIN:
            one, other = Counter(set(one)), Counter(set(other))
        found.lost += [f"{table}: {_said(row)}" for row in (one - other).elements()]
        found.extra += [f"{table}: {_said(row)}" for row in (other - one).elements()]
    found.lost += [f"mail to {to}: {subject}" for to, subject in (calm.mails - after.mails).elements()]
    more = (after.mails - calm.mails).elements()
    # A form that tests a channel tests it again.
    found.extra += [f"mail to {to}: {subject}" for to, subject in more if "test message" not in subject]
    found.lost += [f"file {name}" for name in calm.files.keys() - after.files.keys()]
    found.extra += [f"file {name}" for name in after.files.keys() - calm.files.keys()]
    both = calm.files.keys() & after.files.keys()
    found.extra += [f"file {name} is another" for name in both if calm.files[name] != after.files[name]]
    found.extra += [f"unproved: {each}" for each in after.unproved if each not in calm.unproved]
    return found


def _said(row: Row) -> str:
    return ", ".join(f"{name}={value}" for name, value in row if value not in ("", "None", "[]", "{}"))[:400]


# ------------------------------------------------------------------------------------------- tables


def _tables(ground: Ground) -> dict[str, Counter[Row]]:
    with reading(ground.engine) as session:
        connection = session.connection()
        kept = {
            table.name: [dict(row) for row in connection.execute(table.select()).mappings()]
            for table in SQLModel.metadata.sorted_tables
            if table.name != _THE_LOG
        }
    reader = _Reader(kept)
    return {
        table.name: Counter(reader.row(table, row) for row in kept[table.name])
        for table in SQLModel.metadata.sorted_tables
        if table.name != _THE_LOG
    }


class _Reader:
    """Reads rows by what they say; what they lead to is read the same way."""

    def __init__(self, kept: Mapping[str, list[dict[str, Any]]]) -> None:
        self._known: dict[tuple[str, int], str] = {}
        self._rows = {
            (table, row["id"]): row
            for table, rows in kept.items()
            for row in rows
            if row.get("id") is not None
        }

    def row(self, table: Table, row: Mapping[str, Any]) -> Row:
        """A row as names and values in words."""
        values = ((column.name, self._value(table, column, row)) for column in table.columns)
        told = [(name, value) for name, value in values if value is not None]
        if table.name == "alert":
            told.append(("state", self._state(row["message_id"])))
        return tuple(told)

    def _value(self, table: Table, column: Any, row: Mapping[str, Any]) -> str | None:
        name, value, place = column.name, row[column.name], (table.name, column.name)
        target = next((key.column.table.name for key in column.foreign_keys), _REFERENCES.get(place))
        if target is not None and place not in _UNCOMPARED:
            return "None" if value is None else self._identity(target, value)
        is_id = name == "id" and column.primary_key
        if is_id or name in _LEFT_OUT or place in _UNCOMPARED or _is_hash(table, name, row):
            return None
        if isinstance(column.type, Instant):
            return "set" if value is not None else "None"
        if place in _ONLY_THE_SUBJECT:
            return str(value.get("subject"))
        if place in _ONLY_WHETHER:
            return str(bool(value))
        if table.name == "mending" and row["field"] in ("importer", "merged_into") and value:
            value = self._identity("account", int(value)) if name in ("before", "after") else value
        return self._worded(str(value))

    def _worded(self, value: str) -> str:
        def named(found: re.Match[str]) -> str:
            return f"{found[1]} {self._identity(_SUBJECTS[found[1]], int(found[2]))}"

        return _NUMBERED.sub(r"\1", _SUBJECT.sub(named, value))

    def _identity(self, table: str, id_: int) -> str:
        """A short name for the row that an id leads to: the same for rows that say the same."""
        known = self._known.get((table, id_))
        if known is None:
            row = self._rows.get((table, id_))
            words = "nothing" if row is None else repr(self.row(SQLModel.metadata.tables[table], row))
            known = self._known[table, id_] = hashlib.sha256(words.encode()).hexdigest()[:10]
        return known

    def _state(self, message_id: int | None) -> str:
        return "unsent" if message_id is None else str(self._rows["message", message_id]["state"])


def _is_hash(table: Table, name: str, row: Mapping[str, Any]) -> bool:
    """Of an alert about a matter that moved, `due` is the hash of the correction."""
    return (table.name, name) == ("alert", "due") and str(row["subject"]).startswith("moved away")


# -------------------------------------------------------------------------------------------- files


def files_in(home: Path) -> dict[str, str]:
    """What each file says, with its mode, by its name; not the record, and no rest of a cut writing."""
    files = [path for path in home.rglob("*") if path.is_file() and not _RESTS.fullmatch(path.name)]
    return {
        _CLOCKED.sub("AT", str(path.relative_to(home))): f"{path.stat().st_mode:o} {_content(path)}"
        for path in files
    }


def _content(path: Path) -> str:
    """Of a calendar what does not change with the instant, of archives and secrets only that it is there."""
    if path.suffix in (".zip", ".xlsx", ".backup") or path.name == "login":
        return "whole" if path.stat().st_size else "empty"
    return hashlib.sha256(_INSTANTS.sub(b"", path.read_bytes().replace(b"\r\n ", b""))).hexdigest()
