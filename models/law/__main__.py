"""The law at the command line: `python -m models.law check | rules | explain | exposure | page | drift`."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from models.errors import Refused
from models.law.given import (
    MOST_SECONDS,
    InputError,
    decoded,
    json_in,
    limited,
    read_bytes,
    read_text,
    refuse_too_long,
    shortened,
)

if TYPE_CHECKING:
    from models.law.engine.answer import Answer
    from models.law.text.rule import Law

# Each command imports what it needs, and loads the law only if it needs that: a person waits for the answer.

BAD_INPUT = 2
"""The exit status for input that is refused."""


def main(arguments: Sequence[str]) -> int:
    """Runs a command. Returns 0 for success, 1 if an example fails or words have drifted, 2 for bad input."""
    wanted = _parser().parse_args(arguments)
    try:
        return int(wanted.run(wanted))
    except Refused as error:
        print(f"landwaiter: {shortened(error)}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        # The reader of the pipe has closed it (`… | head`).
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m models.law", description="The law at the command line.")
    commands = parser.add_subparsers(required=True, metavar="command")
    command = commands.add_parser("check", help="load the law, run every example, print the counts")
    command.set_defaults(run=_check)
    command = commands.add_parser("rules", help="print the rule table")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_rules)
    command = commands.add_parser("explain", help="compute the deadlines of a docket, with reasons")
    command.add_argument("file", metavar="FILE|-")
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the answer to one docket as JSON")
    form.add_argument(
        "--jsonl", action="store_true", help="read one docket per line, print one answer per line"
    )
    command.set_defaults(run=_explain)
    command = commands.add_parser("exposure", help="compute the maximum penalty for records not produced")
    command.add_argument("--culpability", required=True, metavar="willful|negligent")
    command.add_argument("--appraised-value", required=True, metavar="USD")
    command.add_argument("--releases", type=int, default=1)
    command.add_argument(
        "--excused-by",
        default="",
        metavar="i|ii|iii|iv",
        help="a paragraph of 163.6(b)(3) that excuses the failure",
    )
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_exposure)
    command = commands.add_parser("page", help="print the whole law as one Markdown page (docs/law.md)")
    command.set_defaults(run=_page)
    command = commands.add_parser("drift", help="list the quoted words that a newer text no longer contains")
    command.add_argument("file", metavar="FILE|-")
    command.set_defaults(run=_drift)
    return parser


def _check(_wanted: argparse.Namespace) -> int:
    from models.law.examples import all_differences
    from models.law.load import load_law

    law, failed = load_law(), 0
    for where, difference in all_differences(law):
        failed += 1
        print(f"{where}: {difference}")
    examples = len(law.examples) + len(law.costs) + len(law.precedents)
    holds = "every example holds" if not failed else f"{failed} differences"
    print(
        f"{len(law.sections)} sections, {len(law.rules)} rules, {len(law.events)} events, "
        f"{len(law.problems)} kinds of defects, {examples} examples, {len(law.ambiguities)} ambiguities; "
        f"{_coverage(law)}; {holds}; law {law.hash[:12]}"
    )
    for each in law.not_read:
        print(f"Not read: {each}")
    return 1 if failed else 0


def _coverage(law: "Law") -> str:
    rows = law.coverage.values()
    without, left_out = sum(bool(row.no_clock) for row in rows), sum(bool(row.not_encoded) for row in rows)
    return (
        f"{len(rows)} paragraphs: {len(rows) - without - left_out} encoded, {without} without a deadline, "
        f"{left_out} left out"
    )


def _rules(wanted: argparse.Namespace) -> int:
    from models.law.load import load_law
    from models.law.printing import rule_json, rules_text

    law = load_law()
    if wanted.json:
        print(json.dumps([rule_json(rule) for rule in law.rules.values()], indent=2, ensure_ascii=False))
    else:
        print(rules_text(law.rules.values()))
    return 0


def _explain(wanted: argparse.Namespace) -> int:
    if wanted.jsonl:
        return _explain_lines(wanted.file)
    from models.law.load import load_law
    from models.law.printing import answer_text

    answer = _answer(read_text(wanted.file))
    if wanted.json:
        print(json.dumps(answer.as_json(), indent=2, ensure_ascii=False))
    else:
        print(answer_text(answer, load_law()))
    return 0


def _explain_lines(file: str) -> int:
    from models.law.engine.docket import DocketError

    status = 0
    for line in read_bytes(file).split(b"\n"):
        if not line.strip():
            continue
        try:
            answer = _answer(decoded(line, file)).as_json()
        except (DocketError, InputError) as error:
            answer, status = {"error": shortened(error)}, BAD_INPUT
        print(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))
    return status


def _answer(text: str) -> "Answer":
    """The answer to a docket, within the bounds of what is read and computed."""
    from models.law.derive import derive
    from models.law.engine.docket import read_docket
    from models.law.load import load_law

    law = load_law()
    try:
        with limited(MOST_SECONDS):
            given = json_in(text)
            refuse_too_long(given)
            return derive(read_docket(given, law), law)
    except RecursionError:
        raise InputError("The input has lists or objects within each other, more than 100 deep.") from None


def _exposure(wanted: argparse.Namespace) -> int:
    from models.law.exposure import amount, exposure
    from models.law.printing import exposure_text

    value = amount(wanted.appraised_value)
    found = exposure(wanted.culpability, value, wanted.releases, wanted.excused_by)
    print(json.dumps(found.as_json(), indent=2) if wanted.json else exposure_text(found))
    return 0


def _page(_wanted: argparse.Namespace) -> int:
    from models.law.load import load_law
    from models.law.page import law_page

    print(law_page(load_law()), end="")
    return 0


def _drift(wanted: argparse.Namespace) -> int:
    from models.law.drift import drift
    from models.law.load import load_law

    law = load_law()
    lost = drift(law, read_text(wanted.file))
    for each in lost:
        print(f"{each.rule}  {each.citation}: “{each.quote}” is not in this text")
    print(f"This text contains the quoted words of {len(law.rules) - len(lost)} of {len(law.rules)} rules.")
    return 1 if lost else 0


if __name__ == "__main__":
    # Output is UTF-8 whatever the terminal's own encoding is.
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))
