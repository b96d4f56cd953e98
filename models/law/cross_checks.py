"""Checks that span the law's files: what a rule names is declared, and what is declared is used."""

from collections.abc import Iterable

from models.law.conditions.registry import CHECKS, CONDITIONS, GOES_BY
from models.law.engine.chain_joins import JOINS
from models.law.text.document import LawError
from models.law.text.guidance import Lead
from models.law.text.rule import Event, Law, Rule
from models.law.text.vocabulary import DUE_DATE_FIXED, ENTRY_WITHDRAWN, FACTS, Direction, Lifecycle, Unit

_UNCOUNTED = ((Unit.BUSINESS_DAYS, Direction.AFTER), (Unit.MONTHS, Direction.BEFORE))
_COUNTED = (Unit.CALENDAR_DAYS, Unit.BUSINESS_DAYS, Unit.MONTHS, Unit.YEARS)
_OFFICE = "models/law/part163/office-settings.md"


def check_coherence(law: Law) -> None:
    """Raises `LawError` for the first rule, event, lead, ground or row that does not fit the others."""
    with_example = {example.rule for example in law.examples}
    for rule in law.rules.values():
        _check_rule(law, rule)
        if rule.id not in with_example:
            raise _error(rule, "id", f"{rule.id} has no example.")
    for lifecycle in law.belonging:
        _check_belonging(law, lifecycle)
    for event in law.events.values():
        _check_use(law, event)
    for lead in law.leads:
        _check_lead(law, lead)
    for ground in law.grounds:
        if ground.rule not in law.coverage:
            raise LawError(f"{ground.where}: ground: rule: {ground.rule!r} is in no row of coverage.toml.")
    _check_ambiguities(law)
    _check_coverage(law)


def _check_ambiguities(law: Law) -> None:
    for each in law.ambiguities.values():
        for name in each.concerns:
            if name not in law.rules:
                raise LawError(f"ambiguity {each.id}: concerns: {name!r} is no rule.")


def _check_rule(law: Law, rule: Rule) -> None:
    if rule.id not in law.coverage:
        raise _error(rule, "id", f"{rule.id} is in no row of coverage.toml.")
    for key, named in _kinds_by_key(rule).items():
        for kind in named:
            if kind not in law.events or rule.lifecycle not in law.events[kind].lifecycles:
                raise _error(rule, key, f"{kind!r} is no event of the lifecycle {rule.lifecycle}.")
    _check_names(rule, "only_later", rule.only_later, rule.lifted_by)
    _check_names(rule, "ambiguities", rule.ambiguities, law.ambiguities)
    _check_names(rule, "relies_on", rule.relies_on, rule.ambiguities)
    _check_names(rule, "late_problem", filter(None, [rule.late_problem]), law.problems)
    _check_functions(rule)
    _check_number(law, rule)


def _kinds_by_key(rule: Rule) -> dict[str, tuple[str, ...]]:
    return {
        "starts": rule.starts,
        "met_by": rule.met_by,
        "lifted_by": rule.lifted_by,
        "lifted_by_any": rule.lifted_by_any,
        "stopped_by": rule.stopped_by,
        "from_anchor": rule.from_anchor,
        "moved_by": () if rule.moved_by is None else (rule.moved_by.event,),
    }


def _check_functions(rule: Rule) -> None:
    for key, known in CONDITIONS.items():
        allowed = {*known, *FACTS} if key == "anchor" else known
        _check_names(rule, key, filter(None, [getattr(rule, key)]), allowed)


def _check_names(rule: Rule, key: str, named: Iterable[str], known: Iterable[str]) -> None:
    for name in named:
        if name not in known:
            raise _error(rule, key, f"{name!r} is not declared.")


def _check_number(law: Law, rule: Rule) -> None:
    if rule.office:
        _check_office(law, rule)
    if not rule.reads_by and (rule.unit, rule.direction) in _UNCOUNTED:
        raise _error(rule, "direction", f"{rule.unit} are not counted {rule.direction}; expected reads_by.")
    if rule.unit in _COUNTED and not rule.office and rule.count is None:
        raise _error(rule, "count", "missing; expected a whole number.")


def _check_office(law: Law, rule: Rule) -> None:
    if rule.id not in law.office:
        block = f'`toml office` with rule = "{rule.id}"'
        raise _error(rule, "office", f"{rule.id} has no office setting; add a block {block} to {_OFFICE}.")
    if rule.count is not None:
        wanted = (
            "expected one of them. If the law gives the number, remove office; if not, remove count "
            f"and set default = {rule.count} in {_OFFICE}."
        )
        raise _error(rule, "count", f"is {rule.count} beside office = true; {wanted}")


def _check_belonging(law: Law, lifecycle: Lifecycle) -> None:
    table = law.belonging[lifecycle]
    kinds = [kind for line in table.lines for kind in (*line.starts, *line.hangs)]
    kinds += [kind for join in table.joins for kind in (join.start, join.parent, *join.names)]
    for kind in (*kinds, *table.always):
        if kind not in law.events or lifecycle not in law.events[kind].lifecycles:
            raise LawError(f"belonging of {lifecycle}: {kind!r} is no event of this lifecycle.")
    for join in table.joins:
        if join.when not in JOINS:
            raise LawError(f"belonging of {lifecycle}: joins: {join.when!r} is not declared.")


def _check_use(law: Law, event: Event) -> None:
    """An event is `record_only` if and only if no rule, belonging table or function uses it."""
    named = {DUE_DATE_FIXED, ENTRY_WITHDRAWN, *CHECKS, *GOES_BY}
    for rule in law.rules.values():
        named |= {kind for kinds in _kinds_by_key(rule).values() for kind in kinds}
    for table in law.belonging.values():
        named |= {kind for line in table.lines for kind in (*line.starts, *line.hangs)}
        named |= set(table.always)
    is_used = event.kind in named or event.closes is not None
    if is_used and event.record_only:
        raise LawError(f"{event.file}:{event.line}: event {event.kind}: record_only: something goes by it.")
    if not is_used and not event.record_only:
        raise LawError(
            f"{event.file}:{event.line}: event {event.kind}: kind: unused; expected a rule that goes by "
            "it, or record_only = true."
        )


def _check_lead(law: Law, lead: Lead) -> None:
    if lead.rule not in law.rules:
        raise LawError(f"{lead.where}: lead: rule: {lead.rule!r} is not declared.")
    for key, kind in (("event", lead.event), ("only_standing", lead.only_standing)):
        if kind and (kind not in law.events or lead.lifecycle not in law.events[kind].lifecycles):
            raise LawError(
                f"{lead.where}: lead: {key}: {kind!r} is no event of the lifecycle {lead.lifecycle}."
            )


def _check_coverage(law: Law) -> None:
    for row in law.coverage.values():
        reasons = [row.no_clock, row.not_encoded]
        if row.id in law.rules and any(reasons):
            raise LawError(f"coverage.toml: {row.id}: is encoded, and a reason says why it is not.")
        if row.id not in law.rules and not any(reasons):
            raise LawError(f"coverage.toml: {row.id}: is no rule; expected no_clock or not_encoded, because.")


def _error(rule: Rule, key: str, text: str) -> LawError:
    return LawError(f"{rule.file}:{rule.line}: rule {rule.id}: {key}: {text}")
