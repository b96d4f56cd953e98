"""What a run measures, in which order, and what becomes of a measurement that fails."""

import sys
import time
import traceback
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from tests.benchmarks import (
    boards,
    burst,
    commands,
    deriving,
    desk_pages,
    imports,
    recording,
    recounts,
    report,
    scaling,
    submitting,
    sweeps,
)
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import KEYS, Figure, NotMeasured
from tests.benchmarks.peers import peers

Measure = Callable[[Bench], Iterator[Figure]]


@dataclass(frozen=True, slots=True)
class Step:
    """One module's measurement and the figures that it is asked for."""

    name: str
    measure: Measure
    keys: tuple[str, ...]


PLAN = (
    Step("sweeps", sweeps.measure, ("sweep_s", "statements_per_page")),
    Step("burst", burst.measure, ("burst_per_s", "floor_ratio")),
    Step("peers", peers.measure, ()),
    Step("deriving", deriving.measure, ("derive_per_s_core", "rederive_1m_s", "rederive_1m_mb")),
    Step("recounts", recounts.measure, ("recount_ms_per_matter",)),
    Step("recording", recording.measure, ("record_p99_ms", "record_to_mail_s")),
    Step("imports", imports.measure, ("import_per_s",)),
    Step("board", boards.measure, ("board_ms",)),
    Step("desk", desk_pages.measure, ("desk_page_ms", "desk_entry_s")),
    Step("commands", commands.measure, ("cli_s",)),
    Step("workers", scaling.measure, ("workers_2_over_1",)),
    Step("submits", submitting.measure, ("submit_to_answer_s", "refused_submits")),
)


def measured(bench: Bench, only: Collection[str], plan: Sequence[Step] = PLAN) -> list[Figure]:
    """The figures of a run with the steps that are named, in the order of `KEYS`, then all others."""
    found: list[Figure] = []
    for step in plan:
        wanted = step.name in only
        found += _figures_of(step, bench) if wanted else _none(step.keys, "this run leaves it out")
    return in_order([*found, *_ratios(found)])


def in_order(figures: Sequence[Figure]) -> list[Figure]:
    """By their keys, each key's own in the order in which they were measured."""
    order = {key: place for place, key in enumerate(KEYS)}
    return sorted(figures, key=lambda each: order.get(each.key, len(order)))


def _figures_of(step: Step, bench: Bench) -> list[Figure]:
    """A measurement that fails says so, and stops no other one."""
    print(f"{step.name} …", file=sys.stderr, flush=True)
    if time.monotonic() > bench.ends:
        return _none(step.keys, "the time of this run was over")
    found: list[Figure] = []
    try:
        for figure in step.measure(bench):
            found.append(figure)
            print(f"  {report.in_short(figure)}", file=sys.stderr, flush=True)
    except NotMeasured as reason:
        return found + _none(_missing(step, found), str(reason))
    except Exception as error:
        traceback.print_exc()
        return found + _none(_missing(step, found), f"it failed: {type(error).__name__}: {error}")
    return found + _none(_missing(step, found), "nothing was measured")


def _missing(step: Step, found: Sequence[Figure]) -> tuple[str, ...]:
    there = {figure.key for figure in found}
    return tuple(key for key in step.keys if key not in there)


def _none(keys: Sequence[str], reason: str) -> list[Figure]:
    return [Figure(key=key, value=None, note=reason) for key in keys]


def _ratios(found: Sequence[Figure]) -> Iterator[Figure]:
    """What the burst tells in a second, beside what each peer fires."""
    told = {each.of[0]: each for each in found if each.key == "burst_per_s" and each.of}
    fired = {each.of[0]: each for each in found if each.key == "peer_per_s"}
    for peer in peers.PEERS:
        ours, theirs = told.get(peer.database), fired.get(peer.key)
        if ours is None or ours.value is None:
            yield Figure(key=peer.key, value=None, note=f"no burst was measured on {peer.database}")
        elif theirs is None or theirs.value is None:
            yield Figure(
                key=peer.key, value=None, note=theirs.note if theirs else "the peer was not measured"
            )
        else:
            yield Figure(
                key=peer.key,
                value=ours.value / theirs.value,
                cpu=ours.cpu / theirs.cpu if ours.cpu and theirs.cpu else None,
                unit="times",
                note=f"{ours.value:,.0f} alerts a second on {peer.database}; {theirs.note}",
            )
