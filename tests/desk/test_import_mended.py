"""What is typed in the place of a cell, and what an import says that it would add."""

from pathlib import Path

import pytest

from models.record.database import reading
from models.record.dockets import entries_of
from models.record.matters import matter_named
from tasks.exchange.importing import import_file
from tests.support.at_the_desk import DeskOf
from tests.support.imports_at_the_desk import (
    AUDIT,
    CLOSING,
    book,
    checked,
    desk_that_imports,
    mend,
    uploaded,
)
from tests.support.scenes import Scene
from tests.support.sheets import entry_row, matter_row, write_book

DAY_FIRST = {"dates": "Day/month/year"}


@pytest.fixture
def desk(scene: Scene, tmp_path: Path) -> DeskOf:
    """A desk with Lee, who leads for Acme alone, and Ada, who sees every importer."""
    return desk_that_imports(scene, tmp_path)


def days(desk: DeskOf) -> list[str]:
    """The days of the entries on record."""
    with reading(desk.scene.engine) as session:
        return [str(each.occurred_on) for each in entries_of(session, matter_named(session, "AUD-1"))]


def test_a_typed_date_is_never_read_by_the_order_of_the_file(desk: DeskOf, tmp_path: Path) -> None:
    content = book(tmp_path, entries=[entry_row("AUD-1", CLOSING, "31/12/2025")])
    with desk.signed_in("Lee") as visitor:
        there = checked(visitor, content, **DAY_FIRST)
        mend(visitor, there, {"row": "0-2", "m-0-2-occurred_on": "12/2/2025"})
        page = visitor.text(f"{there}/check")
        assert "does not say which number is the month" in page
        assert "2025-02-12 for Wed, Feb 12, 2025 or 2025-12-02 for Tue, Dec 2, 2025" in page
        assert 'value="12/2/2025"' in page
        assert "<button>Import</button>" not in page
        mend(visitor, there, {"row": "0-2", "m-0-2-occurred_on": "February 12"})
        assert "The date as year-month-day, such as 2026-12-02" in visitor.text(f"{there}/check")
        mend(visitor, there, {"row": "0-2", "m-0-2-occurred_on": "2025-02-12"})
        assert "Wed, Feb 12, 2025" in visitor.text(f"{there}/check")
        visitor.send(f"{there}/take", shown_at=f"{there}/check")
    assert days(desk) == ["2025-02-12"]


@pytest.mark.parametrize("typed", ["12/25/2024", "25/12/2024", "25.12.2024"])
def test_a_typed_date_that_can_be_read_in_one_way_only_is_refused_too(
    desk: DeskOf, tmp_path: Path, typed: str
) -> None:
    with desk.signed_in("Lee") as visitor:
        there = checked(visitor, book(tmp_path, entries=[entry_row("AUD-1", CLOSING, "soon")]))
        mend(visitor, there, {"row": "0-2", "m-0-2-occurred_on": typed})
        assert "2024-12-25 for Wed, Dec 25, 2024" in visitor.text(f"{there}/check")
    assert days(desk) == []


def test_a_typed_date_that_does_not_exist_is_refused(desk: DeskOf, tmp_path: Path) -> None:
    with desk.signed_in("Lee") as visitor:
        there = checked(visitor, book(tmp_path, entries=[entry_row("AUD-1", CLOSING, "soon")]))
        mend(visitor, there, {"row": "0-2", "m-0-2-occurred_on": "2025-02-30"})
        assert "there is no such date" in visitor.text(f"{there}/check")


def test_a_typed_date_of_a_fact_and_of_a_matter_is_asked_for_in_the_same_form(
    desk: DeskOf, tmp_path: Path
) -> None:
    content = book(
        tmp_path,
        matters=[matter_row("AUD-2", AUDIT) | {"Opened on": "soon"}],
        entries=[entry_row("AUD-1", "Audit commenced", "2025-02-03", Estimated_end_of_the_audit="soon")],
    )
    with desk.signed_in("Lee") as visitor:
        there = checked(visitor, content)
        fields = {"m-0-2-opened_on": "2/3/2025", "m-1-2-estimated_end": "3/4/2025"}
        mend(visitor, there, {"row": ["0-2", "1-2"]} | fields)
        page = visitor.text(f"{there}/check")
        assert "2025-02-03 for Mon, Feb 3, 2025 or 2025-03-02 for Sun, Mar 2, 2025" in page
        assert "2025-03-04 for Tue, Mar 4, 2025 or 2025-04-03 for Thu, Apr 3, 2025" in page


def test_the_check_lists_the_first_entries_with_their_dates_in_words(desk: DeskOf, tmp_path: Path) -> None:
    rows = [entry_row("AUD-1", CLOSING, "3/4/2025", Reference=f"CC-{each}") for each in range(103)]
    with desk.signed_in("Lee") as visitor:
        there = checked(visitor, book(tmp_path, entries=rows), **DAY_FIRST)
        page = visitor.text(f"{there}/check")
    assert page.count("Thu, Apr 3, 2025") == 100
    assert "And 3 more entries." in page
    assert CLOSING in page


def test_the_check_says_what_is_overdue_and_how_nobody_is_alerted(desk: DeskOf, tmp_path: Path) -> None:
    content = book(tmp_path, entries=[entry_row("AUD-1", CLOSING, "2024-06-20")])
    with desk.signed_in("Lee") as visitor:
        page = visitor.text(f"{checked(visitor, content)}/check")
        assert "1 overdue already" in page
        assert "Landwaiter alerts people about it at once, unless you choose" in page
        page = visitor.text(
            f"{checked(visitor, book(tmp_path, entries=[entry_row('AUD-1', CLOSING, '2025-06-30')]))}/check"
        )
        assert "overdue already" not in page


def test_the_events_of_the_matters_kind_are_offered(desk: DeskOf, tmp_path: Path) -> None:
    with desk.signed_in("Lee") as visitor:
        there = checked(visitor, book(tmp_path, entries=[entry_row("AUD-1", "Conference", "2025-06-20")]))
        page = visitor.text(f"{there}/check")
    assert 'list="events-audit"' in page
    offered = page.split('<datalist id="events-audit">')[1].split("</datalist>")[0]
    assert f'value="{CLOSING}"' in offered
    assert "Summons" not in offered


def test_a_file_with_the_templates_own_columns_goes_straight_to_the_check(
    desk: DeskOf, tmp_path: Path
) -> None:
    content = book(
        tmp_path,
        matters=[matter_row("AUD-2", AUDIT) | {"CBP office": "Center A"}],
        entries=[entry_row("AUD-2", CLOSING, "2025-06-20")],
        Notes=[{"Remark": "x", "More": "y"}],
    )
    with desk.signed_in("Lee") as visitor:
        answer = uploaded(visitor, content)
        there = answer.headers["location"]
        assert there.endswith("/check")
        page = visitor.text(there)
        assert "go to steps 1 and 2" in page
        assert there.replace("/check", "/columns") in page
        visitor.send(there.replace("/check", "/take"), shown_at=there)
        with reading(desk.scene.engine) as session:
            matter = matter_named(session, "AUD-2")
        assert matter.customs_office == "Center A"
        assert f'<a href="/matters/{matter.id}">AUD-2</a>' in visitor.text("/import")
        visitor.open("/import")
    with desk.signed_in("Ada") as other:
        assert "What you imported last" not in other.text("/import")


@pytest.mark.parametrize(
    ("title", "cell"), [("Who typed it", "Bo"), ("Occurred on", "3/4/2025"), ("Event ", CLOSING)]
)
def test_a_file_that_needs_a_choice_is_asked_about(
    desk: DeskOf, tmp_path: Path, title: str, cell: str
) -> None:
    row = entry_row("AUD-1", CLOSING, "2025-06-20") | {title: cell}
    with desk.signed_in("Lee") as visitor:
        answer = uploaded(visitor, book(tmp_path, entries=[row]))
    assert answer.headers["location"].endswith("/sheets")


@pytest.mark.parametrize("title", ["CBP office", "Office of Customs"])
def test_both_titles_of_the_office_are_read_everywhere(desk: DeskOf, tmp_path: Path, title: str) -> None:
    path = write_book(tmp_path / "m.xlsx", matters=[matter_row("AUD-2", AUDIT) | {title: "Center A"}])
    done = import_file(desk.scene.engine, path, by="Bo", commit=True, now=desk.now)
    assert done.bad == []
    with reading(desk.scene.engine) as session:
        assert matter_named(session, "AUD-2").customs_office == "Center A"
