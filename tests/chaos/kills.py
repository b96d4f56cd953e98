"""Kills an operation at point after point, makes it good, and compares with what it comes to undisturbed."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from statistics import median
from typing import TypeVar

from tests.chaos.forked import Ended, forked, returned
from tests.chaos.grounds import Ground, copy_of, left_alone
from tests.chaos.instrument import DEADLY, Instrument, Point, Strike, by_signal
from tests.chaos.offices import BEGINS, NEXT_LOOK, watch
from tests.chaos.operations import Operation, make_good
from tests.chaos.picture import Picture, compare, picture

Chosen = TypeVar("Chosen")


@dataclass(slots=True)
class Tally:
    """What came of one operation on one database."""

    operation: str
    database: str
    points: int = 0
    kills: int = 0
    lost: int = 0
    doubled: int = 0
    """Messages that came twice because of a kill between a mail and its log."""

    outside: int = 0
    """Messages that came twice because of a kill anywhere else."""

    faults: list[str] = field(default_factory=list)
    """Whatever else differs, each with where it was killed."""

    seconds: list[float] = field(default_factory=list)

    @property
    def recovery(self) -> float:
        """Seconds until it was made good, the median."""
        return median(self.seconds) if self.seconds else 0.0

    @property
    def is_sound(self) -> bool:
        """Whether nothing was lost, nothing doubled outside the window, and nothing else differs."""
        return not (self.lost or self.outside or self.faults)


@dataclass(frozen=True, slots=True)
class Calm:
    """The undisturbed run: the points that it passes, and what is there in the end."""

    points: list[Point]
    picture: Picture


def sampled(all_: Sequence[Chosen], most: int | None) -> list[Chosen]:
    """So many of them, evenly spread; all of them where no number is given."""
    if most is None or most >= len(all_):
        return list(all_)
    return [all_[int((each + 0.5) * len(all_) / most)] for each in range(most)]


def windows(points: Sequence[Point]) -> set[int]:
    """The numbers of the points between a mail and the COMMIT that logs it."""
    inside, is_open = set[int](), False
    for point in points:
        if point.when == "after" and point.kind in ("send", "commit"):
            is_open = point.kind == "send"
        if is_open:
            inside.add(point.number)
    return inside


Copied = Callable[[Ground], AbstractContextManager[Ground]]
Disturbance = Callable[[Ground], AbstractContextManager[None]]


@dataclass(slots=True)
class Trial:
    """An operation on a prepared ground, which is copied for each kill."""

    operation: Operation
    ground: Ground
    strike: Strike = by_signal
    copied: Copied = copy_of

    def calm(self) -> Calm:
        """The run that nothing disturbs. Raises `AssertionError` where it fails by itself."""
        with copy_of(self.ground) as ground:
            mark = ground.post.mark()
            return returned(lambda: self._undisturbed(ground, mark))

    def kill(self, point: Point, calm: Calm, tally: Tally) -> None:
        """Strikes there, makes it good, and counts what came of it."""
        with self.copied(self.ground) as ground:
            mark = ground.post.mark()
            ended = forked(lambda: self._struck(ground, point))
            where = f"{point.when} {point.kind} {point.number} ({point.what})"
            if self.strike in DEADLY and not ended.died:
                tally.faults.append(f"{where}: not reached: {ended.status} {ended.error[-300:]}")
            self._settle(ground, where, mark, calm, tally, is_window=point.number in windows(calm.points))

    def disturb(self, said: str, disturbance: Disturbance, calm: Calm, tally: Tally) -> Ended:
        """Carries it out while something disturbs it, makes it good, and counts what came of it."""
        with self.copied(self.ground) as ground:
            mark = ground.post.mark()
            with disturbance(ground):
                ended = forked(lambda: self.operation.act(ground, BEGINS))
            self._settle(ground, said, mark, calm, tally, is_window=True)
        return ended

    def _settle(
        self, ground: Ground, where: str, mark: int, calm: Calm, tally: Tally, *, is_window: bool
    ) -> None:
        tally.kills += 1
        left_alone(ground)
        good = forked(lambda: self._made_good(ground, mark))
        if good.status:
            tally.faults.append(f"{where}: it could not be made good: {good.error[-500:]}")
            return
        seconds, torn, after = good.value
        tally.seconds.append(seconds)
        tally.faults += [f"{where}: torn: {torn}"] if torn else []
        found = compare(calm.picture, after)
        tally.lost += len(found.lost)
        tally.faults += [f"{where}: lost: {each}" for each in found.lost]
        tally.faults += [f"{where}: more than undisturbed: {each}" for each in found.extra]
        mails = ground.post.since(mark)
        twice = len(mails) - len({(mail.to, mail.key) for mail in mails})
        # Only the one message that was on its way may come again.
        once = min(twice, 1) if is_window else 0
        tally.doubled += once
        tally.outside += twice - once

    def _undisturbed(self, ground: Ground, mark: int) -> Calm:
        instrument = Instrument()
        instrument.install()
        self.operation.act(ground, BEGINS)
        points = list(instrument.seen)
        watch(ground, NEXT_LOOK)
        return Calm(points, picture(ground, ground.post.since(mark), now=NEXT_LOOK))

    def _struck(self, ground: Ground, point: Point) -> None:
        Instrument(point.number, self.strike).install()
        self.operation.act(ground, BEGINS)

    def _made_good(self, ground: Ground, mark: int) -> tuple[float, str, Picture]:
        torn = self.operation.whole(ground) if self.operation.whole else ""
        began = time.monotonic()
        make_good(self.operation, ground)
        seconds = time.monotonic() - began
        return seconds, torn, picture(ground, ground.post.since(mark), now=NEXT_LOOK)


def tried(operation: Operation, office: Ground, most: int | None) -> Tally:
    """Kills an operation at its points in both ways, so many times where a number is given."""
    with copy_of(office) as ground:
        operation.prepare(ground)
        ground.close()
        trial = Trial(operation, ground)
        calm = trial.calm()
        tally = Tally(operation.name, ground.database, points=len(calm.points))
        kills = [(point, strike) for point in calm.points for strike in DEADLY]
        for point, strike in sampled(kills, most):
            replace(trial, strike=strike).kill(point, calm, tally)
        return tally
