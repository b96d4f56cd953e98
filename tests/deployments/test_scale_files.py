"""The files for several machines agree with Landwaiter: its settings, its pool, its versions, each other."""

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import Any

import yaml

from deployments.register import IN_A_CLUSTER, template_of
from deployments.worker import run as start_worker
from models.settings import KUBERNETES, PROCESS, Settings
from tests.support.installation import ROOT

HERE = ROOT / "deployments"
COMPOSE, MANIFESTS = HERE / "compose.yaml", HERE / "kubernetes" / "landwaiter.yaml"
DOCKERFILE = (HERE / "Dockerfile").read_text(encoding="utf-8")
NOBODYS = {"PREFECT_REDIS_MESSAGING_URL", "PREFECT_INTEGRATIONS_KUBERNETES_WORKER_STORE_ENV_AS_SECRET"}
NOBODYS |= {"PREFECT_INTEGRATIONS_KUBERNETES_OBSERVER_NAMESPACES"}
"""Settings of prefect-redis and prefect-kubernetes, which are in the image alone."""

_READ = """
import json
from prefect.settings import get_current_settings
read = get_current_settings().model_dump(mode="json", context={"include_secrets": True})
print(json.dumps(read))
"""


def services() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]
    return found


def objects() -> list[dict[str, Any]]:
    return list(yaml.safe_load_all(MANIFESTS.read_text(encoding="utf-8")))


def pods() -> Iterator[dict[str, Any]]:
    """What a pod is, of the server, of the worker, and of a run."""
    for each in objects():
        if each["kind"] in ("StatefulSet", "Deployment"):
            yield each["spec"]["template"]["spec"]
    yield template_of(KUBERNETES)["job_configuration"]["job_manifest"]["spec"]["template"]["spec"]


def variables() -> dict[str, str]:
    """Every variable that one of the files sets, filled in as compose does it."""
    named: dict[str, str] = {}
    for name in ("landwaiter", "worker"):
        named |= {key: filled(str(value)) for key, value in services()[name]["environment"].items()}
    for each in objects():
        if each["kind"] == "ConfigMap":
            named |= each["data"]
    for pod in pods():
        named |= {each["name"]: each["value"] for each in pod["containers"][0].get("env", [])}
    return named


def filled(value: str) -> str:
    value = re.sub(r"\$\{[A-Z_]+:-([^}]*)\}", r"\1", value)
    value = re.sub(r"\$\{LANDWAITER_URL[^}]*\}", "http://127.0.0.1:4200", value)
    return re.sub(r"\$\{[A-Z]+_PASSWORD[^}]*\}", "x", value)


def leaves(read: Mapping[str, Any]) -> Iterator[str]:
    for value in read.values():
        if isinstance(value, dict):
            yield from leaves(value)
        else:
            yield str(value)


def pins(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9._\[\]-]+)==([^ \\;]+)", text, re.MULTILINE))


def test_landwaiter_takes_every_setting_of_its_own() -> None:
    ours = {name: value for name, value in variables().items() if name.startswith("LANDWAITER_")}
    read = Settings.from_environment({**ours, "LANDWAITER_POOL": KUBERNETES})
    assert (read.watch_runs, read.watch_seconds) == (int(ours["LANDWAITER_WATCH_RUNS"]), 3600)
    assert str(read.home) in DOCKERFILE
    texts = "".join(path.read_text(encoding="utf-8") for path in HERE.rglob("*.py"))
    known = texts + (ROOT / "models" / "settings.py").read_text(encoding="utf-8")
    assert [name for name in ours if name not in known] == []


def test_prefect_takes_every_setting_of_its_own() -> None:
    theirs = {name: value for name, value in variables().items() if name.startswith("PREFECT_")}
    theirs = {name: value for name, value in theirs.items() if name not in NOBODYS}
    done = subprocess.run(
        [sys.executable, "-c", _READ], env=os.environ | theirs, capture_output=True, text=True, check=True
    )
    read = set(leaves(json.loads(done.stdout)))
    assert len(theirs) >= 6
    assert [name for name, value in theirs.items() if value not in read] == []


def test_no_password_has_a_default_and_each_is_asked_for() -> None:
    text = COMPOSE.read_text(encoding="utf-8")
    used = set(re.findall(r"\$\{([A-Z_]*PASSWORD)", text))
    assert used == {"POSTGRES_PASSWORD", "REDIS_PASSWORD"}
    assert not re.search(r"\$\{[A-Z_]*PASSWORD:?-", text)
    for name in used:
        assert f"${{{name}:?" in text
    assert "kind: Secret" not in MANIFESTS.read_text(encoding="utf-8")


def test_no_file_of_secrets_is_tracked_or_gets_into_the_image() -> None:
    named = {f"deployments/{service['path']}" for service in services()["worker"]["env_file"]}
    assert named == {"deployments/channels.env"}
    for name in (".gitignore", ".dockerignore"):
        lines = {line.removeprefix("/") for line in (ROOT / name).read_text(encoding="utf-8").splitlines()}
        assert {"deployments/.env", "deployments/*.env"} <= lines


def test_a_run_in_a_cluster_is_as_fixed_as_one_on_this_machine() -> None:
    here, there = template_of(PROCESS), template_of(KUBERNETES)
    assert there["variables"] == here["variables"]
    assert "{{" not in IN_A_CLUSTER.read_text(encoding="utf-8")
    (container,) = list(pods())[-1]["containers"]
    assert container["args"] == there["job_configuration"]["command"].split()
    assert container["workingDir"] == "/opt/landwaiter"


def test_every_command_is_a_module_of_ours() -> None:
    commands = [services()[name]["command"] for name in ("landwaiter", "worker")]
    commands += [pod["containers"][0]["args"] for pod in pods()]
    for command in commands:
        assert command[:2] == ["python", "-m"]
        assert find_spec(command[2]) is not None
    assert callable(start_worker)


def test_the_parts_in_a_cluster_name_each_other() -> None:
    named = {(each["kind"], each["metadata"]["name"]) for each in objects()}
    assert {each["metadata"]["namespace"] for each in objects()} == {"landwaiter"}
    assert template_of(KUBERNETES)["job_configuration"]["namespace"] == "landwaiter"
    for pod in pods():
        (volume,), (container,) = pod["volumes"], pod["containers"]
        assert ("PersistentVolumeClaim", volume["persistentVolumeClaim"]["claimName"]) in named
        assert container["volumeMounts"] == [{"name": "home", "mountPath": "/var/lib/landwaiter"}]
        assert ("ConfigMap", container["envFrom"][0]["configMapRef"]["name"]) in named
        assert str(pod["securityContext"]["runAsUser"]) in DOCKERFILE
    read = variables()
    assert read["PREFECT_API_URL"] == f"http://{read['LANDWAITER_BIND']}/api"


def test_the_image_is_of_this_version_with_the_versions_of_this_project() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    images = {pod["containers"][0]["image"] for pod in pods()} | {services()["worker"]["image"]}
    assert images == {f"landwaiter:{version}"}
    assert "requirements-scale.lock" in DOCKERFILE
    ours, image = pins("requirements.lock"), pins("deployments/requirements-scale.lock")
    assert ours.items() <= image.items()
    assert {"prefect-redis", "prefect-kubernetes"} <= image.keys()
