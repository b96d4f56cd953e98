"""The worked dates, the oracles of penalties and validity, and the old cases all stand in the law files."""

from models.law.examples import all_differences
from models.law.load import load_law

WORKED = set(
    [
        "H01",
        "H02",
        "H03",
        "H04",
        "P01",
        "P03",
        "P05",
        "P07",
        "P09",
        "X01",
        "X03",
        "X05",
        "X07",
        "X09",
        "X11",
        "X13",
        "X15",
        "X17",
        "X19",
        "X21",
        "X23",
        "X25",
        "X27",
        "X29",
        "X31",
        "X33",
        "X35",
        "X37",
        "X39",
        "X41",
        "X43",
        "X45",
        "X47",
        "X49",
        "X51",
        "X53",
        "X55",
        "X57",
        "X59",
        "X61",
        "X63",
        "X65",
    ]
)


def test_every_worked_date_stands_in_a_law_file_and_holds() -> None:
    law = load_law()
    listed = {each.id for each in (*law.examples, *law.costs, *law.precedents)}
    assert WORKED - listed == set()
    assert list(all_differences(law)) == []
