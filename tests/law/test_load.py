"""The law files are read strictly: whatever is not understood names file, line and key."""

import shutil
from pathlib import Path

import pytest

from models.law.examples import run_example
from models.law.load import PACK, LawError, load_law
from models.law.text.rule import Example

AUDITS = "163.11-audits.md"
LISTS = ("closures.toml", "coverage.toml", "equal_laws.toml")


def pack(tmp_path: Path, file: str, old: str, new: str) -> Path:
    """A copy of the pack with one change."""
    target = tmp_path / "law"
    for directory in {path.parent for path in PACK.glob("*/*.md")}:
        shutil.copytree(directory, target / directory.name)
    for list_ in LISTS:
        shutil.copy(PACK / list_, target)
    path = target / file if file in LISTS else target / "part163" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return target


LABOR_DAY = """```toml example
given = [{ kind = "enforcement_ordered", on = 2025-08-18, facts = { comply_by = 2025-09-01 } }]
expect = { strict_on = 2025-09-01, lenient_on = 2025-09-02, act_by = 2025-08-29 }
why = "Labor Day: act by the Friday before"
```"""
ORPHAN = """```toml example
given = []
expect = {}
why = ""
```"""
CARTER = 'source = "Executive Order 14133 of December 30, 2024: in respect of President Carter"\n'
PETITION = 'quote = "may petition in writing for a closing conference"'

DEMANDS, SILENCE = "163.06-demands.md", "ambiguities.md"
NOTICE_LEAD = 'event = "violation_notice_received"'

BROKEN = {
    "lead to an event of another lifecycle": (
        DEMANDS,
        NOTICE_LEAD,
        'event = "summons_issued"',
        "lead: event: 'summons_issued' is no event of the lifecycle certification",
    ),
    "lead from a rule that is not there": (
        DEMANDS,
        'rule = "DEM-02"\nstatuses',
        'rule = "DEM-99"\nstatuses',
        "lead: rule: 'DEM-99' is not declared",
    ),
    "lead with a status outside the vocabulary": (
        DEMANDS,
        '["ambiguous", "missed"',
        '["ambiguous", "late"',
        "'late' is no word",
    ),
    "ground that is not quoted": (
        DEMANDS,
        'quote = "On the basis of other evidence satisfactory to Customs, that the demand was substantially',
        'quote = "On the basis of other evidence satisfactory to Customs, that the demand was wholly',
        "stand in no quotation above the ground",
    ),
    "ambiguity with one reading": (SILENCE, "lenient = ", "gentle = ", "ambiguity: lenient: missing"),
    "ambiguity twice": (SILENCE, 'id = "A2"', 'id = "A1"', "ambiguity: id: 'A1' is declared twice"),
    "point that is not quoted": (
        "163.12-checklist.md",
        'quote = "Understands the legal',
        'quote = "Knows the legal',
        "stand in no quotation above the point",
    ),
    "unknown key": (AUDITS, 'id = "AUD-07"', 'id = "AUD-07"\ncolour = "red"', "rule: colour: unknown key"),
    "missing key": (AUDITS, 'bound = "customs"\n', "", "rule: bound: missing"),
    "wrong type": (AUDITS, "count = 90", 'count = "90"', "count: is '90'; expected a whole number"),
    "word outside the vocabulary": (AUDITS, 'kind = "target"', 'kind = "hope"', "'hope' is no word"),
    "unknown block": (AUDITS, "```toml problem", "```toml trouble", "block 'toml trouble'"),
    "a fence that is no block": (AUDITS, "```toml problem", "```python", "block 'python'"),
    "indented code": (AUDITS, "None of these steps", "x\n\n    y = 1\n\nNone of these steps", "block ''"),
    "a count that there is none of": (
        "163.08-third-party-summons.md",
        'direction = "before"',
        'direction = "after"',
        "business_days are not counted after",
    ),
    "no TOML": (AUDITS, "count = 90", "count = = 90", "no TOML"),
    "an office's number that is set nowhere": (
        "office-settings.md",
        'rule = "AUD-14"',
        'rule = "AUD-15"',
        'AUD-14 has no office setting; add a block `toml office` with rule = "AUD-14" to '
        "models/law/part163/office-settings.md.",
    ),
    "a count beside an office's number": (
        AUDITS,
        "office = true",
        "office = true\ncount = 30",
        "count: is 30 beside office = true; expected one of them. If the law gives the number, remove "
        "office; if not, remove count and set default = 30 in models/law/part163/office-settings.md.",
    ),
    "number that is not in the words": (AUDITS, "count = 90", "count = 91", "91 does not occur"),
    "words that are not quoted": (AUDITS, PETITION, 'quote = "may ask"', "stand in no quotation"),
    "overlapping versions": (AUDITS, "in_force = 2011-12-27", "in_force = 1998-07-16", "overlap"),
    "no example": ("163.10-court-orders.md", LABOR_DAY, "", "SUM-14 has no example"),
    "unknown event": (AUDITS, 'starts = ["report_completed"]', 'starts = ["done"]', "'done' is no event"),
    "unknown function": (AUDITS, '"conference_ahead"', '"luck"', "'luck' is not declared"),
    "unknown ambiguity": (AUDITS, '["A3", "A4"]', '["A4", "A99"]', "'A99' is not declared"),
    "unknown fact": (AUDITS, '["scheduled_for"]', '["agreed_for"]', "'agreed_for' is no fact"),
    "rule twice": (AUDITS, 'id = "AUD-07"', 'id = "AUD-06"', "'AUD-06' is declared twice"),
    "event twice": (AUDITS, 'kind = "petition_sent"', 'kind = "petition_received"', "declared twice"),
    "example before its rule": (AUDITS, "## What may be recorded", ORPHAN, "follows no rule"),
    "no section block": (AUDITS, "```toml section\n", "```toml problem\n", "problem"),
    "unused event": (
        AUDITS,
        "## What may be recorded",
        '## What may be recorded\n\n```toml event\nkind = "lunch"\nlifecycles = ["audit"]\ntitle = "L"\n'
        'help = "L"\n```\n',
        "event lunch: kind: unused",
    ),
    "event that is used after all": (
        AUDITS,
        'kind = "audit_notice"',
        'kind = "audit_notice"\nrecord_only = true',
        "something goes by it",
    ),
    "id that is not in the table": (
        "coverage.toml",
        'id = "AUD-07"',
        'id = "AUD-70"',
        "AUD-07 is in no row of coverage.toml",
    ),
    "row that is no rule and has no reason": (
        "coverage.toml",
        'no_clock = "A standing duty to keep originals."\n',
        "",
        "ALT-01: is no rule; expected no_clock or not_encoded",
    ),
    "row with a reason that is a rule": (
        "coverage.toml",
        'id = "AUD-06"\n',
        'id = "AUD-06"\nno_clock = "none"\n',
        "AUD-06: is encoded, and a reason says why it is not",
    ),
    "row twice": ("coverage.toml", 'id = "RET-01"', 'id = "RET-02"', "'RET-02' is listed twice"),
    "closure without a source": ("closures.toml", CARTER, "", "expected on (a day), source and read_in"),
}
EXAMPLES = load_law().examples


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_law_file_is_refused_and_says_where(name: str, tmp_path: Path) -> None:
    file, old, new, said = BROKEN[name]
    with pytest.raises(LawError) as raised:
        load_law(pack(tmp_path, file, old, new))
    assert said in str(raised.value)
    assert file in str(raised.value) or "coverage.toml" in str(raised.value)


def test_the_line_named_is_the_line_of_the_key(tmp_path: Path) -> None:
    target = pack(tmp_path, AUDITS, "count = 90", "count = 91")
    lines = (target / "part163" / AUDITS).read_text(encoding="utf-8").splitlines()
    with pytest.raises(LawError) as raised:
        load_law(target)
    number = int(str(raised.value).split(":")[1])
    assert lines[number - 1] == "count = 91"


def test_an_empty_directory_holds_no_law(tmp_path: Path) -> None:
    with pytest.raises(LawError, match="no law file"):
        load_law(tmp_path)


@pytest.mark.parametrize(
    "example",
    load_law().examples,
    ids=[f"{each.rule} {each.id} line {each.line}" for each in load_law().examples],
)
def test_each_worked_example_of_the_law_files_holds(example: Example) -> None:
    assert run_example(example, load_law()) == []


def test_a_wrong_example_says_what_was_found(tmp_path: Path) -> None:
    law = load_law(pack(tmp_path, AUDITS, "lenient_on = 2024-02-29", "lenient_on = 2024-03-01"))
    found = [difference for example in law.examples for difference in run_example(example, law)]
    assert found == ["expected lenient_on 2024-03-01, found 2024-02-29"]


def test_the_hash_of_the_law_changes_with_any_word(tmp_path: Path) -> None:
    changed = load_law(pack(tmp_path, AUDITS, "You expect nothing more", "You expect nothing else"))
    assert changed.hash != load_law().hash


def test_every_rule_is_quoted_and_cited() -> None:
    for rule in load_law().rules.values():
        assert rule.citation.startswith(("19 CFR ", "19 U.S.C. ", "Informed Compliance Strategy"))
        assert all(version.quote for version in rule.versions)
