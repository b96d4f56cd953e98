"""Verifies an exported matter: `python -m deployments.verify FILE.zip`. It needs no database and no server.

Verifies each entry, correction, receipt, paper and file. Status 0 when nothing is broken, 1 when something is
or the file cannot be read. What is left out is verified by its link only, and the last line counts that.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deployments.unpacked import ZipError, unpacked
from models.errors import Refused
from models.in_words import spaced
from models.law.load import load_law
from models.record.hash_chain import GENESIS, link

_SHOWN = 200
"""Characters of an error that a refusal repeats."""

_LINK_ONLY = "verified by its link only"


class VerifyError(Refused):
    """A file that is no exported matter; the message says what is wrong with it and what was expected."""


@dataclass(slots=True)
class Verdict:
    """What was found: a line for each thing looked at, and how many of them are broken."""

    lines: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    head: str = ""
    """The hash of the last entry of the docket."""

    whole: int = 0
    by_link: int = 0

    def say(self, name: str, fault: str, *, withheld: str = "") -> None:
        """Notes a thing: what is wrong with it, or that it holds; `withheld` is why only by its link."""
        if fault:
            self.broken.append(f"{name}: {fault}")
            self.lines.append(f"{name}: BROKEN: {fault}")
        elif withheld:
            self.by_link += 1
            self.lines.append(f"{name}: {_LINK_ONLY}: {withheld}")
        else:
            self.whole += 1
            self.lines.append(f"{name}: verified")


def verify(path: Path) -> Verdict:
    """Looks at every entry, receipt, paper and file of an exported matter. Raises `VerifyError`."""
    files = _files(path)
    verdict = Verdict()
    try:
        chain, docket = _json(files, "chain.json"), _json(files, "docket.json")
        _verify_entries(chain, docket, verdict)
        receipts = _json(files, "receipts.json")
        if "corrections.json" in files:
            _verify_corrections(_json(files, "corrections.json"), verdict)
        _verify_receipts(receipts, verdict)
        _verify_closures(docket, receipts, files, verdict)
        _verify_papers(files, verdict)
        _verify_manifest(files, verdict)
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        said = repr(error)[:_SHOWN]
        raise VerifyError(
            f"{path} is not an exported matter: {said} does not fit. Expected a ZIP of export-matter."
        ) from None
    return verdict


def _files(path: Path) -> dict[str, bytes]:
    try:
        return _once(unpacked(path))
    except ZipError as error:
        raise VerifyError(f"{error} Expected the ZIP of an exported matter.") from None


def _json(files: Mapping[str, bytes], name: str) -> Any:
    if name not in files:
        raise VerifyError(f"The file has no {name}. Expected the ZIP of an exported matter.")
    try:
        return json.loads(files[name], object_pairs_hook=_once)
    except VerifyError:
        raise
    except RecursionError:
        raise VerifyError(f"{name} has lists within each other, too deep to be read.") from None
    except ValueError as error:
        raise VerifyError(f"{name} is not JSON: {error}. Expected the ZIP of an exported matter.") from None


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Of a name that appears twice, one reader takes the first and another the last."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise VerifyError(f"A name appears twice among {', '.join(found)}. Expected each name once.")
    return found


def _verify_entries(chain: Mapping[str, Any], docket: Mapping[str, Any], verdict: Verdict) -> None:
    told = {each["number"]: each for each in docket["entries"]}
    previous = GENESIS
    for place, each in enumerate(chain["links"], start=1):
        content, fault = each["content"], _fault(each, previous, may_lack="privileged_note")
        number = content["number"]
        if number != place:
            fault = fault or f"is at place {place}: entries are missing or out of order"
        if not content.items() <= told.pop(number, {}).items():
            fault = fault or "docket.json differs from the chain"
        why = "its privileged note is left out, and its content is not proved" if each["withheld"] else ""
        event = load_law().title_of(content["kind"])
        verdict.say(f"E{number}, {event}, {content['occurred_on']}", fault, withheld=why)
        previous = each["hash"]
    for number in told:
        verdict.say(f"E{number}", "is in docket.json but not in the chain")
    verdict.head = previous
    if chain["head"] != previous:
        verdict.say("The head of the chain", "is not the hash of the last entry: entries are missing")


def _verify_corrections(logs: Mapping[str, Any], verdict: Verdict) -> None:
    """What was corrected of the matter, and of its importer: a chain each. An older export has none."""
    for what, log in logs.items():
        previous = GENESIS
        for place, each in enumerate(log, start=1):
            content, fault = each["content"], _fault(each, previous, may_lack="")
            if content["number"] != place:
                fault = fault or f"is at place {place}: corrections are missing or out of order"
            verdict.say(f"Correction {content['number']} of the {what}, {spaced(content['field'])}", fault)
            previous = each["hash"]


def _verify_receipts(receipts: Sequence[Mapping[str, Any]], verdict: Verdict) -> None:
    """They begin in the middle of their chain, where the matter was opened."""
    before: Mapping[str, Any] | None = None
    for each in receipts:
        seq = each["content"]["seq"]
        previous = each["previous_hash"] if before is None else before["hash"]
        fault = _fault(each, previous, may_lack="content")
        if before is not None and seq != before["content"]["seq"] + 1:
            fault = fault or "receipts are missing before it"
        why = "it names other matters, and its content is left out" if each["withheld"] else ""
        verdict.say(f"Receipt {seq} of {each['content']['at']}", fault, withheld=why)
        before = each


def _verify_closures(
    docket: Mapping[str, Any],
    receipts: Sequence[Mapping[str, Any]],
    files: Mapping[str, bytes],
    verdict: Verdict,
) -> None:
    """Those that count in docket.json are those of the newest receipt that is given whole.

    A recount names the closures that counted when it began, and is passed over.
    """
    given = docket.get("proclaimed_closures", [])
    current = {each["closed_on"]: each["source"] for each in given if each["withdrawn"] is None}
    whole = [each["content"] for each in receipts if not each["withheld"]]
    proved = [each["content"].get("office_closures") for each in whole if each["kind"] != "recount"]
    newest = next((each for each in reversed(proved) if each is not None), None)
    fault = "" if newest in (None, current) else "docket.json differs from the receipts"
    if not fault and current and not current.keys() <= set(_json(files, "explain.json")["proclaimed"]):
        fault = "explain.json does not have each of them"
    if fault or current:
        why = "" if newest is not None else "no receipt that is given whole names them"
        verdict.say("Proclaimed closures", fault, withheld=why)


def _fault(each: Mapping[str, Any], previous: str, *, may_lack: str) -> str:
    """What is wrong with a link of a chain; empty where it holds, or could not be computed again."""
    content, withheld = each["content"], each["withheld"]
    if each["previous_hash"] != previous:
        return "does not follow the link before it"
    if withheld:
        is_left_out = withheld == [may_lack] and may_lack not in content
        return "" if is_left_out else f"says that it leaves out {withheld}; expected only {may_lack}"
    return "" if each["hash"] == link(content, previous) else "its hash does not match its content"


def _verify_papers(files: Mapping[str, bytes], verdict: Verdict) -> None:
    for each in _json(files, "papers.json"):
        content = files.get(each["file"], b"")
        same = hashlib.sha256(content).hexdigest() == each["sha256"]
        verdict.say(each["file"], "" if same else "is missing, or was changed after it was drafted")


def _verify_manifest(files: Mapping[str, bytes], verdict: Verdict) -> None:
    manifest = _json(files, "manifest.json")
    for name in sorted((manifest.keys() | files.keys()) - {"manifest.json"}):
        found = hashlib.sha256(files[name]).hexdigest() if name in files else None
        if found != manifest.get(name):
            verdict.say(name, "is missing, changed or added: it differs from manifest.json")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main(arguments: Sequence[str]) -> int:
    """Status 0 when nothing is broken, 1 when something is or the file cannot be read."""
    parser = argparse.ArgumentParser(
        prog="python -m deployments.verify", description="Verify an exported matter."
    )
    parser.add_argument("file", type=Path, help="the ZIP that the form export-matter wrote")
    path = parser.parse_args(arguments).file
    try:
        verdict = verify(path)
    except VerifyError as error:
        print(f"landwaiter: {' '.join(str(error).split())}", file=sys.stderr)
        return 1
    for line in verdict.lines:
        print(line.encode(errors="backslashreplace").decode())
    print(f"Head of the docket's chain: {verdict.head}\nSHA-256 of this file: {_sha256(path)}")
    by_link = f"{verdict.by_link} verified by their link only"
    print(f"{verdict.whole} verified, {by_link}, {len(verdict.broken)} broken.")
    return 1 if verdict.broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
