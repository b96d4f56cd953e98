"""All rows of the record that concern the telling, read without the policy: what its machine judges by.

It knows the ladders only as lines of text, and the record only as rows.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import SQLModel, select

from models.record.database import transaction
from models.record.tables.alerts import (
    Acknowledgement,
    Alert,
    Contact,
    ContactAccount,
    LadderEdition,
    Message,
    Reassignment,
)
from models.record.tables.dockets import Account, Deadline, Matter

CHAIN = ["owner", "lead", "counsel", "executive"]
ENDS = {"met", "withdrawn"}
_CRITICAL = re.compile(r"(?:on|1 day after) (\S+): (due now|in gap|missed|threshold crossed) to (\w+)")
_MORNING = 8
DAY = timedelta(days=1)
Table = TypeVar("Table", bound=SQLModel)


@cache
def _own() -> list[dict[str, Any]]:
    text = (files("notifications.policy") / "ladders.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text)["ladder"])


@cache
def _muted() -> dict[str, set[str]]:
    text = (files("notifications.policy") / "ladders.toml").read_text(encoding="utf-8")
    return {each["by"]: set(each["mutes"]) for each in tomllib.loads(text)["inhibition"]}


@dataclass
class Kept:
    """All rows of the record that concern the telling, as they are at an instant."""

    engine: Engine
    now: datetime

    def _all(self, table: type[Table]) -> list[Table]:
        with transaction(self.engine) as session:
            return sorted(session.exec(select(table)).all(), key=lambda row: getattr(row, "id", 0))

    @cached_property
    def matters(self) -> dict[int, Matter]:
        """The matters by id."""
        return {row.id: row for row in self._all(Matter)}

    @cached_property
    def clocks(self) -> list[Deadline]:
        """Every clock."""
        return self._all(Deadline)

    @cached_property
    def contacts(self) -> dict[int, Contact]:
        """Everybody who was ever told, by id."""
        return {row.id: row for row in self._all(Contact)}

    @cached_property
    def alerts(self) -> list[Alert]:
        """Every alert, oldest first."""
        return self._all(Alert)

    @cached_property
    def messages(self) -> list[Message]:
        """Every message."""
        return self._all(Message)

    @cached_property
    def scopes(self) -> set[tuple[int, int]]:
        """Contacts with the importers that they answer for."""
        named = {(row.contact_id, row.account_id) for row in self._all(ContactAccount)}
        every = [each.id for each in self.contacts.values() if each.every_importer]
        return named | {(contact, account.id) for contact in every for account in self._all(Account)}

    @cached_property
    def stories(self) -> dict[tuple[str, int], list[Alert]]:
        """What each contact was told of each subject."""
        found: dict[tuple[str, int], list[Alert]] = {}
        for alert in self.alerts:
            found.setdefault((alert.subject, alert.contact_id), []).append(alert)
        return found

    @cached_property
    def editions(self) -> dict[str, LadderEdition]:
        """The steps that the office set last, by the ladder's or the rule's name."""
        return {row.name: row for row in self._all(LadderEdition)}

    @cached_property
    def holds(self) -> list[Acknowledgement]:
        """Every acknowledgement and snooze."""
        return self._all(Acknowledgement)

    @cached_property
    def handed(self) -> list[Reassignment]:
        """Every reassignment."""
        return self._all(Reassignment)

    def people(self, clock: Deadline) -> list[Contact]:
        """Who answers for the clock's importer."""
        account = self.matters[clock.matter_id].account_id
        return [c for c in self.contacts.values() if c.left_at is None and (c.id, account) in self.scopes]

    def roles(self, clock: Deadline) -> dict[int, str]:
        """The role that each plays for a clock; who handed it on plays none, who gave it back is left out."""
        people = {each.id: each.role for each in self.people(clock)}
        played: dict[int, str | None] = dict(people)
        gave, disputed = set[int](), set[int]()
        for each in self.handed:
            concerns = each.matter_id == clock.matter_id and each.deadline_id in (None, clock.id)
            if concerns and each.from_id in people and each.to_id in people:
                both = [role for role in (played[each.from_id], played[each.to_id]) if role is not None]
                played[each.from_id] = None
                played[each.to_id] = min(both, key=CHAIN.index, default=None)
                disputed |= {each.from_id, each.to_id} if each.to_id in gave else set()
                gave.add(each.from_id)
        return {who: role for who, role in played.items() if role is not None and who not in disputed}

    def today(self, clock: Deadline) -> date:
        """The last day of which the morning has come in the matter's zone."""
        local = self.now.astimezone(ZoneInfo(self.matters[clock.matter_id].timezone))
        return local.date() - (DAY if local.hour < _MORNING else timedelta())

    def story(self, clock: Deadline, contact: int) -> list[Alert]:
        """What a contact was told of a clock since it last ended for them."""
        told = self.stories.get((f"deadline:{clock.id}", contact), [])
        ends = [place for place, each in enumerate(told) if each.reason in ENDS]
        return told[ends[-1] + 1 :] if ends else told

    def critical(self, clock: Deadline) -> list[tuple[date, str]]:
        """The days on which a clock must be heard, each with the role up to which it goes."""
        days = {
            "act-by": clock.act_by or clock.strict_on,
            "strict": clock.strict_on,
            "lenient": clock.lenient_on,
        }
        found = []
        for line in self._lines(clock):
            said = _CRITICAL.fullmatch(line.removesuffix(", draft"))
            if said and not (said[2] == "in gap" and clock.strict_on == clock.lenient_on):
                found.append((days[said[1]] + (timedelta() if line.startswith("on") else DAY), said[3]))
        return found

    def _lines(self, clock: Deadline) -> Sequence[str]:
        of_rule = self.editions.get(clock.rule)
        if of_rule is not None and of_rule.steps:
            return of_rule.steps
        by_rule = [each for each in _own() if clock.rule in each.get("rules", [])]
        by_kind = [
            each
            for each in _own()
            if clock.kind in each.get("kinds", []) and clock.bound in each.get("bound", [])
        ]
        own = (by_rule or by_kind)[0]
        edition = self.editions.get(own["name"])
        return edition.steps if edition is not None and edition.steps else list(own["steps"])

    def is_muted(self, clock: Deadline) -> bool:
        """Whether a graver clock of the matter runs."""
        beside = {c.rule for c in self.clocks if c.matter_id == clock.matter_id and runs(c)}
        return any(clock.rule in _muted().get(rule, ()) for rule in beside)


def due_of(clock: Deadline) -> str:
    """The readings as text."""
    strict, lenient = clock.strict_on.isoformat(), clock.lenient_on.isoformat()
    return strict if strict == lenient else f"{strict}/{lenient}"


def runs(clock: Deadline) -> bool:
    """Whether something can still become of it."""
    return not clock.withdrawn and (clock.settled_on is None or clock.status == "crossed")


def listeners(up_to: str, held: Sequence[str]) -> set[str]:
    """Who hears what goes up to a role: whoever is below too; where nobody is, the next one up."""
    heard = {role for role in held if CHAIN.index(role) <= CHAIN.index(up_to)}
    return heard or {min(held, key=CHAIN.index)}
