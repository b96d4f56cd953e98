"""How long the command lines take from their start to their end."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.bench import Bench
from tests.benchmarks.dockets import NOW, as_docket, open_matters
from tests.benchmarks.figures import Figure, Spent, fastest, spent
from tests.support.installation import ROOT

EXPOSURE = ("exposure", "--culpability", "negligent", "--appraised-value", "80000")


def commands(docket: Path) -> dict[str, tuple[str, ...]]:
    """The command lines by the names of their figures."""
    return {
        "explain": ("models.law", "explain", str(docket)),
        "rules": ("models.law", "rules"),
        "exposure": ("models.law", *EXPOSURE),
        "page": ("models.law", "page"),
        "verify --help": ("deployments.verify", "--help"),
        "backup --help": ("deployments.backup", "--help"),
        "witness --help": ("deployments.witness", "--help"),
    }


def run(arguments: tuple[str, ...]) -> Spent:
    """Runs a command to its end."""
    with spent() as took:
        subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return took


def measure(bench: Bench) -> Iterator[Figure]:
    """`cli_s` of each command line."""
    docket = bench.home / "docket.json"
    (planned,) = open_matters(1)
    docket.write_text(json.dumps(as_docket(planned, NOW.date())), encoding="utf-8")
    for name, arguments in commands(docket).items():
        took = fastest([run(arguments) for _ in range(bench.looks)])
        yield Figure(
            key="cli_s", of=(name,), value=took.wall, cpu=took.cpu, unit="s", note=f"python -m {arguments[0]}"
        )
