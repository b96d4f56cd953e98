"""What a sweep looked at and told."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from tasks.alerts.claim import Claim
from tasks.delivery.send import Sent
from tasks.delivery.tell import Telling


@dataclass(slots=True)
class Sweep:
    """What a sweep looked at and told; `lifecycle` is empty where it looked at all."""

    lifecycle: str = ""
    matters: int = 0
    clocks: int = 0
    claims: list[tuple[str, Claim]] = field(default_factory=list)
    """Docket number and claim."""

    looked: list[int] = field(default_factory=list)
    """The ids of the matters looked at, whose pages may have changed."""

    sent: list[Sent] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    """The messages of earlier looks that have not got through yet, each with whom it is for."""

    unheard: list[str] = field(default_factory=list)
    """Docket numbers of matters of which nobody hears, for no contact answers for the importer."""

    broken: list[str] = field(default_factory=list)
    """Docket numbers of matters that could not be derived, each with the cause."""

    unworded: list[str] = field(default_factory=list)
    """The alerts whose words could not be made, each with why not."""

    flaws: list[str] = field(default_factory=list)
    """What of the office's own ladders and templates cannot be used; Landwaiter's own stood in."""

    older: int = 0
    """How many older alerts wait for the office's answer."""

    time_doubts: list[str] = field(default_factory=list)
    """What speaks against the system time."""

    @property
    def failures(self) -> list[Sent]:
        """The attempts that failed."""
        return [each for each in self.sent if not each.outcome.ok]

    def take(self, seen: "Sweep") -> None:
        """Adds what was seen of a matter, once it is kept."""
        self.matters += seen.matters
        self.clocks += seen.clocks
        self.claims += seen.claims
        self.unheard += seen.unheard
        self.looked += seen.looked
        self.broken += seen.broken

    def hear(self, told: Telling) -> None:
        """Adds what went out."""
        self.sent += told.sent
        self.stuck += told.stuck
        self.unworded += told.unworded
        self.claims = [(docket, _waits(each, told.older)) for docket, each in [*self.claims, *told.claims]]
        self.older = len(told.older)
        self.flaws = sorted(
            {*self.flaws, *told.flaws, *(each for sent in told.sent for each in sent.defects)}
        )

    def as_json(self) -> dict[str, object]:
        """For a receipt."""
        return {
            "matters": self.matters,
            "clocks": self.clocks,
            "told": [
                {
                    "docket": docket,
                    "contact": each.contact,
                    "reason": each.reason.value,
                    "key": each.content.key,
                }
                for docket, each in self.claims
            ],
            "sent": sum(each.outcome.ok for each in self.sent),
            "failed": len(self.failures),
            "stuck": self.stuck,
            "unheard": self.unheard,
            "broken": self.broken,
            "unworded": self.unworded,
            "flaws": self.flaws,
        }


def _waits(claim: Claim, older: Mapping[str, datetime]) -> Claim:
    """The claim with the instant until which it waits, where it waits for the office's answer."""
    return replace(claim, waits_until=older.get(claim.content.key, claim.waits_until))
