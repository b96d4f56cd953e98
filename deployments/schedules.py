"""The deployments of `prefect.yaml`: their entrypoints, and how often, by how many runs, the watch looks."""

from pathlib import Path
from typing import Any

import yaml

WATCH, _SHARING = "watch", "share-watch"
"""The slug of the schedule whose interval LANDWAITER_WATCH_SECONDS sets."""

SHARE = "share-"
"""How the slugs begin of the schedules of the runs that share a look with the watch."""


def settled(source: Path, *, watch_seconds: int, watch_runs: int = 1) -> dict[str, Any]:
    """What `source` holds, with `watch_seconds` between two looks of the watch, each by `watch_runs` runs.

    Prefect takes no variable in an interval, so that the number has to be put in its place.
    """
    wanted: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    by_name = {each["name"]: each for each in wanted["deployments"]}
    for schedule in by_name[WATCH]["schedules"]:
        schedule["interval"] = watch_seconds
        by_name[_SHARING]["schedules"] = [
            {**schedule, "slug": f"{SHARE}{number}"} for number in range(2, watch_runs + 1)
        ]
    return wanted


def entrypoints(source: Path) -> dict[str, str]:
    """The entrypoint of each deployment in `source`, by the deployment's name."""
    wanted: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return {each["name"]: each["entrypoint"] for each in wanted["deployments"]}
