"""The law at the command line: `python -m models.law check | rules | explain | exposure | page | drift`."""

import argparse
import json
import sys
from codecs import BOM_UTF8
from collections.abc import Sequence
from typing import Any, NoReturn

from models.errors import Refused
from models.law.derive import derive
from models.law.drift import drift
from models.law.engine.docket import DocketError, read_docket
from models.law.examples import all_differences
from models.law.exposure import ExposureError, amount, exposure
from models.law.load import LawError, load_law
from models.law.page import law_page
from models.law.printing import answer_text, exposure_text, rule_json, rules_text
from models.law.text.rule import Law

BAD_INPUT = 2
"""The exit status for input that is refused."""


class InputError(Refused):
    """A file that cannot be read, or holds no UTF-8 or no JSON; the message says what was expected."""


def main(arguments: Sequence[str]) -> int:
    """Runs a command. Returns 0 for success, 1 if an example fails or words have drifted, 2 for bad input."""
    wanted = _parser().parse_args(arguments)
    try:
        return int(wanted.run(wanted, load_law()))
    except (LawError, DocketError, ExposureError, InputError) as error:
        print(f"landwaiter: {error}", file=sys.stderr)
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


def _check(_wanted: argparse.Namespace, law: Law) -> int:
    failed = 0
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


def _coverage(law: Law) -> str:
    rows = law.coverage.values()
    without, left_out = sum(bool(row.no_clock) for row in rows), sum(bool(row.not_encoded) for row in rows)
    return (
        f"{len(rows)} paragraphs: {len(rows) - without - left_out} encoded, {without} without a deadline, "
        f"{left_out} left out"
    )


def _rules(wanted: argparse.Namespace, law: Law) -> int:
    if wanted.json:
        print(json.dumps([rule_json(rule) for rule in law.rules.values()], indent=2, ensure_ascii=False))
    else:
        print(rules_text(law.rules.values()))
    return 0


def _explain(wanted: argparse.Namespace, law: Law) -> int:
    if wanted.jsonl:
        return _explain_lines(wanted.file, law)
    answer = derive(read_docket(_json(_read(wanted.file)), law), law)
    if wanted.json:
        print(json.dumps(answer.as_json(), indent=2, ensure_ascii=False))
    else:
        print(answer_text(answer, law))
    return 0


def _explain_lines(file: str, law: Law) -> int:
    status = 0
    for line in _read_bytes(file).split(b"\n"):
        if not line.strip():
            continue
        try:
            answer = derive(read_docket(_json(_decoded(line, file)), law), law).as_json()
        except (DocketError, InputError) as error:
            answer, status = {"error": str(error)}, BAD_INPUT
        print(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))
    return status


def _exposure(wanted: argparse.Namespace, _law: Law) -> int:
    value = amount(wanted.appraised_value)
    found = exposure(wanted.culpability, value, wanted.releases, wanted.excused_by)
    print(json.dumps(found.as_json(), indent=2) if wanted.json else exposure_text(found))
    return 0


def _page(_wanted: argparse.Namespace, law: Law) -> int:
    print(law_page(law), end="")
    return 0


def _drift(wanted: argparse.Namespace, law: Law) -> int:
    lost = drift(law, _read(wanted.file))
    for each in lost:
        print(f"{each.rule}  {each.citation}: “{each.quote}” is not in this text")
    print(f"This text contains the quoted words of {len(law.rules) - len(lost)} of {len(law.rules)} rules.")
    return 1 if lost else 0


def _read(file: str) -> str:
    return _decoded(_read_bytes(file), file)


def _read_bytes(file: str) -> bytes:
    """The input, without the byte order mark that some programs put at its beginning."""
    if file == "-":
        return sys.stdin.buffer.read().removeprefix(BOM_UTF8)
    try:
        with open(file, "rb") as source:  # noqa: PTH123 (a path is given as text)
            return source.read().removeprefix(BOM_UTF8)
    except OSError as error:
        raise InputError(f"{file}: {error.strerror}; expected a file that can be read.") from None


def _decoded(raw: bytes, file: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: byte {error.start} is not UTF-8; expected UTF-8 text.") from None


def _json(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise InputError(f"The input is not JSON: {error}.") from None
    except (RecursionError, ValueError) as error:
        raise InputError(f"The input is not a docket: {error}.") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise InputError(
            f"A key is given twice among {', '.join(key for key, _ in pairs)}; expected each key once."
        )
    return read


def _no_number(name: str) -> NoReturn:
    raise InputError(f"{name} is not a number that JSON allows.")


if __name__ == "__main__":
    # Output is UTF-8 whatever the terminal's own encoding is.
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))
