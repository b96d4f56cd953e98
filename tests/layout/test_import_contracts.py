"""The import contracts hold, and a planted violation breaks each of them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("flows", "tasks", "models", "notifications", "deployments")

PLANTS = {
    "Imports run one way through the house": (
        "notifications/policy/decide.py",
        "import tasks.record.entries",
    ),
    "Inside models: forms, record, law, and what all three stand on": (
        "models/record/matters.py",
        "import models.forms.matter",
    ),
    "Inside notifications: channels, papers, wording, policy": (
        "notifications/policy/decide.py",
        "import notifications.wording.message",
    ),
    "Inside tasks: desk, watch, pages and exchange, delivery, alerts, record": (
        "tasks/record/derive.py",
        "import tasks.alerts.claim",
    ),
    "The law knows no clock, no database, no network, no Prefect": (
        "models/law/engine/answer.py",
        "import os",
    ),
    "Notifications know no clock, no database, no network, no Prefect": (
        "notifications/wording/message.py",
        "import sqlalchemy",
    ),
    "Only flows, the tasks.py of each room and named modules know Prefect": (
        "tasks/record/entries.py",
        "import prefect",
    ),
    "Only notifications.channels.apprise_sender knows Apprise": ("tasks/delivery/send.py", "import apprise"),
}


def copy_house(target: Path) -> Path:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, target / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", target)
    return target


def lint_imports(house: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    environment = os.environ | {"PYTHONPATH": str(house), "COLUMNS": "200"}
    return subprocess.run(
        [program, "--no-cache"], cwd=house, env=environment, capture_output=True, text=True, check=False
    )


def test_the_house_keeps_its_import_contracts(tmp_path: Path) -> None:
    answer = lint_imports(copy_house(tmp_path))
    assert answer.returncode == 0, answer.stdout
    assert f"{len(PLANTS)} kept, 0 broken" in answer.stdout


def test_a_planted_import_breaks_each_contract(tmp_path: Path) -> None:
    house = copy_house(tmp_path)
    for file, line in PLANTS.values():
        with (house / file).open("a", encoding="utf-8") as module:
            module.write(f"\n{line}\n")
    answer = lint_imports(house)
    assert answer.returncode != 0
    assert [name for name in PLANTS if f"{name} BROKEN" not in answer.stdout] == []
