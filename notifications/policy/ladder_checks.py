"""What a ladder must not leave out: the days on which silence would cost somebody. Pure."""

from collections.abc import Sequence

from models.law.text.vocabulary import Party, RuleKind
from models.roles import Role
from notifications.policy.ladder_lines import Rung
from notifications.policy.reasons import Reason

_MISSED = (Reason.MISSED, "lenient_on", 1, "1 day after lenient: missed to {top}")
_OPEN = (Reason.RIGHT_OPENED, "strict_on", 0, "on strict: right opened to {top}")
_DUE = (Reason.DUE_NOW, "act_by", 0, "on act-by: due now to {top}")
_OURS = (
    _DUE,
    (Reason.IN_GAP, "strict_on", 1, "1 day after strict: in gap to {top}"),
    _MISSED,
)
_BY_ITSELF = (
    _DUE,
    (Reason.IN_GAP, "strict_on", 0, "on strict: in gap to {top}"),
    (Reason.THRESHOLD_CROSSED, "lenient_on", 0, "on lenient: threshold crossed to {top}"),
)


def gap_in(rungs: Sequence[Rung], kind: RuleKind, party: Party, top: Role = Role.EXECUTIVE) -> str:
    """What is missing, with the line that would mend it; empty where nothing is.

    `top` is the highest role that somebody holds: a line to one that nobody holds would be refused.
    """
    return _gap(rungs, _wanted(kind, party), f"{kind} {_WHOSE[party]}", top)


def gap_in_own(rungs: Sequence[Rung], top: Role = Role.EXECUTIVE) -> str:
    """The same of the ladder of the deadlines that an office sets itself; these have one day."""
    return _gap(rungs, (_DUE, _MISSED), "deadline of your own", top)


def _gap(rungs: Sequence[Rung], wanted: Sequence[tuple[Reason, str, int, str]], what: str, top: Role) -> str:
    for reason, counts_from, days, line in wanted:
        has = any((rung.reason, rung.counts_from, rung.days) == (reason, counts_from, days) for rung in rungs)
        if not has:
            words = reason.value.replace("_", " ")
            return (
                f"has a gap: nobody would be alerted when a {what} reaches “{words}”. "
                f"Add a line such as: {line.format(top=top)}"
            )
    return ""


_WHOSE = {
    Party.RECORDKEEPER: "of yours",
    Party.CUSTOMS: "of CBP",
    Party.COURT: "of a court",
    Party.OTHER: "of another party",
}


def _wanted(kind: RuleKind, party: Party) -> Sequence[tuple[Reason, str, int, str]]:
    match kind:
        case RuleKind.RETENTION | RuleKind.LOOKBACK:
            return ()
        case RuleKind.THRESHOLD:
            return _BY_ITSELF
        case RuleKind.RIGHT:
            return (_OPEN,)
        case _:
            return _OURS if party is Party.RECORDKEEPER else (_MISSED,)
