"""What the trials came to: `build/chaos.json`, and the tables of docs/reliability.md between their marks."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.chaos.kills import Tally

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reliability.md"
RESULTS = ROOT / "build" / "chaos.json"
Row = dict[str, Any]
Results = dict[str, list[Row]]


def as_row(tally: Tally) -> Row:
    """What one operation, or one fault, came to."""
    return {
        "operation": tally.operation,
        "database": tally.database,
        "points": tally.points,
        "kills": tally.kills,
        "lost": tally.lost,
        "doubled": tally.doubled,
        "doubled_outside_window": tally.outside,
        "seconds": round(tally.recovery, 2),
        "differences": tally.faults,
    }


def is_sound(row: Row) -> bool:
    """Whether nothing was lost, nothing doubled outside the window, and nothing else differs."""
    return not any(row.get(name) for name in ("lost", "doubled_outside_window", *_DIFFERENCES))


_DIFFERENCES = ("differences", "lacking", "unexplained", "trouble")


def in_short(row: Row) -> str:
    """A row for the terminal, with the first of what differs."""
    texts = [text for name in _DIFFERENCES for text in row.get(name, ())]
    said = {name: value for name, value in row.items() if name not in _DIFFERENCES}
    words = ", ".join(f"{name} {value}" for name, value in said.items())
    return "\n".join([f"{words}, differences {len(texts)}", *(f"    {text}" for text in texts[:5])])


def read_results() -> Results:
    """The results of the parts that are not run now."""
    none: Results = {"kills": [], "faults": [], "weeks": []}
    if not RESULTS.is_file():
        return none
    kept = json.loads(RESULTS.read_text(encoding="utf-8"))
    return {name: kept.get("rows", none)[name] for name in none}


def write_results(results: Results) -> None:
    """Puts them where nothing is tracked. The first five keys are for who only asks whether it is sound."""
    every = [*results["kills"], *results["faults"]]
    told = {
        "kills": sum(row["kills"] for row in results["kills"]),
        "fault_points": sum(row["points"] for row in every),
        "lost": sum(row["lost"] for row in every) + sum(len(week["lacking"]) for week in results["weeks"]),
        "doubled_outside_window": sum(row["doubled_outside_window"] for row in [*every, *results["weeks"]]),
        "databases": sorted({row["database"] for row in every}),
        "rows": results,
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def write_page(results: Results) -> None:
    """Puts the tables into the page; what is around them stays."""
    page = PAGE.read_text(encoding="utf-8")
    for name, said in (("kills", _kills), ("faults", _faults), ("weeks", _weeks)):
        if results[name]:
            begin, end = f"<!-- {name}: written by make chaos -->\n", f"<!-- end of {name} -->"
            before, _, rest = page.partition(begin)
            page = f"{before}{begin}\n{said(results[name])}\n\n{end}{rest.partition(end)[2]}"
    PAGE.write_text(page, encoding="utf-8")


_HEADS = ("operation", "database", "points", "kills", "lost", "doubled", "time to recover")


def _kills(rows: Sequence[Row]) -> str:
    cells = [
        (
            row["operation"],
            row["database"],
            f"{row['points']:,}",
            f"{row['kills']:,}",
            f"{row['lost']}",
            f"{row['doubled']}",
            f"{row['seconds']:.2f} s",
        )
        for row in rows
    ]
    sums = {name: sum(row[name] for row in rows) for name in ("points", "kills", "lost", "doubled")}
    total = ("**all**", "", *(f"**{sums[name]:,}**" for name in sums), "")
    return _table(_HEADS, [*cells, total])


def _faults(rows: Sequence[Row]) -> str:
    heads = ("fault", "database", "times", "lost", "doubled", "time to recover")
    cells = [
        (
            row["operation"],
            row["database"],
            f"{row['kills']:,}",
            f"{row['lost']}",
            f"{row['doubled']}",
            f"{row['seconds']:.2f} s" if row["seconds"] else "",
        )
        for row in rows
    ]
    return _table(heads, cells)


_OUTAGES = {
    "channel": "channel away",
    "clock": "wrong system time",
    "database": "database away",
    "server": "server off",
    "worker": "run killed",
}


def _weeks(rows: Sequence[Row]) -> str:
    heads = ("database", "matters", "seed", "outages", "alerts in the calm week", "lacking", "in addition")
    cells = [
        (
            week["database"],
            f"{week['matters']:,}",
            f"{week['seed']}",
            _counted({_OUTAGES[kind]: number for kind, number in week["outages"].items()}),
            f"{week['alerts']:,}",
            f"{len(week['lacking'])}",
            _counted({**week["extra"], "doubled messages": week["doubled"]}),
        )
        for week in rows
    ]
    return _table(heads, cells)


def _counted(numbers: dict[str, int]) -> str:
    return ", ".join(f"{name}: {number:,}" for name, number in numbers.items())


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
