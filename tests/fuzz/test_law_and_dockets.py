"""Dockets at the command line, law files and ladders: a result, or one sentence."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from models.law import __main__ as command_line
from models.law.examples import all_differences, docket_of
from models.law.load import PACK, load_law
from models.roles import Role
from notifications.policy.ladders import own_ladders
from tests.fuzz.hammer import JSON, TEXTS, ends_in_time, hammer, result_of, spoilt_bytes, spoilt_json
from tests.law.test_load import pack

pytestmark = pytest.mark.fuzz

DOCKETS = [docket_of(example, load_law()) for example in load_law().examples]
SOUND = st.sampled_from(DOCKETS).map(deepcopy)


def test_a_docket_is_answered_or_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "docket.json"

    def check(given: Any) -> None:
        path.write_bytes(given if isinstance(given, bytes) else json.dumps(given).encode())
        out, err = io.StringIO(), io.StringIO()
        with ends_in_time(), redirect_stdout(out), redirect_stderr(err):
            status = command_line.main(["explain", str(path), "--json"])
        assert status in (0, 2)
        assert (status == 0) == bool(out.getvalue())
        assert (err.getvalue().count("\n"), "Traceback" in err.getvalue()) == (status // 2, False)
        out.getvalue().encode()

    spoilt = st.sampled_from([json.dumps(each).encode() for each in DOCKETS[:20]]).flatmap(spoilt_bytes)
    hammer(check, spoilt_json(SOUND) | spoilt | JSON | st.binary(max_size=60), few=25)


def test_a_law_file_is_read_or_refused_and_named(tmp_path: Path) -> None:
    files = [*sorted(PACK.glob("*/*.md")), PACK / "closures.toml", PACK / "coverage.toml"]
    home = pack(tmp_path, "closures.toml", "", "")

    def check(given: tuple[Path, bytes]) -> None:
        path, content = given
        target = home / path.relative_to(PACK)
        target.write_bytes(content)
        load_law.cache_clear()
        try:
            law = result_of(lambda: load_law(home))
            if not isinstance(law, Exception):
                list(all_differences(law))
            else:
                assert ".md" in str(law) or ".toml" in str(law)
        finally:
            target.write_bytes(path.read_bytes())
            load_law.cache_clear()

    spoilt = st.sampled_from(files).flatmap(
        lambda path: st.tuples(st.just(path), spoilt_bytes(path.read_bytes()) | spoilt_value(path))
    )
    hammer(check, spoilt, few=6)


@st.composite
def spoilt_value(draw: st.DrawFn, path: Path) -> bytes:
    """The file with another value after one of its equal signs."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    places = [number for number, line in enumerate(lines) if " = " in line]
    if places:
        place = draw(st.sampled_from(places))
        key = lines[place].partition(" = ")[0]
        values = ["0", "1.5", '""', "true", "2011-01-01", "[]", "[0]", "{}", "{ a = 0 }", '"x"', "9" * 5_000]
        lines[place] = f"{key} = {draw(st.sampled_from(values))}\n"
    return "".join(lines).encode()


def test_a_ladder_is_read_or_refused() -> None:
    rule = load_law().rules["AUD-08"]
    words = st.sampled_from(
        [
            "7",
            "30",
            "0",
            "9999",
            "99999",
            "days",
            "day",
            "before",
            "after",
            "on",
            "act-by",
            "strict",
            "lenient",
            ":",
            "reminder",
            "to",
            "lead",
            "owner",
            "counsel",
            ",",
            "draft",
        ]
    )
    lines = st.lists(TEXTS | st.lists(words | TEXTS, max_size=9).map(" ".join), max_size=6)

    def check(given: list[str]) -> None:
        result_of(lambda: own_ladders().with_rule("AUD-08", rule.kind, rule.bound, given, Role.LEAD))

    hammer(check, lines, few=15)
