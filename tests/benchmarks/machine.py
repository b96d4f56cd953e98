"""What a figure depends on beside the program: the machine, the commit, the day."""

import os
import platform
import subprocess
from pathlib import Path
from time import process_time

from models.wall_clock import now
from tests.support.installation import ROOT

ADDITIONS = 10_000_000


def facts() -> dict[str, object]:
    """The facts by their names, for the table and the JSON."""
    return {
        "cores": os.cpu_count(),
        "processor": _processor(),
        "load before": os.getloadavg()[0],
        "seconds for 10,000,000 additions in Python": round(_additions(), 3),
        "python": platform.python_version(),
        "system": platform.platform(),
        "commit": _git("rev-parse", "--short", "HEAD") + ("+" if _git("status", "--porcelain") else ""),
        "date": now().date().isoformat(),
    }


def _additions() -> float:
    """Seconds of the processor: a measure of it that everyone can repeat."""
    started, total = process_time(), 0
    for number in range(ADDITIONS):
        total += number
    return process_time() - started


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor())


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()
