"""The deployments of `prefect.yaml` with the watch's interval of this machine."""

import json
from pathlib import Path

import yaml

WATCH = "watch"
"""The slug of the schedule whose interval LANDWAITER_WATCH_SECONDS sets."""


def settle(source: Path, target: Path, *, watch_seconds: int) -> None:
    """Writes `source` to `target` with `watch_seconds` between two looks of the watch.

    Prefect takes no variable in an interval, so that the number has to stand in the file. JSON is YAML.
    """
    wanted = yaml.safe_load(source.read_text(encoding="utf-8"))
    for deployment in wanted["deployments"]:
        for schedule in deployment["schedules"]:
            if schedule["slug"] == WATCH:
                schedule["interval"] = watch_seconds
    target.write_text(json.dumps(wanted, indent=2), encoding="utf-8")
