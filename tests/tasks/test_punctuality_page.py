"""The page of the punctuality ledger, its sentences for petitions, and the wall between importers."""

import pytest

from models.errors import RecordError
from models.forms.timeliness import PunctualityForm
from models.record.database import transaction
from models.record.matters import find_account
from models.record.tables.dockets import Matter
from tasks.pages.timeliness_page import page_key, punctuality_page
from tests.support.scenes import Scene
from tests.support.timeliness import CONFERENCE, REPORT, audit, five_audits, ledger_of, said


def test_a_sentence_ready_for_a_petition(sqlite_scene: Scene) -> None:
    five_audits(sqlite_scene)
    assert said(ledger_of(sqlite_scene), "AUD-06") == [
        "In 2 of 4 matters on record, CBP completed the audit report later than § 163.11(a)(5) allows, by "
        "a median of 30.5 days.",
        "In 1 matter on record, CBP has not yet completed the audit report: as of September 28, 2025, 10 "
        "days later than § 163.11(a)(5) allows.",
    ]


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        (
            [("1", "2025-05-30")],
            "In 0 of 1 matter on record, CBP completed the audit report later than § 163.11(a)(5) allows.",
        ),
        (
            [("1", "2025-06-03")],
            "In 1 of 1 matter on record, CBP completed the audit report later than § 163.11(a)(5) allows, by "
            "1 day.",
        ),
        (
            [("1", "2025-06-04"), ("2", "2025-06-06"), ("3", "2025-05-01")],
            "In 2 of 3 matters on record, CBP completed the audit report later than § 163.11(a)(5) allows, "
            "by a median of 3 days.",
        ),
    ],
)
def test_the_sentence_for_one_and_for_many(
    reports: list[tuple[str, str]], expected: str, sqlite_scene: Scene
) -> None:
    for docket, on in reports:
        audit(sqlite_scene, f"AUD-{docket}", (CONFERENCE, "2025-03-03"), (REPORT, on))
    assert said(ledger_of(sqlite_scene), "AUD-06") == [expected]


def test_a_copy_shows_the_report_and_the_sentence_says_that_it_may_have_come_before(
    sqlite_scene: Scene,
) -> None:
    audit(sqlite_scene, "AUD-1", (CONFERENCE, "2025-03-03"), ("report_copy_sent", "2025-06-12"))
    late, caution = said(ledger_of(sqlite_scene), "AUD-06")
    assert late.endswith("allows, by 10 days.")
    assert caution == (
        "In 1 of these, the date is that of “Copy of the report sent”: the step may have been done earlier."
    )


def test_what_has_no_number_in_the_law_is_never_called_late(sqlite_scene: Scene) -> None:
    sqlite_scene.open("DEM-1", "demand")
    sqlite_scene.record("demand_received", "2025-03-03", docket="DEM-1")
    asked = {"until": "2025-05-01", "explanation": "records abroad"}
    sqlite_scene.record("extension_requested", "2025-03-10", docket="DEM-1", facts=asked)
    sqlite_scene.record("extension_denied", "2025-03-31", docket="DEM-1")
    sqlite_scene.open("RUL-1", "ruling")
    sqlite_scene.record("ruling_requested", "2025-03-03", docket="RUL-1")
    sqlite_scene.record("ruling_issued", "2025-04-12", docket="RUL-1")
    found = ledger_of(sqlite_scene)
    assert said(found, "DEM-04") == [
        "In 1 matter on record, CBP answered the request for more time after a median of 21 days. No law "
        "sets a number of days for this step."
    ]
    assert said(found, "RUL-01") == [
        "In 1 matter on record, CBP issued the ruling after a median of 40 days. No law sets a "
        "number of days for this step."
    ]


def test_only_one_importers_matters_are_counted_where_one_is_named(scene: Scene) -> None:
    audit(scene, "ACME-1", (CONFERENCE, "2025-03-03"), (REPORT, "2025-06-10"))
    audit(scene, "GLOB-1", (CONFERENCE, "2025-03-03"), (REPORT, "2025-05-10"), importer="Globex")
    ours = ledger_of(scene, "Acme")
    assert [case.docket_number for case in ours.cases] == ["ACME-1", "ACME-1"]
    page = punctuality_page(ours, {})
    assert "> In 1 of 1 matter on record, CBP completed the audit report later" in page
    assert "GLOB" not in page
    assert "Globex" not in page
    with pytest.raises(RecordError, match="No importer is named 'acme'"):
        ledger_of(scene, "acme")


def test_the_page_of_the_office_gives_the_figures_of_each_importer(sqlite_scene: Scene) -> None:
    audit(sqlite_scene, "ACME-1", (CONFERENCE, "2025-03-03"), (REPORT, "2025-06-10"))
    audit(sqlite_scene, "GLOB-1", (CONFERENCE, "2025-03-03"), (REPORT, "2025-05-12"), importer="Glob*ex")
    found = ledger_of(sqlite_scene)
    page = punctuality_page(found, {1: "http://pages/1"})
    assert "A petition may cite only its own importer's matters" in page
    # To 10 June 99 days, to 12 May 70: of 91 by the lenient reading.
    assert "| **All** | answered: 2<br>median **84.5**<br>quartiles 77.25 and 91.75 |" in page
    assert "| Acme | answered: 1<br>median **99** | late, up to 30 days: 1 |" in page
    assert "| Glob\\*ex | answered: 1<br>median **70** | 50–100%: 1 |" in page
    assert "<strong>Acme</strong>: In 1 of 1 matter on record, CBP completed the audit report later" in page
    line = (
        "| [ACME-1](http://pages/1)<br>Acme | E1, Mon, Mar 3, 2025<br>"
        "E2, Tue, Jun 10, 2025: Audit report completed | "
    )
    assert f"{line}**99**<br>late by 8 days (last day Mon, Jun 2, 2025) |" in page


def test_figures_are_grouped_by_year_and_office_where_there_are_several(sqlite_scene: Scene) -> None:
    audit(sqlite_scene, "AUD-1", (CONFERENCE, "2025-03-03"))
    page = punctuality_page(ledger_of(sqlite_scene), {})
    assert "started in 2025" not in page
    assert "America/New_York" not in page
    audit(sqlite_scene, "AUD-2", (CONFERENCE, "2026-03-03"))
    with transaction(sqlite_scene.engine) as session:
        session.get_one(Matter, 2).customs_office = "Chicago Field Office"
    page = punctuality_page(ledger_of(sqlite_scene, day="2026-04-01"), {})
    for name in ("started in 2025", "started in 2026", "not named, America/New_York", "Chicago Field Office"):
        assert f"| {name.replace('_', chr(92) + '_')} |" in page


def test_each_ledger_has_a_page_of_its_own(sqlite_scene: Scene) -> None:
    sqlite_scene.open()
    with transaction(sqlite_scene.engine) as session:
        acme = find_account(session, "Acme")
    assert acme is not None
    assert page_key(ledger_of(sqlite_scene)) == "punctuality"
    assert page_key(ledger_of(sqlite_scene, "Acme")) == f"punctuality-importer-{acme.id}"
    assert "No CBP step is on record." in punctuality_page(ledger_of(sqlite_scene), {})


def test_the_form_asks_for_an_importer_or_for_none() -> None:
    assert PunctualityForm.model_validate({}).importer is None
    assert PunctualityForm.model_validate({"importer": "  "}).importer is None
    assert PunctualityForm.model_json_schema()["properties"]["importer"]["title"] == "Importer"
    assert "default" not in PunctualityForm.model_json_schema()["properties"]["importer"]
