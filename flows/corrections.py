"""Correct a matter or an importer. First the run shows who is alerted to what, before and after."""

from collections.abc import Sequence

from prefect import flow
from prefect.client.schemas.objects import State
from sqlalchemy import Engine

from flows.forecast import difference_lines
from flows.run.context import Opened, record_opened
from flows.run.output import (
    after_preview,
    changes_lines,
    ends_in_words,
    finish,
    finished,
    refusal,
    say,
    told_lines,
)
from flows.run.sweep import look, mirror
from models.forms.corrections import CorrectionEffect, ImporterCorrectionForm, MatterCorrectionForm
from models.in_words import counted
from models.law.load import load_law
from models.record.database import reading
from models.record.mendings import names_of
from models.record.office_settings import unclear_words
from models.record.tables.dockets import Matter
from tasks.alerts.mending_preview import Audience, Foretold
from tasks.alerts.tasks import foresee_mending, put_mending
from tasks.pages.corrections_section import correction_words
from tasks.pages.tasks import offer_dockets, publish_board, publish_matters
from tasks.record.mendings import Draft, Mended

_SHOWN = 200
"""Matters that a run's log lists."""


@flow(name="correct matter", flow_run_name="{correction.matter}: {correction.effect}")
@ends_in_words
def correct_matter(correction: MatterCorrectionForm) -> State[str]:
    """Correct a matter's docket number, importer, opening date, time zone, title or office."""
    return _corrected(correction, correction.to_input())


@flow(name="correct importer", flow_run_name="{correction.importer}: {correction.effect}")
@ends_in_words
def correct_importer(correction: ImporterCorrectionForm) -> State[str]:
    """Rename an importer, correct its number, or merge it into the importer that it is."""
    return _corrected(correction, correction.to_input())


def _corrected(form: MatterCorrectionForm | ImporterCorrectionForm, draft: Draft) -> State[str]:
    with record_opened() as opened:
        with refusal("Nothing was recorded."):
            foretold = foresee_mending(opened.engine, draft, now=opened.now)
        say(_foretold_lines(opened.engine, foretold))
        if form.effect is CorrectionEffect.SHOW:
            return _shown(foretold)
        with refusal("Nothing was recorded."):
            mended = put_mending(opened.engine, draft, opened.links, now=opened.now)
        return _told(opened, mended)


def _shown(foretold: Foretold) -> State[str]:
    gone, come = counted(len(foretold.gone), "alert"), counted(len(foretold.come), "alert")
    go_on = after_preview("record it", effect=CorrectionEffect.RECORD)
    return finished(
        f"Nothing was recorded. {_audience_in_short(foretold)} {gone} would be removed, {come} added. {go_on}"
    )


def _told(opened: Opened, mended: Mended) -> State[str]:
    """Sends the alerts that are due, shows the matters, and says how that went."""
    one = mended.what.id if isinstance(mended.what, Matter) else None
    swept = look(opened, matter_id=one)
    say(told_lines(swept))
    shown = dict.fromkeys([*(matter.id for matter in mended.matters), *swept.looked])
    publish_matters(opened.engine, list(shown), opened.links, now=opened.now)
    publish_board(opened.engine, opened.links, now=opened.now)
    offer_dockets(opened.engine)
    return finish(f"Corrected {_name(mended).rstrip('.')}.", swept, *mirror(opened))


def _name(mended: Mended) -> str:
    return mended.what.docket_number if isinstance(mended.what, Matter) else mended.what.name


def _foretold_lines(engine: Engine, foretold: Foretold) -> list[str]:
    """What is corrected, who is alerted to each matter before and after, and the alerts that change."""
    with reading(engine) as session:
        names = names_of(session, foretold.mended.log[:_SHOWN])
        unclear = unclear_words(session, load_law())
    audiences = foretold.audiences
    more = [f"and {len(audiences) - _SHOWN:,} more matters"] if len(audiences) > _SHOWN else []
    return [
        *(f"Correction: {correction_words(each, names)}" for each in foretold.mended.log[:_SHOWN]),
        *map(_audience_line, audiences[:_SHOWN]),
        *more,
        *changes_lines(foretold.mended.changes, unclear),
        *difference_lines(foretold.gone, foretold.come),
    ]


def _audience_line(each: Audience) -> str:
    before, after = _people(each.before), _people(each.after)
    if each.before == each.after:
        return f"{each.docket_number}: alerts go to {after}, as before."
    return f"{each.docket_number}: alerts go to {after}. Before: {before}."


def _people(names: Sequence[str]) -> str:
    return ", ".join(names) or "NOBODY"


def _audience_in_short(foretold: Foretold) -> str:
    others = [each for each in foretold.audiences if each.before != each.after]
    if not others:
        return "The same people are alerted as before."
    come = dict.fromkeys(name for each in others for name in each.after if name not in each.before)
    gone = dict.fromkeys(name for each in others for name in each.before if name not in each.after)
    alone = [each.docket_number for each in others if not each.after]
    return " ".join(
        [
            f"In {counted(len(others), 'matter')}, different people would be alerted.",
            *([f"Added: {', '.join(come)}."] if come else []),
            *([f"Removed: {', '.join(gone)}."] if gone else []),
            *([f"NOBODY would be alerted about {', '.join(alone[:5])}."] if alone else []),
        ]
    )
