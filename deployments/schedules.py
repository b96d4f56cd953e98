"""The deployments of `prefect.yaml`: their entrypoints, and the watch's interval of this machine."""

from pathlib import Path
from typing import Any

import yaml

WATCH = "watch"
"""The slug of the schedule whose interval LANDWAITER_WATCH_SECONDS sets."""


def settled(source: Path, *, watch_seconds: int) -> dict[str, Any]:
    """What `source` holds, with `watch_seconds` between two looks of the watch.

    Prefect takes no variable in an interval, so that the number has to be put in its place.
    """
    wanted: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    for deployment in wanted["deployments"]:
        for schedule in deployment["schedules"]:
            if schedule["slug"] == WATCH:
                schedule["interval"] = watch_seconds
    return wanted


def entrypoints(source: Path) -> dict[str, str]:
    """The entrypoint of each deployment in `source`, by the deployment's name."""
    wanted: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return {each["name"]: each["entrypoint"] for each in wanted["deployments"]}
