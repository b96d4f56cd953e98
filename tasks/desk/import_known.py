"""A file whose sheets and columns all have the template's own names: nothing of it needs to be asked."""

from collections.abc import Sequence

from tasks.desk.import_choices import (
    LEFT_OUT,
    OfferedColumn,
    choose_columns,
    choose_sheets,
    dates_seen,
    offered_columns,
    offered_sheets,
)
from tasks.desk.uploads import Upload
from tasks.exchange.grids import Grid
from tasks.exchange.import_template import LEFT_TO_WHO_IMPORTS
from tasks.exchange.import_titles import columns_of


def choose_known(grids: Sequence[Grid], upload: Upload) -> bool:
    """Chooses for the sheets and columns what their names say; False where something has to be asked.

    Then the upload has a part of the choices, and is not to be kept.
    """
    offered = offered_sheets(grids, upload.sheets)
    if choose_sheets(grids, {each.name: (each.kind, each.titles_row) for each in offered}, upload):
        return False
    if not all(_choose(grid, upload) for grid in grids if upload.sheets[grid.name].kind):
        return False
    upload.is_mapped = not dates_seen(grids, upload.sheets).asks
    return upload.is_mapped


def _choose(grid: Grid, upload: Upload) -> bool:
    choice = upload.sheets[grid.name]
    offered = offered_columns(grid, choice, is_mapped=False, notes=False)
    if not all(each.field and _is_own(choice.kind, each) for each in offered):
        return False
    said = {each.place: each.field for each in offered}
    upload.sheets[grid.name], wrong, missing = choose_columns(grid, choice, said, rest_left_out=False)
    return not (wrong or missing)


def _is_own(kind: str, column: OfferedColumn) -> bool:
    """A suggested column has a title of its own; what is left out must be the one that nobody reads."""
    return column.field != LEFT_OUT or columns_of(kind).get(column.title) == LEFT_TO_WHO_IMPORTS
