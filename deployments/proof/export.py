"""Verifies an exported matter. It needs no database and no server."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from deployments.proof.verdict import Verdict, VerifyError
from deployments.unpacked import ZipError, unpacked
from models.in_words import spaced
from models.law.load import load_law
from models.record.docket_chain import NOTE, Checked, check_links, head_of, lacks_seal
from models.record.export_head import MANIFEST, export_head, manifest_of
from models.record.hash_chain import GENESIS, link
from models.record.receipt_chain import is_unproved, receipt_fault

_UNSEEN = "its privileged note is left out"
_OTHERS = "it names other matters, and its content is left out"
_UNPROVED = f"{_UNSEEN}, and its content is not proved"

LEFT_OUT = "left out of this export"
"""What the list says of a document whose file nobody asked for."""

_SHOWN = 200
"""Characters of an error that a refusal repeats."""


def verify(path: Path) -> Verdict:
    """Looks at every entry, receipt, paper and file of an exported matter. Raises `VerifyError`."""
    files, documents = _files(path)
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
        if "documents.json" in files:
            _verify_documents(_json(files, "documents.json"), documents, verdict)
        _verify_manifest(files, documents, verdict)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        said = repr(error)[:_SHOWN]
        raise VerifyError(
            f"{path} is not an exported matter: {said} does not fit. Expected a ZIP of export-matter."
        ) from None
    return verdict


def _files(path: Path) -> tuple[dict[str, bytes], dict[str, str]]:
    """The files that are read, and the SHA-256 of the documents, which may be too large for that."""
    try:
        found = unpacked(path, beside="documents/")
        return _once(found.contents), _once(found.hashed)
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
    links, seal = chain["links"], chain.get("seal")
    by_number = {each["content"]["number"]: each for each in links}
    for checked in check_links(links, seal):
        if checked.number == 0:
            verdict.say("The seal over the older entries", checked.fault or _seal_left_out(chain["seal"]))
        else:
            _say_entry(checked, by_number[checked.number], told.pop(checked.number, {}), verdict)
    for number in told:
        verdict.say(f"E{number}", "is in docket.json but not in the chain")
    # Before there were seals, there were no later formats either.
    is_former = "seal" not in chain and all("chain_format" not in each["content"] for each in links)
    if lacks_seal(links, seal) and not is_former:
        verdict.say("The seal over the older entries", "is missing")
    if chain["docket_number"] != docket["matter"]["docket_number"]:
        verdict.say("The docket number", "of docket.json differs from the chain's")
    verdict.head = head_of(links, seal)
    if chain["head"] != verdict.head:
        verdict.say("The head of the chain", "is not the hash of the last link: links are missing")


def _seal_left_out(seal: Mapping[str, Any]) -> str:
    withheld, lacks = seal["withheld"], "salts" not in seal
    fits = withheld == (["salts"] if lacks else [])
    return "" if fits else f"says that it leaves out {withheld}; expected only salts that are not there"


def _say_entry(checked: Checked, each: Mapping[str, Any], told: Mapping[str, Any], verdict: Verdict) -> None:
    content, fault = each["content"], checked.fault
    if checked.is_unproved:
        verdict.unproved_entries.append(checked.number)
    if not content.items() <= told.items() or told.get(NOTE) != _note_of(each):
        fault = fault or "docket.json differs from the chain"
    name = f"E{checked.number}, {load_law().title_of(content['kind'])}, {content['occurred_on']}"
    withheld = _UNPROVED if checked.is_unproved else ""
    verdict.say(name, fault, withheld=withheld, unseen=_UNSEEN if checked.note_unseen else "")


def _note_of(each: Mapping[str, Any]) -> str | None:
    """The note that the chain has; empty where the entry has none, None where it is left out."""
    if each["withheld"]:
        return None
    note: str = each["content"].get(NOTE) or each.get("note", {}).get(NOTE, "")
    return note


def _verify_corrections(logs: Mapping[str, Any], verdict: Verdict) -> None:
    """What was corrected of the matter, and of its importer: a chain each. An older export has none."""
    for what, log in logs.items():
        previous = GENESIS
        for place, each in enumerate(log, start=1):
            content, fault = each["content"], _fault(each, previous)
            if content["number"] != place:
                fault = fault or f"is at place {place}: corrections are missing or out of order"
            verdict.say(f"Correction {content['number']} of the {what}, {spaced(content['field'])}", fault)
            previous = each["hash"]


def _verify_receipts(receipts: Sequence[Mapping[str, Any]], verdict: Verdict) -> None:
    """They begin in the middle of their chain, where the matter was opened."""
    before: Mapping[str, Any] | None = None
    for each in receipts:
        fault, why = receipt_fault(each, before), _OTHERS if each["withheld"] else ""
        name = f"Receipt {each['content']['seq']} of {each['content']['at']}"
        verdict.say(name, fault, withheld=why if is_unproved(each) else "", unseen=why)
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


def _fault(each: Mapping[str, Any], previous: str) -> str:
    """What is wrong with a correction in its chain; empty where it holds. Nothing of one is left out."""
    if each["previous_hash"] != previous:
        return "does not follow the link before it"
    if each["withheld"] or each.keys() != {"content", "withheld", "previous_hash", "hash"}:
        return "is no link of this chain"
    return "" if each["hash"] == link(each["content"], previous) else "its hash does not match its content"


def _verify_papers(files: Mapping[str, bytes], verdict: Verdict) -> None:
    """Each draft is as it was drafted; those that were left out on purpose are named, with their SHA-256."""
    for each in _json(files, "papers.json"):
        if each["file"] is None:
            verdict.note(
                f"The draft {each['name']}", f"left out of this export; its SHA-256 is {each['sha256']}"
            )
            continue
        content = files.get(each["file"], b"")
        same = hashlib.sha256(content).hexdigest() == each["sha256"]
        verdict.say(each["file"], "" if same else "is missing, or was changed after it was drafted")


def _verify_documents(listed: Mapping[str, Any], found: Mapping[str, str], verdict: Verdict) -> None:
    """Each document that is not deleted has its file, as it was uploaded. An older export has none."""
    for each in listed["documents"]:
        name = each["file"] or f"The document {each['name']}"
        if each["file"]:
            same = found.get(each["file"]) == each["sha256"]
            verdict.say(name, "" if same else "is missing, or was changed after it was uploaded")
        elif each["deleted"]:
            said = each["deleted"]
            when = f"{said['deleted_by']} deleted it on {said['deleted_at']}"
            verdict.note(name, f"{when}: {said['deletion_reason']}")
        elif each["lacks"] == LEFT_OUT:
            verdict.note(name, LEFT_OUT)
        else:
            verdict.say(name, f"{each['lacks']}: so it was when this was exported")


def _verify_manifest(files: Mapping[str, bytes], documents: Mapping[str, str], verdict: Verdict) -> None:
    manifest, found = _json(files, MANIFEST), manifest_of(files, documents)
    for name in sorted((manifest.keys() | found.keys()) - {MANIFEST}):
        if found.get(name) != manifest.get(name):
            verdict.say(name, "is missing, changed or added: it differs from manifest.json")
    verdict.export_head = export_head(files, documents)
