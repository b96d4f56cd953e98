"""Each run is forked from the process that keeps everything loaded, and needs it no longer than to begin."""

import os
import signal
from collections.abc import Iterator

import pytest

from tests.support.installation import Installation, installed
from tests.support.submits import process_of, spent

_WARM = "deployments.server.warm"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation of which a test kills a part."""
    with installed(tmp_path_factory.mktemp("own") / "home") as made:
        yield made


def test_a_run_is_forked_and_without_that_process_it_runs_all_the_same(own: Installation) -> None:
    loaded = process_of(own, _WARM)
    own.until(lambda: "Loaded" in (own.home / "logs" / "warm.log").read_text(), "everything is loaded", 120)
    _, before = spent(loaded)
    assert own.run("recount")["state"]["type"] == "COMPLETED"
    own.until(lambda: spent(loaded)[1] > before, "a process that it forked has ended")
    os.kill(loaded, signal.SIGKILL)
    own.until(lambda: "each run takes some seconds longer" in own.said, "the terminal says so")
    assert own.run("recount")["state"]["type"] == "COMPLETED"
