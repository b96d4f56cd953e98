"""`make chaos`: breaks Landwaiter at every point, and says what was lost.

`CHAOS_KILLS` limits the kills, `CHAOS_OPERATIONS` names what is killed, by commas. `CHAOS_SEED` repeats
a week, `CHAOS_MATTERS` sets how many matters it has.
Names of parts (kills, faults, weeks) as arguments run only these; the results of the others stay.
"""

import os
import secrets
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

# Every mail reads the certificates that are trusted; nobody outside is asked.
os.environ["SSL_CERT_FILE"] = str(Path(__file__).resolve().parents[1] / "support" / "nobody.pem")

from tests.chaos.at_the_desk import AT_THE_DESK
from tests.chaos.errands import ERRANDS
from tests.chaos.faults import faults
from tests.chaos.forms import FORMS
from tests.chaos.grounds import DATABASES, Site, removed
from tests.chaos.kills import Tally, tried
from tests.chaos.offices import founded
from tests.chaos.report import as_row, in_short, is_sound, read_results, write_page, write_results
from tests.chaos.shared import each_on_its_own
from tests.chaos.weeks import week

OPERATIONS = {operation.name: operation for operation in (*FORMS, *ERRANDS, *AT_THE_DESK)}
_FEW = 3
"""Cases of each fault where the kills are limited."""

_MATTERS, _FEW_MATTERS = 2000, 60
Row = dict[str, Any]


def killed(site: Site, trial: tuple[str, str, int | None]) -> Tally:
    """One operation on one database, killed at so many points, or at all."""
    name, database, most = trial
    office = founded(database, site)
    try:
        return tried(OPERATIONS[name], office, most)
    finally:
        removed(office)


def all_kills(environment: Mapping[str, str]) -> list[Row]:
    """Every operation on every database, in the order of the list; where some are named, only these anew."""
    most, named = _limit(environment), _operations(environment)
    rows = [(name, database) for name, each in OPERATIONS.items() for database in each.databases]
    wanted = [row for row in rows if row[0] in named]
    trials = [(*row, share(most, len(wanted), place)) for place, row in enumerate(wanted)]
    done = [said(as_row(tally)) for tally in each_on_its_own(killed, trials)]
    kept = [row for row in read_results()["kills"] if row["operation"] not in named]
    return sorted([*kept, *done], key=lambda row: rows.index((row["operation"], row["database"])))


def faulty(site: Site, trial: tuple[str, int | None]) -> Tally:
    """One fault beside kills."""
    name, most = trial
    return dict(faults())[name](site, most)


def all_faults(environment: Mapping[str, str]) -> list[Row]:
    """Every fault that can be tried here, the longest first."""
    few = None if _limit(environment) is None else _FEW
    trials = [(name, few) for name, _ in faults()]
    done = [said(as_row(tally)) for tally in each_on_its_own(faulty, trials)]
    return sorted(done, key=lambda row: (row["operation"], row["database"]))


def lived(site: Site, trial: tuple[str, int, int]) -> Row:
    """A week on one database."""
    database, matters, seed = trial
    return week(site, database, matters, seed)


def all_weeks(environment: Mapping[str, str]) -> list[Row]:
    """A week on each database. A seed that is not given is new, and printed."""
    matters = int(
        environment.get("CHAOS_MATTERS") or (_MATTERS if _limit(environment) is None else _FEW_MATTERS)
    )
    seed = int(environment.get("CHAOS_SEED") or secrets.randbelow(10**6))
    print(
        f"A week of {matters:,} matters. To repeat it: CHAOS_SEED={seed} CHAOS_MATTERS={matters}", flush=True
    )
    trials = [(database, matters, seed) for database in DATABASES]
    done = [said(row) for row in each_on_its_own(lived, trials)]
    return sorted(done, key=lambda row: DATABASES.index(row["database"]))


PARTS: Mapping[str, Callable[[Mapping[str, str]], list[Row]]] = {
    "kills": all_kills,
    "faults": all_faults,
    "weeks": all_weeks,
}


def _operations(environment: Mapping[str, str]) -> list[str]:
    """The operations that `CHAOS_OPERATIONS` names, by commas; all where it names none."""
    given = environment.get("CHAOS_OPERATIONS", "")
    return [name.strip() for name in given.split(",")] if given.strip() else list(OPERATIONS)


def _limit(environment: Mapping[str, str]) -> int | None:
    return int(environment["CHAOS_KILLS"]) if environment.get("CHAOS_KILLS") else None


def share(most: int | None, rows: int, place: int) -> int | None:
    """How many of the kills are for one row of the table: one at the least."""
    return None if most is None else max(1, most * (place + 1) // rows - most * place // rows)


def said(row: Row) -> Row:
    """Prints a row as soon as it is there."""
    print(in_short(row), flush=True)
    return row


def main(parts: Sequence[str], environment: Mapping[str, str]) -> int:
    """Status 0 where nothing was lost, doubled elsewhere than in the window, or came out otherwise."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if unknown := [part for part in parts if part not in PARTS]:
        print(f"There is no part {unknown[0]!r}. Expected some of: {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    if strange := [name for name in _operations(environment) if name not in OPERATIONS]:
        print(f"There is no operation {strange[0]!r}. Expected: {', '.join(OPERATIONS)}.", file=sys.stderr)
        return 2
    results = read_results()
    for part in parts:
        results[part] = PARTS[part](environment)
        write_results(results)
    if _limit(environment) is None:
        write_page(results)
    return 0 if all(is_sound(row) for part in parts for row in results[part]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(PARTS), os.environ))
