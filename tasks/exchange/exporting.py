"""Exports a matter as a ZIP for counsel or an auditor, and an importer's matters as a workbook."""

import io
import zipfile
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models.record.database import reading
from models.record.deadlines import deadlines_of
from models.record.dockets import entries_of
from models.record.export_head import MANIFEST, export_head, manifest_of
from models.record.matters import account_named, matter_named
from models.record.tables.dockets import Account, Matter
from tasks.exchange.document_files import DocumentFiles
from tasks.exchange.export_documents import DocumentsPart, documents_part
from tasks.exchange.export_parts import (
    alerts_part,
    answers_part,
    as_json,
    chain_part,
    deadlines_part,
    docket_part,
    own_deadlines_part,
    papers_of,
)
from tasks.exchange.export_proofs import corrections_part, receipts_part
from tasks.exchange.export_readme import readme_of
from tasks.exchange.export_tables import deadlines_table, entries_table, matters_table
from tasks.exchange.private_file import Exported, ExportError, file_name, keep_private, write_private
from tasks.exchange.sheets import safe_book, safe_csv
from tasks.record.office_law import office_law
from tasks.record.reasons import whys

MOST_IN_MEMORY = 200_000_000
"""Bytes of documents in a ZIP that a browser downloads."""


def export_matter(
    engine: Engine,
    docket_number: str,
    folder: Path,
    *,
    documents: DocumentFiles | None = None,
    privileged: bool,
    now: datetime,
) -> Exported:
    """Writes a matter's ZIP into a folder. Raises `RecordError` where there is none, and `ExportError`.

    Without `documents` their files are left out, and the list of them says so.
    """
    with documents.held() if documents else nullcontext(), reading(engine) as session:
        matter = matter_named(session, docket_number)
        made = _made(session, matter, documents, privileged=privileged, now=now)
        name = file_name(docket_number, "zip", now)
        kept = write_private(folder, name, lambda file: made.pack(file, now))
    return replace(kept, head=made.head)


@dataclass(frozen=True, slots=True)
class Packed:
    """A matter's ZIP, and its head."""

    content: bytes
    head: str


def packed_matter(
    session: Session,
    matter: Matter,
    *,
    documents: DocumentFiles | None = None,
    privileged: bool,
    drafts: bool = True,
    now: datetime,
) -> Packed:
    """Packs a matter's ZIP in memory; without `drafts` the papers are listed there, and left out.

    Raises `ExportError` where the documents are too large for that.
    """
    with documents.held() if documents else nullcontext():
        made = _made(session, matter, documents, privileged=privileged, drafts=drafts, now=now)
        if made.documents.size > MOST_IN_MEMORY:
            raise ExportError(
                f"The documents of {matter.docket_number} have {made.documents.size // 1_000_000:,} MB, and "
                f"a browser gets at most {MOST_IN_MEMORY // 1_000_000:,} MB at once. Use the form "
                "export-matter, which writes a file on the server."
            )
        packed = io.BytesIO()
        made.pack(packed, now)
    return Packed(packed.getvalue(), made.head)


@dataclass(frozen=True, slots=True)
class _Made:
    """What a matter's ZIP holds: the files that are in memory, and the documents, which are not."""

    files: Mapping[str, bytes]
    documents: DocumentsPart
    store: DocumentFiles | None

    @property
    def head(self) -> str:
        return export_head(self.files, self.documents.members)

    def pack(self, target: BinaryIO, now: datetime) -> None:
        """Writes the ZIP; one document at a time is in memory. Raises `FileLost` for one that went since."""
        manifest = as_json(manifest_of(self.files, self.documents.members))
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in {**self.files, MANIFEST: manifest}.items():
                archive.writestr(_member(name, now), content)
            for name, sha256 in self.documents.members.items():
                assert self.store is not None
                archive.writestr(_member(name, now), self.store.read(sha256))


def _member(name: str, now: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, now.timetuple()[:6])
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    return info


def _made(
    session: Session,
    matter: Matter,
    store: DocumentFiles | None,
    *,
    privileged: bool,
    drafts: bool = True,
    now: datetime,
) -> _Made:
    listed = documents_part(session, matter, store)
    files = matter_files(session, matter, listed, privileged=privileged, drafts=drafts, now=now)
    return _Made(files, listed, store)


def matter_files(
    session: Session,
    matter: Matter,
    listed: DocumentsPart,
    *,
    privileged: bool,
    drafts: bool = True,
    now: datetime,
) -> dict[str, bytes]:
    """The files of a matter's ZIP but the documents, by their names."""
    entries, clocks = entries_of(session, matter), deadlines_of(session, matter)
    why = whys(session, [matter], now=now)
    papers, chain = papers_of(session, matter), chain_part(session, matter, entries, privileged=privileged)
    return {
        "README.txt": readme_of(
            matter.docket_number, now, privileged=privileged, drafts=drafts, head=chain["head"]
        ),
        "docket.json": as_json(docket_part(session, matter, entries, privileged=privileged)),
        "explain.json": as_json(office_law(session).docket(matter, entries, now=now)),
        "docket.csv": safe_csv(entries_table([(matter, entries)], privileged=privileged)),
        "deadlines.json": as_json(deadlines_part(session, matter, why[matter.id])),
        "deadlines.csv": safe_csv(deadlines_table([(matter, clocks)], why)),
        "alerts.json": as_json(alerts_part(session, matter)),
        "answers.json": as_json(answers_part(session, matter)),
        "own-deadlines.json": as_json(own_deadlines_part(session, matter)),
        "papers.json": as_json([said if drafts else said | {"file": None} for said, _ in papers]),
        **({said["file"]: content for said, content in papers} if drafts else {}),
        "documents.json": as_json(listed.part),
        "documents.csv": safe_csv(listed.table),
        "chain.json": as_json(chain),
        "corrections.json": as_json(corrections_part(session, matter)),
        "receipts.json": as_json(receipts_part(session, matter)),
    }


def export_matters(
    engine: Engine, importer: str, folder: Path, *, privileged: bool, now: datetime
) -> Exported:
    """Writes a workbook of an importer's matters, entries and deadlines into a folder.

    Its first two sheets can be imported. Raises `RecordError` where there is none, and `ExportError`.
    """
    with reading(engine) as session:
        content = _book(session, account_named(session, importer), privileged=privileged, now=now)
    return keep_private(folder, file_name(importer, "xlsx", now), content)


def _book(session: Session, account: Account, *, privileged: bool, now: datetime) -> bytes:
    wanted = select(Matter).where(Matter.account_id == account.id).order_by(col(Matter.id))
    matters = session.exec(wanted).all()
    why = whys(session, matters, now=now)
    tables = (
        matters_table([(matter, account) for matter in matters]),
        entries_table([(each, entries_of(session, each)) for each in matters], privileged=privileged),
        deadlines_table([(each, deadlines_of(session, each)) for each in matters], why),
    )
    return safe_book(tables)
