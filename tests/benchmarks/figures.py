"""What a measurement gives: figures with how they were measured, or why there is none."""

import resource
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import quantiles

KEYS = (
    "sweep_s", "statements_per_page", "floor_ratio", "burst_per_s", "vs_apscheduler", "vs_procrastinate",
    "vs_celery", "vs_prefect_runs", "derive_per_s_core", "rederive_1m_s", "rederive_1m_mb",
    "recount_ms_per_matter", "record_p99_ms", "submit_to_answer_s", "refused_submits", "record_to_mail_s",
    "import_per_s", "board_ms", "desk_page_ms", "desk_entry_s", "cli_s", "workers_2_over_1",
)  # fmt: skip
"""The figures that every run names, in the order of the table."""


class NotMeasured(Exception):
    """Why there is no figure, as a sentence without its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure. `key` names it in the table and, with `of`, in the JSON; None as a value: not measured."""

    key: str
    value: float | None
    unit: str = ""
    of: tuple[str, ...] = ()
    """Of which population, on which database …"""

    cpu: float | None = None
    """The same by the processor's time, where the value is by the wall clock."""

    beside: str = ""
    """The ratio to a peer or to the floor, in words."""

    note: str = ""
    """How it was measured, or why it was not."""


@dataclass(slots=True)
class Spent:
    """Seconds by the wall clock, and by the processor for this process and its children."""

    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def spent() -> Iterator[Spent]:
    """Measures the block."""
    found, wall, cpu = Spent(), time.perf_counter(), _processor()
    yield found
    found.wall, found.cpu = time.perf_counter() - wall, _processor() - cpu


def _processor() -> float:
    """Seconds of the processor for this process and those of its own that have ended."""
    own, ended = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime


def fastest(several: Sequence[Spent]) -> Spent:
    """The one with the least of each: what else ran on the machine only adds."""
    return Spent(min(each.wall for each in several), min(each.cpu for each in several))


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many percent of all do not exceed; of one value, itself."""
    if len(values) < 2:
        return values[0]
    return quantiles(values, n=100, method="inclusive")[percent - 1]
