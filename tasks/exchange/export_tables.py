"""Matters, entries and deadlines as tables; the first two have the columns of an import."""

from collections.abc import Mapping, Sequence

from models.forms.matter import LifecycleChoice, MatterForm
from models.law.load import load_law
from models.law.text.vocabulary import FACTS, RuleKind
from models.record.tables.dockets import Account, Deadline, Entry, Matter
from tasks.exchange.import_titles import NUMBER, SHA256, entry_columns, matter_columns
from tasks.exchange.sheets import Table, Value
from tasks.record.deadline_name import deadline_name
from tasks.record.reasons import Reasons, Why

_DEADLINES = (
    "Docket number",
    "Deadline",
    "What",
    "Whose",
    "Days mean",
    "Earliest last day",
    "Latest last day",
    "Act by",
    "Status",
    "Settled on",
    "If missed",
    "Citation",
    "Quote",
    "Ambiguities",
    "Trace",
)


def matters_table(matters: Sequence[tuple[Matter, Account]]) -> Table:
    """The sheet of matters."""
    rows = [_in_order(matter_columns(), _matter_fields(matter, account)) for matter, account in matters]
    return Table("matters", list(matter_columns()), rows)


def _matter_fields(matter: Matter, account: Account) -> dict[str, Value]:
    """By the form's fields; those that are not named here bear the same name in the record."""
    otherwise: dict[str, Value] = {
        "lifecycle": LifecycleChoice[matter.lifecycle.upper()].value,
        "importer": account.name,
        "importer_number": account.importer_number,
        "recorded_by": matter.opened_by,
    }
    same = {name: getattr(matter, name) for name in MatterForm.model_fields if name not in otherwise}
    return same | otherwise


def entries_table(dockets: Sequence[tuple[Matter, Sequence[Entry]]], *, privileged: bool) -> Table:
    """The sheet of entries, with the facts that any of them has, and their notes only where that is asked."""
    fields = [_entry_fields(matter, entry) for matter, entries in dockets for entry in entries]
    used = {name for each in fields for name in each}
    if not privileged:
        used.discard("privileged_note")
    columns = {title: name for title, name in entry_columns().items() if name in used}
    return Table("entries", list(columns), [_in_order(columns, each) for each in fields])


def _entry_fields(matter: Matter, entry: Entry) -> dict[str, Value]:
    return {
        NUMBER: f"E{entry.number}",
        "matter": matter.docket_number,
        "event": load_law().title_of(entry.kind),
        "occurred_on": entry.occurred_on,
        **{name: _fact(value) for name, value in entry.facts.items() if name in FACTS},
        "belongs_to": ", ".join(f"E{number}" for number in entry.of),
        "corrects": "" if entry.replaces is None else f"E{entry.replaces}",
        "why_corrected": entry.reason,
        "reference": entry.reference,
        "document": entry.document,
        SHA256: entry.document_sha256,
        "privileged_note": entry.privileged_note,
        "recorded_by": entry.recorded_by,
    }


def _fact(value: object) -> Value:
    match value:
        case bool():
            return "Yes" if value else "No"
        case str() | int() | float():
            return value
        case _:
            return str(value)


def deadlines_table(clocks: Sequence[tuple[Matter, Sequence[Deadline]]], whys: Mapping[int, Why]) -> Table:
    """The sheet of deadlines: both readings, the status, and why, by the matters' ids."""
    lines = [_clock(matter, row, whys[matter.id].of(row)) for matter, rows in clocks for row in rows]
    return Table("deadlines", _DEADLINES, lines)


def _clock(matter: Matter, row: Deadline, reasons: Reasons) -> list[Value]:
    status = row.status.replace("_", " ")
    return [
        matter.docket_number,
        deadline_name(row),
        row.title,
        row.bound,
        RuleKind(row.kind).day_means,
        row.strict_on,
        row.lenient_on,
        row.act_by,
        f"{status}, withdrawn" if row.withdrawn else status,
        row.settled_on,
        row.if_missed,
        row.citation,
        reasons.quote,
        ", ".join(row.ambiguities),
        "\n".join(reasons.trace),
    ]


def _in_order(columns: Mapping[str, str], fields: Mapping[str, Value]) -> list[Value]:
    return [fields.get(name) for name in columns.values()]
