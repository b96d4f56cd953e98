"""What the README and the page for whoever runs Landwaiter name is there: variables, modules, deployments."""

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    ROOT / "README.md",
    *(ROOT / "docs" / f"{name}.md" for name in ("guide", "operations", "reliability", "scaling")),
]
READERS = [
    *(ROOT / "deployments").rglob("*.py"),
    ROOT / "models" / "settings.py",
    ROOT / "tasks" / "delivery" / "channel_places.py",
]
CHANNEL = "LANDWAITER_CHANNEL_"

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def deployments() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(read(ROOT / "deployments" / "prefect.yaml"))["deployments"]
    return found


def flow_of(entrypoint: str) -> str:
    """The name of the flow that an entrypoint leads to."""
    module, _, function = entrypoint.rpartition(".")
    return str(getattr(import_module(module), function).name)


@pages
def test_every_variable_that_is_named_is_read_somewhere(page: Path) -> None:
    known = set(re.findall(r"LANDWAITER_[A-Z_]*[A-Z]", "".join(map(read, READERS))))
    named = set(re.findall(r"LANDWAITER_[A-Z_]*[A-Z]", read(page)))
    channels = {name for name in named if f"{name}_".startswith(CHANNEL)}
    assert named
    assert CHANNEL in "".join(map(read, READERS))
    assert named - channels <= known


@pages
def test_every_module_that_is_run_is_there(page: Path) -> None:
    named = set(re.findall(r"-m ((?:deployments|models)(?:\.[a-z]+)*)", read(page)))
    assert named
    for module in named:
        assert find_spec(module) is not None, module


@pages
def test_every_program_of_deployments_that_is_named_is_there(page: Path) -> None:
    named = set(re.findall(r"\bdeployments\.([a-z]+)\b", read(page)))
    assert named
    assert named <= {path.stem for path in (ROOT / "deployments").glob("*.py")}


@pages
def test_every_form_and_watch_in_bold_is_a_deployment(page: Path) -> None:
    named = set(re.findall(r"\*\*([a-z]+(?:-[a-z]+)+|watch|recount|resend|forecast)\*\*", read(page)))
    assert named
    assert named <= {each["name"] for each in deployments()}


def test_every_run_at_the_command_line_names_its_flow_and_its_deployment() -> None:
    text = read(ROOT / "docs" / "operations.md")
    named = re.findall(r"deployment (?:run|inspect) (?:'([^'/]+)/([^']+)'|([a-z]+)/([a-z]+))", text)
    assert len(named) >= 5
    entrypoints = {each["name"]: each["entrypoint"] for each in deployments()}
    for quoted_flow, quoted_name, flow, name in named:
        assert flow_of(entrypoints[quoted_name or name]) == (quoted_flow or flow)


def test_the_example_of_an_automation_reacts_to_an_event_of_ours_with_a_form_of_ours() -> None:
    example = yaml.safe_load(read(ROOT / "docs" / "automation.yaml"))
    assert example["trigger"]["expect"] == ["landwaiter.deadline.missed"]
    (action,) = example["actions"]
    wanted = next(each for each in deployments() if each["name"] == "export-matter")
    assert action["type"] == "run-deployment"
    assert set(action["parameters"]) == set(wanted["parameters"])


def test_the_page_of_the_forms_has_each_form_with_its_description() -> None:
    page = read(ROOT / "docs" / "forms.md")
    for form in (each for each in deployments() if "form" in each["tags"]):
        about = " ".join(form["description"].split())
        assert f"## {form['name']}\n\n{about}\n" in page, form["name"]


@pages
def test_every_link_within_the_project_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"(?:\]\(|src=\")(?!https?:|#)([^)#\"]+)", read(page)):
        assert (page.parent / target).exists(), target
