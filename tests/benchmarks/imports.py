"""What an import costs: many entries on one docket, and on many."""

from collections.abc import Iterator

from models.record.database import migrate, opened_engine
from models.settings import Settings
from tasks.exchange.importing import import_file
from tests.benchmarks.bench import Bench
from tests.benchmarks.dockets import NOW
from tests.benchmarks.figures import Figure, Spent, spent
from tests.support.databases import on_sqlite
from tests.support.sheets import KINDS, Rows, entry_row, many_rows, matter_row, write_tables

DOCKETS = 250


def one_docket(entries: int) -> tuple[Rows, Rows]:
    """All of the entries on one docket, such as an importer's customs entries that are to be kept."""
    rows = [
        entry_row("REC-1", "Customs entry made", f"2024-02-{1 + place % 28:02}", Reference=f"R-{place}")
        for place in range(entries)
    ]
    return [matter_row("REC-1", KINDS[2][1])], rows


def measure(bench: Bench) -> Iterator[Figure]:
    """`import_per_s` for one docket and for many."""
    number = bench.imported
    several = min(DOCKETS, number)
    for dockets, rows in ((1, one_docket(number)), (several, many_rows(number, dockets=several))):
        took = imported(bench, f"import-{dockets}", rows)
        yield Figure(
            key="import_per_s",
            of=(f"{dockets} docket{'s' if dockets > 1 else ''}",),
            value=number / took.wall,
            cpu=number / took.cpu,
            unit="entries a second",
            note=f"{number:,} entries from tables of text, checked, derived and kept in {took.wall:.1f} s",
        )


def imported(bench: Bench, name: str, rows: tuple[Rows, Rows]) -> Spent:
    """What it takes to import rows of matters and entries into an empty record on SQLite."""
    home = bench.home / name
    home.mkdir()
    settings: Settings = on_sqlite(home)
    migrate(settings)
    path = write_tables(home / "tables", matters=rows[0], entries=rows[1])
    with opened_engine(settings) as engine, spent() as took:
        done = import_file(engine, path, by="Bench", commit=True, now=NOW)
    assert (done.bad_rows, done.entries) == (0, len(rows[1]))
    return took
