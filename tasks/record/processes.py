"""Works through a whole record with as many processes as there are cores, some hundred matters at a time."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Generic, TypeVar

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models.law.load import load_law
from models.record.database import engine_at, only_reads, reading
from models.record.tables.dockets import Matter

ALONE = 2_000
"""Up to so many matters one process is done before another one would have begun."""

_MOST = 4
"""So many processes at the most, of 130 MB each: more of them would wait for the database."""


@dataclass(frozen=True, slots=True)
class Span:
    """The matters behind an id, up to and with another one."""

    after: int
    through: int


def matters_of(session: Session, span: Span, *, lock: bool = False) -> Sequence[Matter]:
    """The matters of a span, by id; with `lock`, held until the transaction ends."""
    within = (col(Matter.id) > span.after, col(Matter.id) <= span.through)
    wanted = select(Matter).where(*within).order_by(col(Matter.id))
    return session.exec(wanted.with_for_update() if lock else wanted).all()


Part = TypeVar("Part")


def in_spans(
    engine: Engine, work: Callable[[Engine, Span], Part], *, size: int, writes: bool = False
) -> Iterator[Part]:
    """What `work` makes of each `size` matters on record, in the order of their ids.

    `work` must be a function of a module, or a `partial` of one, for it may be done in another process, with
    an engine of that process. Whatever it raises is raised here. One process does all where there is little
    to do, where the engine only reads, and what `writes` on SQLite, which lets one write at a time. This one
    goes on alone where another died, or found other files of the law.
    """
    spans, done = _spans(engine, size), 0
    cores = min(_cores(), _MOST)
    one_writes = writes and engine.dialect.name == "sqlite"
    if cores > 1 and len(spans) * size > ALONE and not one_writes and not only_reads(engine):
        for part in _by_several(engine, work, spans, cores):
            yield part
            done += 1
    yield from map(partial(work, engine), spans[done:])


def _by_several(
    engine: Engine, work: Callable[[Engine, Span], Part], spans: Sequence[Span], cores: int
) -> Iterator[Part]:
    """The parts in order, up to the first that another process cannot do."""
    address, law = engine.url.render_as_string(hide_password=False), load_law().hash
    # Begun anew: a copy of this process would have its threads' locks, and its connections.
    with ProcessPoolExecutor(cores, get_context("spawn"), _open, (address, law)) as processes:
        parts = processes.map(partial(_elsewhere, work), spans)
        try:
            while (part := next(parts, None)) is not None:
                yield part.made
        except BrokenProcessPool:
            return
        finally:
            processes.shutdown(cancel_futures=True)


def _cores() -> int:
    """Those that this process may use, where the system says so."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _spans(engine: Engine, size: int) -> Sequence[Span]:
    with reading(engine) as session:
        ids = session.exec(select(Matter.id).order_by(col(Matter.id))).all()
    last = [ids[min(place + size, len(ids)) - 1] for place in range(0, len(ids), size)]
    return [Span(after, through) for after, through in zip([0, *last], last, strict=False)]


@dataclass(frozen=True, slots=True)
class _Made(Generic[Part]):
    """What was made of a span, whatever it is."""

    made: Part


_OPENED: list[Engine] = []
"""The engine of a process that was begun for this."""


def _open(address: str, law: str) -> None:
    """What a process does first; it ends with the one that began it, and where its law is another one."""
    if load_law().hash != law:
        os._exit(1)
    _OPENED.append(engine_at(address))
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(process: BaseProcess) -> None:
    process.join()
    os._exit(1)


def _elsewhere(work: Callable[[Engine, Span], Part], span: Span) -> _Made[Part]:
    return _Made(work(_OPENED[0], span))
