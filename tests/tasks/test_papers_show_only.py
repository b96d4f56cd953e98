"""A paper shows its reader what the reader should see: of a docket of every kind of entry, grepped."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from jinja2 import ChoiceLoader, DictLoader, PackageLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment
from sqlmodel import Session

from models.in_words import calendar_date
from models.law.load import load_law
from models.law.text.rule import Event
from models.law.text.vocabulary import CHOICES, DUE_DATE_FIXED, ENTRY_WITHDRAWN, FACTS, FactType, Lifecycle
from models.record.database import reading
from models.record.matters import matter_named
from models.record.tables.dockets import Deadline
from notifications.papers.catalog import Paper, own_papers
from notifications.papers.docx_writer import write_docx
from notifications.papers.draft import draft
from notifications.papers.facts import Facts
from tasks.alerts.papers import facts_of
from tests.support.scenes import Scene, at

SECRETS = ("REF-", "DOC-", "NOTE-", "FACT-", "TITLE-")
FIRST = date(2024, 1, 8)
DUE = date(2026, 7, 1)
HOSTILE = """Everything: {{ facts }} {{ clock }} {{ paper }}

{% for entry in facts.entries %}
- {{ entry }} {{ entry.what }} {{ day(entry.on) }}

{% endfor %}

| docket

---

- {{ facts }}
"""
PAPERS = {paper.name: (rule, paper) for rule, paper in own_papers().items()}


def _fact(name: str, lifecycle: Lifecycle) -> Any:
    match FACTS[name]:
        case FactType.DATE:
            return "2025-12-31"
        case FactType.YES_NO:
            return True
        case FactType.NUMBER:
            return 7
        case FactType.TEXT:
            return f"FACT-{name}"
        case FactType.RULE:
            return next(rule.id for rule in load_law().rules_of(lifecycle) if rule.movable)
        case kind:
            return CHOICES[kind][0]


def _facts(event: Event, lifecycle: Lifecycle) -> dict[str, Any]:
    return {name: _fact(name, lifecycle) for name in (*event.required, *event.optional)}


@pytest.fixture
def full(sqlite_scene: Scene) -> Scene:
    """A matter of each kind, with an entry of each kind: all that can be typed is typed."""
    law = load_law()
    for lifecycle in Lifecycle:
        sqlite_scene.open(f"{lifecycle}-1", lifecycle, on=FIRST.isoformat(), title=f"TITLE-{lifecycle}")
        for place, event in enumerate(law.events_of(lifecycle)):
            if event.kind in (ENTRY_WITHDRAWN, DUE_DATE_FIXED) or event.closes is not None:
                continue
            sqlite_scene.record(
                event.kind,
                (FIRST + timedelta(days=place)).isoformat(),
                docket=f"{lifecycle}-1",
                recorded="2026-01-05",
                facts=_facts(event, lifecycle),
                reference=f"REF-{event.kind}",
                document=f"DOC-{event.kind}",
                privileged_note=f"NOTE-{event.kind}",
            )
    return sqlite_scene


def _of(session: Session, rule: str, paper: Paper) -> Facts:
    given = load_law().rules[rule]
    row = Deadline(
        matter_id=0,
        rule=rule,
        trigger_root=1,
        chain_root=1,
        kind=given.kind,
        bound=given.bound,
        status="pending",
        if_missed="",
        set_on=DUE,
        law_hash="",
        derived_at=at("2026-01-05"),
        citation=given.citation,
        anchor_kind=given.starts[0],
        anchor_on=DUE,
        strict_on=DUE,
        lenient_on=DUE,
    )
    return facts_of(session, matter_named(session, f"{given.lifecycle}-1"), row, paper, now=at("2026-01-05"))


def _text(content: bytes) -> str:
    with ZipFile(BytesIO(content)) as file:
        return "\n".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())


def test_no_paper_and_no_template_shows_what_was_typed_or_another_days_entry(full: Scene) -> None:
    law = load_law()
    with reading(full.engine) as session:
        for rule, paper in PAPERS.values():
            facts = _of(session, rule, paper)
            own = DictLoader({f"papers/{paper.template}": HOSTILE})
            loader = ChoiceLoader([own, PackageLoader("notifications")])
            for templates in (None, ImmutableSandboxedEnvironment(loader=loader)):
                said = _text(write_docx(draft(paper, facts, templates)))
                assert [secret for secret in SECRETS if secret in said] == [], (rule, templates)
                hidden = [
                    FIRST + timedelta(days=place)
                    for place, event in enumerate(law.events_of(law.rules[rule].lifecycle))
                    if event.kind not in paper.names
                ]
                shown = [day for day in hidden if calendar_date(day) in said or repr(day) in said]
                assert shown == [], (rule, templates)


def test_each_paper_shows_the_events_that_it_names(full: Scene) -> None:
    with reading(full.engine) as session:
        for rule, paper in PAPERS.values():
            shown = {each.what for each in _of(session, rule, paper).entries}
            assert shown == set(paper.names.values()), rule
