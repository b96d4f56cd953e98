"""Sheets as JSON, so that a file is read once: each cell comes back as it was, also one that is no value."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from tasks.exchange.grids import Grid
from tasks.exchange.sheets import Cell, Formatted, Row, Unusable


def grids_to_json(grids: Sequence[Grid]) -> list[Any]:
    """The sheets as lists, texts and numbers."""
    return [
        [grid.name, grid.skipped, [[row.number, [_said(cell) for cell in row.cells]] for row in grid.rows]]
        for grid in grids
    ]


def grids_from_json(said: Sequence[Any]) -> list[Grid]:
    """The sheets that `grids_to_json` said."""
    return [
        Grid(name, tuple(Row(number, tuple(map(_cell, cells))) for number, cells in rows), skipped)
        for name, skipped, rows in said
    ]


def _said(cell: Cell) -> Any:
    match cell:
        case Formatted(value, form):
            return {"number": value, "form": form}
        case Unusable(reason):
            return {"unusable": reason}
        case datetime():
            return {"instant": cell.isoformat()}
        case date():
            return {"day": cell.isoformat()}
        case _:
            return cell


def _cell(said: Any) -> Cell:
    match said:
        case {"number": value, "form": form}:
            return Formatted(value, form)
        case {"unusable": reason}:
            return Unusable(reason)
        case {"instant": instant}:
            return datetime.fromisoformat(instant)
        case {"day": day}:
            return date.fromisoformat(day)
        case None | str() | int() | float():
            return said
        case _:
            raise ValueError(f"{said!r} is no cell.")
