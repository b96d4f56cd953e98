"""The ladders of this office: Landwaiter's own, with the steps that the office set in their place."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models.law.load import load_law
from models.record.contacts import everybody, look_again, roles_held
from models.record.database import transaction
from models.record.matters import accounts
from models.record.tables.alerts import LadderEdition
from models.roles import Role
from notifications.policy.ladder_lines import LadderError, read_rungs
from notifications.policy.ladders import Ladders, own_ladders, refuse_gap


def ladders_of(session: Session, *, without: str = "") -> tuple[Ladders, tuple[str, ...]]:
    """The ladders in use, and what of the office's own cannot be used any more, in sentences.

    `without` names one that is left as Landwaiter has it.
    """
    ladders, flaws = own_ladders(), []
    for edition in newest_editions(session).values():
        if edition.name == without or not edition.steps:
            continue
        try:
            ladders = with_edition(ladders, edition.name, edition.steps, Role(edition.set_to))
        except LadderError as error:
            flaws.append(
                f"{error} Landwaiter uses its built-in ladder until you fix this with the form set-ladder."
            )
    return ladders, tuple(flaws)


def with_edition(
    ladders: Ladders, name: str, steps: Sequence[str], set_to: Role, top: Role = Role.EXECUTIVE
) -> Ladders:
    """Ladders with steps set for one of them, or for a rule. Raises `LadderError` naming the line to mend."""
    rules = load_law().rules
    if name in rules:
        return ladders.with_rule(name, rules[name].kind, rules[name].bound, steps, set_to, top)
    changed = ladders.with_steps(name, steps, set_to, top)
    for rule, ladder in changed.by_rule.items():
        if ladder.name == name:
            refuse_gap(ladder, rules[rule].kind, rules[rule].bound, top)
    return changed


def put_ladder(
    engine: Engine, name: str, steps: Sequence[str], set_to: Role, *, by: str, now: datetime
) -> None:
    """Sets the steps of a ladder, or takes them back where there are none. Raises `LadderError`."""
    with transaction(engine) as session:
        set_ladder(session, name, steps, set_to, by=by, now=now)


def set_ladder(
    session: Session, name: str, steps: Sequence[str], set_to: Role, *, by: str, now: datetime
) -> LadderEdition:
    """The same within a transaction of the caller's."""
    if steps:
        check_ladder(session, name, steps, set_to)
    edition = LadderEdition(name=name, set_to=set_to.value, steps=list(steps), set_by=by, set_at=now)
    session.add(edition)
    session.flush()
    for account in sorted(accounts(session), key=lambda each: each.id):
        look_again(session, account, now)
    return edition


def check_ladder(session: Session, name: str, steps: Sequence[str], set_to: Role) -> Ladders:
    """The ladders with these steps. Raises `LadderError` for a line that goes up to a role nobody holds.

    Where somebody holds it, but not for every importer, the alert says so, and who is next up hears it.
    """
    others = ladders_of(session, without=name)[0]
    if not steps:
        return others
    held = roles_held(everybody(session))
    top = max(held, key=lambda role: role.rank, default=Role.EXECUTIVE)
    ladders = with_edition(others, name, steps, set_to, top)
    for place, rung in enumerate(read_rungs(name, steps), start=1):
        if held and rung.up_to not in held:
            raise LadderError(
                f"Ladder {name!r}, line {place} ({rung.line!r}): no contact is {rung.up_to}. Add a contact "
                "with that role first, or end the line with another role."
            )
    return ladders


def newest_editions(session: Session) -> dict[str, LadderEdition]:
    """What was set last for each name, by the names; without steps where it was taken back."""
    newest: dict[str, LadderEdition] = {}
    for edition in session.exec(select(LadderEdition).order_by(col(LadderEdition.id))).all():
        newest[edition.name] = edition
    return newest
