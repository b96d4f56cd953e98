"""An exported matter in which something was forged, with a manifest that agrees, and what verify says."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.record.hash_chain import link

Files = dict[str, Any]
"""The files of a ZIP by their names; JSON as values."""


def changed(path: Path, change: Callable[[Files], None]) -> Path:
    """The same ZIP with something changed in its JSON, and a manifest that agrees with the change."""
    with zipfile.ZipFile(path) as archive:
        files: Files = {name: archive.read(name) for name in archive.namelist()}
    parsed = {name: json.loads(body) for name, body in files.items() if name.endswith(".json")}
    change(parsed)
    files |= {name: json.dumps(body).encode() for name, body in parsed.items()}
    del files["manifest.json"]
    manifest = {name: hashlib.sha256(body).hexdigest() for name, body in files.items()}
    return zipped(path.with_name("changed.zip"), {**files, "manifest.json": json.dumps(manifest).encode()})


def zipped(path: Path, files: Files) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return path


def links(files: Files) -> list[Any]:
    found: list[Any] = files["chain.json"]["links"]
    return found


def another_day(files: Files) -> None:
    for each in (links(files)[2]["content"], files["docket.json"]["entries"][2]):
        each["occurred_on"] = "2025-06-25"


def another_day_and_its_hash(files: Files) -> None:
    another_day(files)
    links(files)[0]["content"]["reference"] = "CC-9"
    links(files)[0]["hash"] = link(links(files)[0]["content"], "")


def another_word_in_the_docket_only(files: Files) -> None:
    files["docket.json"]["entries"][0]["reference"] = "CC-9"


def an_entry_gone(files: Files) -> None:
    del links(files)[1], files["docket.json"]["entries"][1]


def the_last_entry_gone(files: Files) -> None:
    del links(files)[2], files["docket.json"]["entries"][2]


def an_entry_gone_from_the_chain(files: Files) -> None:
    links(files).pop()
    files["chain.json"]["head"] = links(files)[-1]["hash"]


def a_note_put_in(files: Files) -> None:
    links(files)[1]["content"]["privileged_note"] = "made up"


def a_note_put_beside(files: Files) -> None:
    links(files)[1] |= {"note": {"privileged_note": "made up", "note_salt": "0"}, "withheld": []}
    files["docket.json"]["entries"][1]["privileged_note"] = "made up"


def a_note_in_the_docket_only(files: Files) -> None:
    files["docket.json"]["entries"][1]["privileged_note"] = "made up"


def an_entry_called_withheld_and_its_day_changed(files: Files) -> None:
    another_day(files)
    links(files)[2]["withheld"] = ["privileged_note"]
    del files["docket.json"]["entries"][2]["privileged_note"]


def the_day_of_the_withheld_entry_changed(files: Files) -> None:
    for each in (links(files)[1]["content"], files["docket.json"]["entries"][1]):
        each["occurred_on"] = "2025-06-25"


def an_entry_put_back_to_the_first_format(files: Files) -> None:
    content = links(files)[1]["content"]
    del content["chain_format"], content["note_hash"]
    the_day_of_the_withheld_entry_changed(files)


def the_first_entry_put_back_to_the_first_format(files: Files) -> None:
    links(files)[0]["content"] = {"number": 1, "kind": "audit_notice", "occurred_on": "2025-06-25"}
    links(files)[0]["withheld"] = ["privileged_note"]
    files["docket.json"]["entries"][0] = dict(links(files)[0]["content"])
    del files["chain.json"]["seal"]


def an_entry_said_to_lack_something(files: Files) -> None:
    links(files)[0]["withheld"] = ["privileged_note"]


def a_receipt_that_saw_more(files: Files) -> None:
    files["receipts.json"][2]["content"]["content"]["clocks"] = 99


def a_receipt_gone(files: Files) -> None:
    del files["receipts.json"][2]


def receipts_numbered_otherwise(files: Files) -> None:
    for each in files["receipts.json"]:
        each["withheld"] = ["content"]
        del each["content"]["content"]
        each["content"]["seq"] *= 2


def a_receipt_called_withheld_and_its_day_changed(files: Files) -> None:
    receipt = files["receipts.json"][1]
    del receipt["content"]["content"]
    receipt["withheld"] = ["content"]
    receipt["content"]["at"] = "2025-09-12T15:00:00+00:00"


def a_receipt_put_back_to_the_first_format(files: Files) -> None:
    a_receipt_called_withheld_and_its_day_changed(files)
    content = files["receipts.json"][1]["content"]
    del content["chain_format"], content["content_hash"]


def a_correction_called_withheld_and_changed(files: Files) -> None:
    (correction,) = files["corrections.json"]["matter"]
    correction["content"]["before"] = "made up"
    correction["withheld"] = [""]


def another_paper(files: Files) -> None:
    files["papers.json"][0]["sha256"] = "0" * 64


FORGED: list[tuple[Callable[[Files], None], str]] = [
    (another_day, "E3, Closing conference held, 2025-06-25: BROKEN: its hash does not match its content"),
    (another_day_and_its_hash, "E2, Closing conference held, 2025-06-19: BROKEN: does not follow"),
    (another_word_in_the_docket_only, "E1, Closing conference held, 2025-06-18: BROKEN: docket.json differs"),
    (an_entry_gone, "E3, Closing conference held, 2025-06-20: BROKEN: does not follow"),
    (the_last_entry_gone, "The head of the chain: BROKEN: is not the hash of the last link"),
    (an_entry_gone_from_the_chain, "E3: BROKEN: is in docket.json but not in the chain"),
    (a_note_put_in, "E2, Closing conference held, 2025-06-19: BROKEN: its hash does not match its content"),
    (
        a_note_put_beside,
        "E2, Closing conference held, 2025-06-19: BROKEN: its privileged note does not match",
    ),
    (a_note_in_the_docket_only, "E2, Closing conference held, 2025-06-19: BROKEN: docket.json differs"),
    (
        an_entry_called_withheld_and_its_day_changed,
        "E3, Closing conference held, 2025-06-25: BROKEN: says that it leaves out",
    ),
    (
        the_day_of_the_withheld_entry_changed,
        "E2, Closing conference held, 2025-06-25: BROKEN: its hash does not match its content",
    ),
    (
        an_entry_put_back_to_the_first_format,
        "E2, Closing conference held, 2025-06-25: BROKEN: has the chain format 1 after 2",
    ),
    (the_first_entry_put_back_to_the_first_format, "The seal over the older entries: BROKEN: is missing"),
    (
        an_entry_said_to_lack_something,
        "E1, Closing conference held, 2025-06-18: BROKEN: says that it leaves out",
    ),
    (a_receipt_that_saw_more, "Receipt 3 of 2025-09-11T15:00:00+00:00: BROKEN: its content does not match"),
    (a_receipt_gone, "Receipt 4 of 2025-09-19T15:00:00+00:00: BROKEN: does not follow"),
    (receipts_numbered_otherwise, "BROKEN: receipts are missing before it"),
    (a_receipt_called_withheld_and_its_day_changed, "BROKEN: its hash does not match its content"),
    (a_receipt_put_back_to_the_first_format, "BROKEN: has the chain format 1 after 2"),
    (a_correction_called_withheld_and_changed, "Correction 1 of the matter, title: BROKEN: is no link"),
    (another_paper, "BROKEN: is missing, or was changed"),
]
