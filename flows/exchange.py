"""Import a spreadsheet of matters and entries; export a matter, or an importer's matters."""

import os
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from prefect import flow
from prefect.client.schemas.objects import State

from flows.run.context import Opened, record_opened
from flows.run.output import (
    after_preview,
    ends_in_words,
    failed,
    finished,
    older_lines,
    refusal,
    say,
    told_lines,
    trouble_lines,
)
from flows.run.sweep import look
from models.forms.exchange import (
    DateOrder,
    ExportMatterForm,
    ExportMattersForm,
    FollowedImport,
    Import,
    ImportForm,
)
from models.forms.fields import YesNo
from models.in_words import counted
from models.record.database import reading
from models.settings import Settings
from tasks.alerts.office_context import CatchingUp, History
from tasks.exchange.document_files import DocumentFiles
from tasks.exchange.imported import Imported
from tasks.exchange.importing import bad_table, taken_in_at
from tasks.exchange.private_file import Exported, file_name, keep_private
from tasks.exchange.sheets import safe_csv
from tasks.exchange.tasks import export_matter as write_matter
from tasks.exchange.tasks import export_matters as write_matters
from tasks.exchange.tasks import import_file
from tasks.pages.tasks import offer_dockets, publish_board, publish_matters
from tasks.progress import Seen

_FIRST = 5
"""Undelivered alerts that the end of a run names."""

_SHOWN = 1000
"""Bad cells that a run's log lists, and then how many more; the file has all."""

_NAMED = 3
"""Bad cells that the end of a run names."""


@flow(name="import matters", flow_run_name="{sheet.file}: {sheet.effect}")
@ends_in_words
def import_matters(sheet: ImportForm) -> State[str]:
    """Import matters and entries from a spreadsheet: every row, or none and a list of the errors."""
    with record_opened() as opened:
        path, commit = _settings().inbox / sheet.file, sheet.effect is Import.COMMIT
        with refusal("Nothing was imported."):
            done = import_file(
                opened.engine,
                path,
                by=sheet.recorded_by,
                commit=commit,
                now=opened.now,
                dates=sheet.dates or DateOrder.YEAR_FIRST,
                progress=Seen(f"Rows of {sheet.file}"),
            )
            if done.bad:
                return _refused(done, opened.now)
        say(f"Already on record, and corrected since: {each}" for each in done.corrected)
        say(done.asked)
        return (
            _followed(
                opened,
                done.matter_ids,
                f"Imported. {_gives(done)}",
                is_history=sheet.history is YesNo.YES,
            )
            if commit
            else finished(
                f"No errors found. Nothing was imported: this was a check only. {_gives(done)} "
                f"{after_preview('import it', effect=Import.COMMIT)}"
            )
        )


@flow(name="follow import", flow_run_name="import of {imported.file}")
@ends_in_words
def follow_import(imported: FollowedImport) -> State[str]:
    """Alert the right people to what was imported at the desk; the older rest waits, as after any import."""
    with record_opened() as opened:
        with refusal("Nobody was alerted."), reading(opened.engine) as session:
            ids = taken_in_at(session, imported.imported_at)
        said = f"{counted(len(ids), 'matter')} imported or added to."
        return _followed(opened, ids, said, is_history=imported.history is YesNo.YES)


@flow(name="export matter", flow_run_name="export {asked.matter}")
@ends_in_words
def export_matter(asked: ExportMatterForm) -> State[str]:
    """Export a matter as a ZIP: its docket with the proof of its hash chain, deadlines, alerts and papers."""
    write = partial(write_matter, documents=DocumentFiles(_settings().home))
    ended, done = _export(write, asked.matter, asked.privileged)
    say([f"To verify it: python -m deployments.verify {done.path}"])
    return ended


@flow(name="export matters", flow_run_name="export {asked.importer}")
@ends_in_words
def export_matters(asked: ExportMattersForm) -> State[str]:
    """Export all matters, entries and deadlines of an importer as a workbook."""
    return _export(write_matters, asked.importer, asked.privileged)[0]


def _export(write: Callable[..., Exported], what: str, notes: YesNo) -> tuple[State[str], Exported]:
    """How the run ends, and the file."""
    with record_opened() as opened, refusal("Nothing was exported."):
        done = write(opened.engine, what, _exports(), privileged=notes is YesNo.YES, now=opened.now)
    left = "with" if notes is YesNo.YES else "without"
    head = f" Head of this export: {done.head}." if done.head else ""
    return finished(
        f"Exported {what}, {left} privileged notes: {done.path}, SHA-256 {done.sha256}.{head}"
    ), done


def _settings() -> Settings:
    return Settings.from_environment(os.environ)


def _exports() -> Path:
    return _settings().home / "exports"


def _refused(done: Imported, now: datetime) -> State[str]:
    """Each bad cell in the log, and in a table beside the exports."""
    kept = keep_private(_exports(), file_name("import", "csv", now), safe_csv(bad_table(done.bad)))
    say([*(each.words for each in done.bad[:_SHOWN]), *_more(len(done.bad) - _SHOWN, f", in {kept.path}")])
    wrong = f"Nothing was imported: {counted(len(done.bad), 'error')} in {counted(done.bad_rows, 'row')}"
    first = [f"{each.words.rstrip('.')}." for each in done.bad[:_NAMED]]
    waiting = f" Not checked, because their matter's own row has an error: {counted(done.waiting, 'row')}."
    return failed(
        " ".join([f"{wrong}.", *first, *_more(len(done.bad) - _NAMED)])
        + f" All errors are listed in {kept.path}.{waiting if done.waiting else ''}"
    )


def _more(left: int, where: str = "") -> list[str]:
    return [f"And {left:,} more{where}."] if left > 0 else []


def _followed(opened: Opened, ids: Sequence[int], said: str, *, is_history: bool) -> State[str]:
    """Sends the alerts that are due of all that was imported, once, and shows them."""
    imported = frozenset(ids)
    history = History(matters=imported, wait=timedelta()) if is_history else None
    swept = look(opened, history=history, catching_up=None if is_history else CatchingUp(imported))
    say(told_lines(swept))
    shown = list(dict.fromkeys([*ids, *swept.looked]))
    publish_matters(opened.engine, shown, opened.links, now=opened.now)
    publish_board(opened.engine, opened.links, now=opened.now)
    offer_dockets(opened.engine)
    trouble = trouble_lines(swept)
    told = f"{counted(len(swept.claims), 'new alert')}."
    more = [f"See the log for {len(trouble) - _FIRST} more."] if len(trouble) > _FIRST else []
    ends = failed if trouble else finished
    return ends(" ".join([said, told, *older_lines([swept]), *trouble[:_FIRST], *more]))


def _gives(done: Imported) -> str:
    known = done.known_matters + done.known_entries
    again = f"already on record: {counted(known, 'row')}"
    corrected = f", {len(done.corrected)} of them corrected since" if done.corrected else ""
    asked = f" (nearly on record: {len(done.asked)}; see the log)" if done.asked else ""
    new = f"New: {counted(done.matters, 'matter')}, {counted(done.entries, 'entry', 'entries')}{asked}"
    deadlines = f"{'New deadlines' if done.written else 'Deadlines that would start'}: {done.started:,}"
    passed = f" Not read: the sheet {', '.join(done.passed_over)}." if done.passed_over else ""
    passed += f" Not read: {counted(done.examples, 'example row')}." if done.examples else ""
    return f"{new}; {again}{corrected}. {deadlines}.{passed}"
