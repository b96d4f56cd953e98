"""Shares trials out to as many processes as there are cores, each with a post office of its own."""

import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from models.law.load import load_law
from tests.chaos.cluster import Cluster, cluster, in_memory
from tests.chaos.grounds import Site, leave_server
from tests.chaos.post_office import post_office

Trial = TypeVar("Trial")
Result = TypeVar("Result")


@contextmanager
def site_at(server: Cluster) -> Iterator[Site]:
    """A place for installations that is gone when the block ends; in memory where there is room."""
    with (
        tempfile.TemporaryDirectory(prefix="landwaiter-chaos-", dir=in_memory()) as room,
        post_office(Path(room)) as post,
    ):
        site = Site(Path(room), post, server)
        try:
            yield site
        finally:
            leave_server(site)


def each_on_its_own(work: Callable[[Site, Trial], Result], trials: Sequence[Trial]) -> Iterator[Result]:
    """The result of each trial, in any order."""
    load_law()
    workers = min(len(trials), os.cpu_count() or 1)
    with cluster() as server:
        if workers <= 1:
            with site_at(server) as site:
                yield from (work(site, trial) for trial in trials)
            return
        context = multiprocessing.get_context("fork")
        jobs = [(work, server, trial) for trial in trials]
        with context.Pool(workers) as pool:
            yield from pool.imap_unordered(_worked, jobs)
            # They end by themselves: one that is ended while it waits for a lock would wait for ever.
            pool.close()
            pool.join()


def _worked(job: tuple[Callable[[Site, Trial], Result], Cluster, Trial]) -> Result:
    work, server, trial = job
    with site_at(server) as site:
        return work(site, trial)
