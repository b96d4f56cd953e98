"""A command for which a person waits loads what it needs, and nothing else."""

import subprocess
import sys

import pytest

HEAVY = ("prefect", "alembic", "sqlalchemy", "sqlmodel", "pydantic", "models.law.load")


def loaded(module: str, *arguments: str) -> list[str]:
    """What of all that is heavy a command has loaded when it ends."""
    code = (
        f"import sys, runpy; sys.argv = {[module, *arguments]!r}\n"
        f"try: runpy.run_module({module!r}, run_name='__main__')\n"
        "except SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return list(done.stdout.splitlines()[-1].strip("[]").replace("'", "").split(", "))


@pytest.mark.parametrize("module", ["backup", "verify", "witness"])
def test_help_on_a_command_loads_no_database(module: str) -> None:
    assert set(loaded(f"deployments.{module}", "--help")) <= {"", "models.law.load"}


def test_a_command_without_its_file_loads_no_database() -> None:
    assert loaded("deployments.drift") == [""]


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("exposure", "--culpability", "negligent", "--appraised-value", "80000")],
)
def test_a_command_of_the_law_that_needs_no_law_loads_none(arguments: tuple[str, ...]) -> None:
    assert loaded("models.law", *arguments) == [""]
