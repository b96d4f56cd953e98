"""How long a form takes from submit to answer, and how many of a crowd's forms are refused."""

from collections.abc import Iterator
from statistics import median

from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, NotMeasured
from tests.benchmarks.submits import submits


def measure(bench: Bench) -> Iterator[Figure]:
    """`submit_to_answer_s` and `refused_submits`."""
    home = bench.home / "submits"
    home.mkdir()
    found = submits(home, alone=bench.submits_alone, crowd=bench.submits_crowd)
    if not found.answered_s:
        raise NotMeasured("no submit was answered")
    yield Figure(
        key="submit_to_answer_s",
        value=median(found.answered_s),
        unit="s",
        note=f"median of {len(found.answered_s)}, one after another, slowest {found.answered_s[-1]:.1f} s; "
        f"{found.note}",
    )
    crowd = f", the others answered in {median(found.crowd_s):.1f} s (median)" if found.crowd_s else ""
    yield Figure(key="refused_submits", value=found.refused, note=f"of {found.asked}{crowd}; {found.note}")
