"""Verifies the record of an installation, by its settings. It only reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from deployments.proof.verdict import VerifyError
from models.in_words import counted
from models.record.database import read_only_engine, snapshot
from models.record.record_proof import UNREADABLE, RecordProof, head_fault, prove_record
from models.settings import Settings
from tasks.exchange.document_files import DocumentFiles
from tasks.exchange.documents_proved import document_faults, unnamed_files


def verify_record(settings: Settings, *, head: str = "", seq: int | None = None) -> tuple[list[str], bool]:
    """What to print, and whether all of it holds. Raises `VerifyError`.

    `head` is a head that was kept elsewhere, `seq` its receipt if that is known.
    """
    with record_read(settings) as session:
        try:
            proof = prove_record(session)
        except UNREADABLE as error:
            raise VerifyError(
                f"The record has a value that cannot be read: {error!r}. It was changed outside Landwaiter."
            ) from None
        files = DocumentFiles(settings.home)
        proof.faults += document_faults(session, files)
        left = unnamed_files(session, files)
    if head and (fault := head_fault(proof.receipts, head, seq)):
        proof.faults.append(fault)
    lines = [f"BROKEN: {fault}" for fault in proof.faults]
    if left:
        lines.append(f"{counted(left, 'file')} in {files.folder} of no document on record, which may go.")
    return [*lines, *_ending(proof, head)], not proof.faults


def _ending(proof: RecordProof, head: str) -> Iterator[str]:
    last = proof.head
    if last is None:
        yield "The record has no receipt yet, so nothing proves what is missing from it."
    else:
        if head and not head_fault(proof.receipts, head, None):
            (kept,) = [each for each in proof.receipts if each.hash == head]
            yield f"The head that you keep is receipt {kept.seq} of {kept.at.isoformat()}."
        yield f"Head of the record: receipt {last.seq} of {last.at.isoformat()}: {last.hash}"
    dockets, entries = counted(proof.dockets, "docket"), counted(proof.entries, "entry", "entries")
    receipts = counted(len(proof.receipts), "receipt")
    yield f"{dockets}, {entries} and {receipts} read, {len(proof.faults)} broken."


@contextmanager
def record_read(settings: Settings) -> Iterator[Session]:
    """The record, at one instant. Raises `VerifyError` where it cannot be read."""
    url = make_url(settings.database_url)
    name = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise VerifyError(f"There is no record: {url.database} is not a file. Set LANDWAITER_HOME.")
    engine = read_only_engine(settings)
    try:
        if not inspect(engine).has_table("changepage"):
            raise VerifyError(
                f"The record's database {name} has no log of changes. Start this version of Landwaiter "
                "once: it upgrades the record. Then verify it."
            )
        with snapshot(engine) as session:
            yield session
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise VerifyError(
            f"The record's database {name} cannot be read: {cause}. Check that it runs and that "
            "LANDWAITER_DATABASE_URL is right."
        ) from None
    finally:
        engine.dispose()
