"""Runs three flows while the record's database fails: `python -m tests.support.faulted_runs DATABASE`.

Prints, as JSON, how each of them ended under each fault. The faults are real: a lock that another session
holds, a session that the server ends at a statement, and one that it ends at the commit.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import psycopg

from flows.exchange import import_matters
from flows.lifecycles.audit import record_audit
from flows.watch import watch
from models.forms.entry import entry_form
from models.forms.exchange import ImportForm
from models.law.text.vocabulary import Lifecycle
from models.record import database

NOTE = "the-planted-note"
ENTRY = {
    "matter": "AUD-1",
    "event": "On-site work completed",
    "occurred_on": "2026-01-06",
    "recorded_by": "Bo",
}
_ENDS = """
CREATE OR REPLACE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
"""
_AT_ONCE = "CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON {} FOR EACH ROW EXECUTE FUNCTION cut()"
_AT_COMMIT = (
    "CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON {} DEFERRABLE INITIALLY DEFERRED "
    "FOR EACH ROW EXECUTE FUNCTION cut()"
)


@contextmanager
def locked(address: str, table: str) -> Iterator[None]:
    """Another session holds the table."""
    with psycopg.connect(address) as other:
        other.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE".encode())
        yield


@contextmanager
def cut(address: str, table: str, trigger: str = _AT_ONCE) -> Iterator[None]:
    """The server ends the session that writes to the table."""
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(_ENDS.encode())
        server.execute(trigger.format(table).encode())
        yield
        server.execute(f"DROP TRIGGER cut ON {table}".encode())


def runs(address: str) -> dict[str, tuple[AbstractContextManager[None], Callable[[], Any]]]:
    """Each flow with what fails while it runs."""
    entry = entry_form(Lifecycle.AUDIT).model_validate(ENTRY | {"privileged_note": NOTE})
    sheet = ImportForm.model_validate(
        {"file": "matters.csv", "effect": "Import, if nothing is wrong", "recorded_by": "Bo"}
    )
    return {
        "record, locked": (locked(address, "entry"), lambda: record_audit(entry, return_state=True)),
        "record, cut": (
            cut(address, "entry", _AT_COMMIT),
            lambda: record_audit(entry, return_state=True),
        ),
        "import, cut": (cut(address, "matter"), lambda: import_matters(sheet, return_state=True)),
        "watch, cut": (cut(address, "receipt"), lambda: watch(return_state=True)),
    }


def main(address: str) -> None:
    """Every run under its fault."""
    ended = dict[str, tuple[str, str]]()
    for name, (fault, run) in runs(address).items():
        with fault:
            state = run()
        ended[name] = (str(state.type.value), str(state.message))
    print(json.dumps(ended))


if __name__ == "__main__":
    database.BUSY_SECONDS = 1
    main(sys.argv[1])
