"""Exports a matter as a ZIP for counsel or an auditor, and an importer's matters as a workbook."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models.errors import RecordError
from models.law.printing import NOT_ADVICE
from models.record.database import reading
from models.record.deadlines import deadlines_of
from models.record.dockets import entries_of
from models.record.matters import find_account, matter_named
from models.record.tables.dockets import Account, Matter
from tasks.exchange.export_parts import (
    alerts_part,
    answers_part,
    as_json,
    chain_part,
    deadlines_part,
    docket_part,
    papers_of,
    receipts_part,
)
from tasks.exchange.export_tables import deadlines_table, entries_table, matters_table
from tasks.exchange.private_file import Exported, file_name, keep_private
from tasks.exchange.sheets import safe_book, safe_csv

_README = """\
{docket_number}: the record of one matter, exported {now:%Y-%m-%d %H:%M} UTC from Landwaiter.
Privileged notes: {notes}.

docket.json, docket.csv        every entry, those corrected too: what, when, recorded by whom and when
deadlines.json, deadlines.csv  every clock: both readings, its status, the words of the law, the count
alerts.json                    who was told what, when and why, and each attempt to reach them
answers.json                   what people acknowledged, snoozed and handed on; the evidence on file
papers/, papers.json           the papers that were drafted, as they went out
chain.json                     the proof of the docket
receipts.json                  the receipts of the watch since the matter was opened
manifest.json                  the SHA-256 of each of these files

To verify it, with Landwaiter's files at hand and no database:

    python -m deployments.verify FILE.zip

What that computes. Each entry is chained to the one before it: its hash is the SHA-256, in hexadecimal,
over the JSON text {{"content":…,"previous_hash":…}} in UTF-8, with keys sorted, no spaces, and no character
escaped that need not be; the first entry's previous_hash is empty. The receipts are chained in the same way.
The entries of docket.json are compared with those of chain.json, each paper with its SHA-256, each file with
manifest.json.

What it shows, and what it does not. Where a privileged note is left out ("withheld" in chain.json) the hash
of its entry cannot be computed again, and that entry is proved by its link only: that it stands at this
place of the chain, not what it says. A receipt that names other matters is given by its link only, too.
Whoever can write the whole file anew can make another chain that holds. So compare what the office tells
you by another way: the head of this docket's chain,

    {head}

and the SHA-256 of this ZIP, which the office got when it made it.

{not_advice}
"""


def export_matter(
    engine: Engine, docket_number: str, folder: Path, *, privileged: bool, now: datetime
) -> Exported:
    """Writes a matter's ZIP into a folder. Raises `RecordError` where there is none, and `ExportError`."""
    with reading(engine) as session:
        files = matter_files(session, matter_named(session, docket_number), privileged=privileged, now=now)
    manifest = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    packed = _zipped({**files, "manifest.json": as_json(manifest)}, now)
    return keep_private(folder, file_name(docket_number, "zip", now), packed)


def matter_files(session: Session, matter: Matter, *, privileged: bool, now: datetime) -> dict[str, bytes]:
    """The files of a matter's ZIP, by their names."""
    entries, clocks = entries_of(session, matter), deadlines_of(session, matter)
    papers, chain = papers_of(session, matter), chain_part(matter, entries, privileged=privileged)
    readme = _README.format(
        docket_number=matter.docket_number,
        now=now,
        notes="included" if privileged else "left out",
        head=chain["head"] or "(no entry)",
        not_advice=NOT_ADVICE,
    )
    return {
        "README.txt": readme.encode("utf-8"),
        "docket.json": as_json(docket_part(session, matter, entries, privileged=privileged)),
        "docket.csv": safe_csv(entries_table([(matter, entries)], privileged=privileged)),
        "deadlines.json": as_json(deadlines_part(session, matter)),
        "deadlines.csv": safe_csv(deadlines_table([(matter, clocks)])),
        "alerts.json": as_json(alerts_part(session, matter)),
        "answers.json": as_json(answers_part(session, matter)),
        "papers.json": as_json([said for said, _ in papers]),
        **{said["file"]: content for said, content in papers},
        "chain.json": as_json(chain),
        "receipts.json": as_json(receipts_part(session, matter)),
    }


def _zipped(files: Mapping[str, bytes], now: datetime) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, now.timetuple()[:6])
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            archive.writestr(info, content)
    return packed.getvalue()


def export_matters(
    engine: Engine, importer: str, folder: Path, *, privileged: bool, now: datetime
) -> Exported:
    """Writes a workbook of an importer's matters, entries and deadlines into a folder.

    Its first two sheets can be imported. Raises `RecordError` where there is none, and `ExportError`.
    """
    with reading(engine) as session:
        account = find_account(session, importer)
        if account is None:
            raise RecordError(f"No importer is named {importer!r}; expected the name as on the matters.")
        content = _book(session, account, privileged=privileged)
    return keep_private(folder, file_name(importer, "xlsx", now), content)


def _book(session: Session, account: Account, *, privileged: bool) -> bytes:
    wanted = select(Matter).where(Matter.account_id == account.id).order_by(col(Matter.id))
    matters = session.exec(wanted).all()
    tables = (
        matters_table([(matter, account) for matter in matters]),
        entries_table([(each, entries_of(session, each)) for each in matters], privileged=privileged),
        deadlines_table([(each, deadlines_of(session, each)) for each in matters]),
    )
    return safe_book(tables)
