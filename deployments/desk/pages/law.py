"""The law as Landwaiter encodes it: its rules, what is unclear, closures, and which texts were read."""

from typing import Any

from sqlmodel import Session
from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked, NotThere
from deployments.desk.guard import Page
from deployments.desk.once import new_key, started
from models.errors import Refused
from models.law.load import listed_closures, load_law
from models.law.page import office_words
from models.law.printing import PARTIES, count_words
from models.law.text.guidance import Ambiguity
from models.law.text.rule import Rule
from models.law.text.vocabulary import Lifecycle
from models.record.closures import closures_on_record
from models.record.database import reading, transaction
from models.record.office_settings import notes, office_of
from models.record.sign_ins import sign_act
from models.rights import Right
from models.roles import Role
from models.wall_clock import HOUSE_ZONE, today_in
from tasks.desk.law import LONGEST_NAME, LONGEST_NOTE, NOTE, NoteDraft, law_standing
from tasks.desk.law_examples import precedents_of, verdicts, worked_examples
from tasks.desk.law_rules import KINDS, WHO, found_rules, rules_naming, sheet_of


def show(asked: Asked) -> Response:
    """The rules, by kind of matter."""
    law, words, kind = load_law(), asked.query("q")[:200], asked.query("kind")
    kind = kind if kind in set(Lifecycle) else ""
    with reading(asked.office.engine) as session:
        common = _common(session)
    return asked.page(
        "law.html",
        found=found_rules(law, words, kind),
        words=words,
        kind=kind,
        kinds=[(each.value, each.value.capitalize()) for each in Lifecycle],
        verdicts=verdicts(law, today_in(HOUSE_ZONE, asked.now)),
        **common,
    )


def _common(session: Session) -> dict[str, Any]:
    """What every page of the law says, or words its rules with."""
    law = load_law()
    office = office_of(session, law)

    def number(rule: Rule) -> str:
        return office_words(rule, law, office) if rule.office else count_words(rule)

    return {"standing": law_standing(session, law), "law": law, "number": number, "KINDS": KINDS, "WHO": WHO}


def show_rule(asked: Asked) -> Response:
    """One rule, with its examples as they come out now."""
    law, rule_id = load_law(), str(asked.request.path_params["rule"])
    sheet = sheet_of(law, rule_id) if rule_id in law.rules else None
    if sheet is None:
        raise NotThere
    with reading(asked.office.engine) as session:
        common, said = _common(session), notes(session)
    return asked.page(
        "law_rule.html",
        sheet=sheet,
        setting=law.office.get(rule_id),
        notes=said,
        examples=worked_examples(law, rule_id),
        party=PARTIES[sheet.rule.bound],
        **common,
    )


def show_unclear(asked: Asked) -> Response:
    """Every point on which the law is unclear."""
    law = load_law()
    with reading(asked.office.engine) as session:
        common, said = _common(session), notes(session)
    naming = {each.id: rules_naming(law, each) for each in law.ambiguities.values()}
    return asked.page("law_unclear.html", notes=said, naming=naming, **common)


def show_ambiguity(asked: Asked) -> Response:
    """One of them, with the form for counsel's note."""
    return _ambiguity(asked, _asked_for(asked))


def _asked_for(asked: Asked) -> Ambiguity:
    found = load_law().ambiguities.get(str(asked.request.path_params["ambiguity"]))
    if found is None:
        raise NotThere
    return found


def _ambiguity(asked: Asked, each: Ambiguity, draft: NoteDraft | None = None, error: str = "") -> Response:
    law, mine = load_law(), asked.me.name if asked.me.role == Role.COUNSEL else ""
    with reading(asked.office.engine) as session:
        common, said = _common(session), notes(session)
    return asked.page(
        "law_ambiguity.html",
        REFUSED if error else 200,
        each=each,
        note=said.get(each.id),
        naming=rules_naming(law, each),
        precedents=precedents_of(law, each.id),
        draft=draft or NoteDraft(ambiguity=each.id, counsel=mine, note=""),
        error=error,
        longest=(LONGEST_NAME, LONGEST_NOTE),
        once=new_key(),
        **common,
    )


def put_note(asked: Asked) -> Response:
    """Has counsel's note on an ambiguity added, or removed, by a run of the form."""
    each = _asked_for(asked)
    draft = NoteDraft(ambiguity=each.id, counsel=asked.typed("counsel"), note=asked.typed("note"))
    try:
        parameters = draft.parameters(by=asked.me.name)
        with transaction(asked.office.engine) as session:
            run, _ = started(asked, session, NOTE, parameters, draft.title)
            sign_act(session, f"deskrun:{run.id}", asked.me.person_id, at=asked.now)
    except Refused as error:
        return _ambiguity(asked, each, draft, str(error))
    asked.office.wake()
    return asked.go(f"/runs/{run.id}")


def show_closures(asked: Asked) -> Response:
    """The days on which an order closed federal offices: the law's own list, and the office's."""
    with reading(asked.office.engine) as session:
        common, own = _common(session), closures_on_record(session)
    return asked.page("law_closures.html", own=own, listed=listed_closures(), **common)


def show_editions(asked: Asked) -> Response:
    """Which texts were read, and which paragraphs are encoded."""
    with reading(asked.office.engine) as session:
        common = _common(session)
    return asked.page("law_editions.html", **common)


PAGES = [
    Page(path="/law", show=show, right=Right.READ),
    Page(path="/law/unclear", show=show_unclear, right=Right.READ),
    Page(path="/law/unclear/{ambiguity}", show=show_ambiguity, right=Right.READ),
    # A note is quoted in the alerts of every importer: as a change of the law, it is for who sees them all.
    Page(path="/law/unclear/{ambiguity}/note", do=put_note, right=Right.APPROVE_LAW),
    Page(path="/law/closures", show=show_closures, right=Right.READ),
    Page(path="/law/editions", show=show_editions, right=Right.READ),
    Page(path="/law/{rule}", show=show_rule, right=Right.READ),
]
"""The addresses of these pages, each before one that would take it for a rule."""
