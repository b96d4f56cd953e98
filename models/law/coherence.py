"""Checks that span the law's files: what a rule names is declared, and every rule has an example."""

from collections.abc import Iterable

from models.law.conditions import CONDITIONS
from models.law.document import LawError
from models.law.rule import Law, Rule
from models.law.vocabulary import FACTS, Unit

_COUNTED = (Unit.CALENDAR_DAYS, Unit.BUSINESS_DAYS, Unit.MONTHS, Unit.YEARS)


def check_coherence(law: Law) -> None:
    """Raises `LawError` for the first thing that does not fit."""
    with_example = {example.rule for example in law.examples}
    for rule in law.rules.values():
        _check_rule(law, rule)
        if rule.id not in with_example:
            raise _error(rule, "id", f"{rule.id} has no example.")
    for lifecycle, table in law.belonging.items():
        for kind in [kind for line in table.lines for kind in (*line.starts, *line.hangs)]:
            if kind not in law.events or lifecycle not in law.events[kind].lifecycles:
                raise LawError(f"belonging of {lifecycle}: {kind!r} is no event of this lifecycle.")


def _check_rule(law: Law, rule: Rule) -> None:
    move = () if rule.moved_by is None else (rule.moved_by.event,)
    kinds = {
        "starts": rule.starts,
        "met_by": rule.met_by,
        "lifted_by": rule.lifted_by,
        "stopped_by": rule.stopped_by,
        "from_anchor": rule.from_anchor,
        "moved_by": move,
    }
    for key, named in kinds.items():
        for kind in named:
            if kind not in law.events or rule.lifecycle not in law.events[kind].lifecycles:
                raise _error(rule, key, f"{kind!r} is no event of the lifecycle {rule.lifecycle}.")
    _check_names(rule, "ambiguities", rule.ambiguities, law.ambiguities)
    _check_names(rule, "relies_on", rule.relies_on, rule.ambiguities)
    _check_names(rule, "late_problem", filter(None, [rule.late_problem]), law.problems)
    _check_functions(rule)
    _check_number(law, rule)


def _check_functions(rule: Rule) -> None:
    for key in ("starts_when", "met_when", "lifted_when", "played_by"):
        _check_names(rule, key, filter(None, [getattr(rule, key)]), CONDITIONS)
    _check_names(rule, "anchor", filter(None, [rule.anchor]), {*CONDITIONS, *FACTS})


def _check_names(rule: Rule, key: str, named: Iterable[str], known: Iterable[str]) -> None:
    for name in named:
        if name not in known:
            raise _error(rule, key, f"{name!r} is not declared.")


def _check_number(law: Law, rule: Rule) -> None:
    if rule.office and rule.id not in law.office:
        raise _error(rule, "office", f"{rule.id} has no office setting.")
    if rule.unit in _COUNTED and not rule.office and rule.count is None:
        raise _error(rule, "count", "missing; expected a whole number.")


def _error(rule: Rule, key: str, text: str) -> LawError:
    return LawError(f"{rule.file}:{rule.line}: rule {rule.id}: {key}: {text}")
