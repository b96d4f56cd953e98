"""The ladders as people read them: for which deadlines, which steps in words, and who set them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from models.in_words import counted, spaced
from models.law.load import load_law
from models.law.text.vocabulary import Party, RuleKind
from models.record.tables.alerts import LadderEdition
from models.roles import Role
from notifications.policy.ladder_lines import Rung
from notifications.policy.ladders import Ladder, Ladders, own_ladders
from notifications.policy.reasons import Reason
from tasks.alerts.ladders import ladders_of, newest_editions

_ANCHORS = {
    "act_by": "the last safe day",
    "strict_on": "the earliest last day",
    "lenient_on": "the latest last day",
}
_SAID = {Reason.IN_GAP: "past the earliest last day", Reason.RIGHT_OPENED: "the right opened"}
_WHOSE = {
    Party.RECORDKEEPER: "yours",
    Party.CUSTOMS: "CBP's",
    Party.COURT: "the court's",
    Party.OTHER: "another party's",
}
_KINDS = {
    RuleKind.DEADLINE: "last days",
    RuleKind.TARGET: "target dates",
    RuleKind.RECURRING: "recurring controls",
    RuleKind.RIGHT: "rights",
    RuleKind.THRESHOLD: "what happens by itself",
    RuleKind.RETENTION: "retention periods",
    RuleKind.LOOKBACK: "periods to look back",
}


@dataclass(frozen=True, slots=True)
class ShownLadder:
    """A ladder by the name that it is set by: its own, or a rule's. `edition`: what the office set last."""

    name: str
    ladder: Ladder
    covers: str
    edition: LadderEdition | None

    @property
    def is_set(self) -> bool:
        """Whether the office set its own steps."""
        return self.edition is not None and bool(self.edition.steps)

    @property
    def lines(self) -> list[str]:
        """The steps as a form has them."""
        return [rung.line for rung in self.ladder.rungs]

    @property
    def steps(self) -> list[str]:
        """The steps in words."""
        return [step_words(rung) for rung in self.ladder.rungs]


def shown_ladders(session: Session) -> tuple[Sequence[ShownLadder], Sequence[str]]:
    """Every ladder in use, those of single rules last, and what of the office's own cannot be used."""
    (ladders, flaws), editions = ladders_of(session), newest_editions(session)
    found = _by_name(ladders)
    shown = [ShownLadder(name, found[name], _covers(ladders, name), editions.get(name)) for name in found]
    return shown, flaws


def shown_ladder(session: Session, name: str) -> ShownLadder | None:
    """A ladder by its name, or the one that a rule has now by the rule's; None where there is neither."""
    (ladders, _), edition = ladders_of(session), newest_editions(session).get(name)
    found = _by_name(ladders).get(name)
    rule = load_law().rules.get(name)
    if found is None and rule is not None:
        found = ladders.of(name, rule.kind, rule.bound)
    return None if found is None else ShownLadder(name, found, _covers(ladders, name), edition)


def rules_to_choose() -> list[tuple[str, str]]:
    """The rules that can have a ladder of their own, each with its title."""
    return [(rule.id, f"{rule.id}: {rule.title}") for rule in load_law().rules.values()]


def landwaiters_own(name: str) -> Ladder | None:
    """The ladder that comes with Landwaiter; for a rule, the one that it would have."""
    rule = load_law().rules.get(name)
    if rule is not None:
        return own_ladders().of(name, rule.kind, rule.bound)
    return _by_name(own_ladders()).get(name)


def step_words(rung: Rung) -> str:
    """A step in words: its day, what is said, up to whom."""
    anchor, days = _ANCHORS[rung.counts_from], counted(abs(rung.days), "day")
    when = f"{days} {'before' if rung.days < 0 else 'after'} {anchor}" if rung.days else f"On {anchor}"
    drafts = ", with a draft of the paper" if rung.drafts else ""
    said = _SAID.get(rung.reason) or spaced(rung.reason.value)
    return f"{when}: {said}, to {up_to_words(rung.up_to)}{drafts}"


def up_to_words(role: Role) -> str:
    """The roles that an alert goes to."""
    named = [each.value for each in Role if each.rank <= role.rank]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"


def _by_name(ladders: Ladders) -> dict[str, Ladder]:
    """Each ladder under the name by which it is set."""
    found = {each.name: each for each in (*ladders.by_kind.values(), ladders.own)}
    of_rules = {_name_of(rule, each): each for rule, each in ladders.by_rule.items()}
    return {**found, **of_rules}


def _name_of(rule: str, ladder: Ladder) -> str:
    """A ladder that was set for a rule alone is set by the rule's name."""
    return rule if ladder.name == f"of {rule}" else ladder.name


def _covers(ladders: Ladders, name: str) -> str:
    """For which deadlines a ladder is, in words."""
    rule = load_law().rules.get(name)
    if rule is not None:
        return f"{rule.title}, {rule.citation}"
    if name == ladders.own.name:
        return "deadlines that you set yourself"
    kinds: dict[str, list[str]] = {}
    for (kind, party), ladder in ladders.by_kind.items():
        if ladder.name == name:
            kinds.setdefault(_KINDS[kind], []).append(_WHOSE[party])
    rules = [rule_id for rule_id, ladder in ladders.by_rule.items() if ladder.name == name]
    named = [f"{kind} ({', '.join(whose)})" for kind, whose in kinds.items()]
    return "; ".join([*named, *([f"the rules {', '.join(rules)}"] if rules else [])])
