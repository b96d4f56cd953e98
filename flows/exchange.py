"""In and out: import a spreadsheet of matters and entries, export a matter, export an importer's matters."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from prefect import flow
from prefect.client.schemas.objects import State

from flows.run.context import Opened, record_opened
from flows.run.output import counted, ends_in_words, failed, finished, refusal, say, told_lines, trouble_lines
from flows.run.sweep import look
from models.forms.exchange import ExportMatterForm, ExportMattersForm, Import, ImportForm
from models.forms.fields import YesNo
from models.settings import Settings
from tasks.exchange.import_run import Imported
from tasks.exchange.importing import bad_table
from tasks.exchange.private_file import Exported, file_name, keep_private
from tasks.exchange.sheets import safe_csv
from tasks.exchange.tasks import export_matter as write_matter
from tasks.exchange.tasks import export_matters as write_matters
from tasks.exchange.tasks import import_file
from tasks.pages.tasks import offer_dockets, publish_board, publish_matters
from tasks.progress import Seen

_FIRST = 5
"""Lines of trouble that the end of a run names."""

_SHOWN = 1000
"""Bad cells that a run's log lists; the file has all."""


@flow(name="import matters", flow_run_name="{sheet.file}: {sheet.effect}")
@ends_in_words
def import_matters(sheet: ImportForm) -> State[str]:
    """Import matters and entries from a spreadsheet: all of it, or nothing and a list of what is wrong."""
    with record_opened() as opened:
        path, commit = _settings().inbox / sheet.file, sheet.effect is Import.COMMIT
        with refusal("Nothing was imported."):
            done = import_file(
                opened.engine,
                path,
                by=sheet.recorded_by,
                commit=commit,
                now=opened.now,
                progress=Seen(f"Rows of {sheet.file}"),
            )
            if done.bad:
                return _refused(done, opened.now)
        say(f"On record, and corrected there since: {each}" for each in done.corrected)
        return (
            _told(opened, done)
            if commit
            else finished(f"Nothing is wrong, and nothing written. {_gives(done)}")
        )


@flow(name="export matter", flow_run_name="export {asked.matter}")
@ends_in_words
def export_matter(asked: ExportMatterForm) -> State[str]:
    """Export a matter as a ZIP: its docket with the proof of its chain, deadlines, alerts, papers."""
    ended, done = _export(write_matter, asked.matter, asked.privileged)
    say([f"Verify it with: python -m deployments.verify {done.path}"])
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
    return finished(f"Exported {what}, {left} privileged notes: {done.path}, SHA-256 {done.sha256}."), done


def _settings() -> Settings:
    return Settings.from_environment(os.environ)


def _exports() -> Path:
    return _settings().home / "exports"


def _refused(done: Imported, now: datetime) -> State[str]:
    """Each bad cell in the log, and in a table beside the exports."""
    say(each.words for each in done.bad[:_SHOWN])
    kept = keep_private(_exports(), file_name("import", "csv", now), safe_csv(bad_table(done)))
    wrong = f"Nothing was imported: {counted(done.bad_rows, 'bad row')}"
    waiting = f" {counted(done.waiting, 'row')} of matters that are bad themselves were not looked at."
    return failed(
        f"{wrong}. The first: {done.bad[0].words}. All of them: in the log, and in {kept.path}."
        f"{waiting if done.waiting else ''}"
    )


def _told(opened: Opened, done: Imported) -> State[str]:
    """Tells what is due of all that was imported, once, and shows it."""
    swept = look(opened)
    say(told_lines(swept))
    shown = list(dict.fromkeys([*done.matter_ids, *swept.looked]))
    publish_matters(opened.engine, shown, opened.links, now=opened.now)
    publish_board(opened.engine, opened.links, now=opened.now)
    offer_dockets(opened.engine)
    said, trouble = f"Imported. {_gives(done)}", trouble_lines(swept)
    told = f"{counted(len(swept.claims), 'alert')} told."
    more = [f"And {len(trouble) - _FIRST} more: see the log."] if len(trouble) > _FIRST else []
    return failed(" ".join([said, told, *trouble[:_FIRST], *more])) if trouble else finished(f"{said} {told}")


def _gives(done: Imported) -> str:
    known = done.known_matters + done.known_entries
    again = f"{counted(known, 'row')} on record already"
    corrected = f", {len(done.corrected)} of them corrected there since" if done.corrected else ""
    new = f"New: {_many(done.matters, 'matter')}, {_many(done.entries, 'entry')}"
    clocks = f"{counted(done.started, 'clock')} {'started' if done.written else 'would start'}"
    return f"{new}; {again}{corrected}. {clocks}."


def _many(number: int, noun: str) -> str:
    return f"{number} entries" if noun == "entry" and number != 1 else counted(number, noun)
