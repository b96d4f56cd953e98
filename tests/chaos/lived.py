"""Lives through a week hour by hour, with outages or without any."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from models.record.database import reading
from models.record.dockets import lifecycles_on_record
from models.record.receipts import ReceiptKind
from models.record.time_doubts import time_doubts, time_part
from tasks.alerts.time_doubted import tell_time_doubts
from tasks.delivery.older_rest import where_away
from tasks.delivery.tell import tell
from tasks.watch.confirm_time import confirm_time
from tasks.watch.receipts import leave_receipt
from tasks.watch.sweep import claim_due
from tests.chaos.forked import Ended, forked
from tests.chaos.grounds import SQLITE, Ground, name_of, serve
from tests.chaos.instrument import Instrument, by_signal
from tests.chaos.week import HOURS, MONDAY, REST, Event, Outage, people, submit
from tests.support.mailbox import Mailbox, free_port
from tests.support.scenes import LINKS

_HOUR = timedelta(hours=1)
_BY_A_RECEIPT = "a receipt of"
"""The doubt that counts here: a database server's time is that of today, and no time of a simulated week."""


@dataclass(slots=True)
class Life:
    """An installation in a week: what waits to be submitted, what is out, how often it was killed."""

    ground: Ground
    events: list[Event]
    outages: Sequence[Outage] = ()
    waiting: list[Event] = field(default_factory=list)
    kills: int = 0
    failed: int = 0
    """Looks that ended in an error."""

    is_ahead: bool = False
    """A look was under a clock that was ahead, and nobody has confirmed the time since."""

    trouble: list[str] = field(default_factory=list)

    def live(self) -> None:
        """All hours of the week, and those after it."""
        for hour in range(HOURS + REST):
            self._hour(hour, {each.kind: each for each in self.outages if each.covers(hour)})

    def _hour(self, hour: int, out: dict[str, Outage]) -> None:
        now = MONDAY + hour * _HOUR
        self.waiting += [each for each in self.events if each.hour == hour]
        if "server" in out:
            return
        with self._away(is_out="database" in out):
            if self.is_ahead and "clock" not in out:
                self._confirm(now)
            self._submit(now)
            self._look(now, out)

    def _submit(self, now: datetime) -> None:
        """A form that fails is submitted again in the next hour."""
        if self.waiting:
            ended = forked(partial(_submitted, self.ground, self.waiting, now))
            self.waiting = self.waiting if ended.status else []

    def _look(self, now: datetime, out: dict[str, Outage]) -> None:
        if "clock" in out:
            now += timedelta(days=out["clock"].number)
            self.is_ahead = self.is_ahead or out["clock"].number > 0
        down = (
            {f"{people()[each.number].channel}" for each in [out["channel"]]} if "channel" in out else set()
        )
        fatal = out["worker"].number if "worker" in out else None
        ended = forked(partial(look, self.ground, now, down, fatal), patience=900)
        self.kills += ended.died
        if ended.status and not ended.died:
            self.failed += 1
            self._unless_expected(ended, out)

    def _unless_expected(self, ended: Ended, out: dict[str, Outage]) -> None:
        if "database" not in out:
            self.trouble.append(ended.error[-600:])

    def _confirm(self, now: datetime) -> None:
        """Once the time is right, a person says so."""
        ended = forked(partial(_confirmed, self.ground, now), patience=900)
        self.is_ahead = bool(ended.status)

    @contextmanager
    def _away(self, *, is_out: bool) -> Iterator[None]:
        """The database cannot be reached."""
        if not is_out:
            yield
            return
        ground = self.ground
        hidden = ground.home.with_name(f"{ground.home.name}-away")
        if ground.database == SQLITE:
            ground.home.rename(hidden)
        else:
            serve(ground.site, f"ALTER DATABASE {name_of(ground)} ALLOW_CONNECTIONS false")
        try:
            yield
        finally:
            if ground.database == SQLITE:
                hidden.rename(ground.home)
            else:
                serve(ground.site, f"ALTER DATABASE {name_of(ground)} ALLOW_CONNECTIONS true")


def look(ground: Ground, now: datetime, down: set[str], fatal: int | None) -> None:
    """One look of the watch as its flow has it, with what it says of the time."""
    if fatal is not None:
        Instrument(fatal, by_signal).install()
    engine, nobody = ground.engine, Mailbox(port=free_port())

    def channels(name: str) -> str:
        return nobody.url() if name in down else ground.channels(name)

    with reading(engine) as session:
        doubts = [each for each in time_doubts(session, now, None) if _BY_A_RECEIPT in each]
        lifecycles = lifecycles_on_record(session)
        away = where_away(session, now, _HOUR)
    swept = [claim_due(engine, LINKS, now=now, lifecycle=each.value) for each in lifecycles]
    tell_time_doubts(engine, LINKS, doubts, now=now)
    tell(engine, channels, LINKS, now=now, catching_up=away)
    seen = {each.lifecycle: each.as_json() for each in swept}
    leave_receipt(engine, ReceiptKind.SWEEP, {**seen, **time_part(None, doubts)}, now=now)
    broken = [line for each in swept for line in each.broken]
    assert not broken, broken


def _submitted(ground: Ground, events: Sequence[Event], now: datetime) -> None:
    """Submitted again after a crash, what is on record already is no second entry."""
    for event in events:
        submit(ground, event, now)


def _confirmed(ground: Ground, now: datetime) -> None:
    confirm_time(ground.engine, LINKS, today=_today(now), by="Bo", uptime=None, now=now)


def _today(now: datetime) -> date:
    return now.date()
