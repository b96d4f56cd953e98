"""Every flow, where the record's database is gone: it ends in one sentence, and nothing is done."""

import typing
from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect import Flow
from prefect.client.schemas.objects import State
from prefect.flows import load_flow_from_entrypoint
from pydantic import BaseModel

from flows.watch import derive_anew
from models.record.database_faults import Fault
from tests.support.installation import ROOT
from tests.support.mailbox import free_port

ENTRYPOINTS = [
    each["entrypoint"]
    for each in yaml.safe_load((ROOT / "deployments" / "prefect.yaml").read_text(encoding="utf-8"))[
        "deployments"
    ]
]


def flow_at(entrypoint: str) -> Flow[..., Any]:
    if entrypoint == "derive":
        return derive_anew
    return load_flow_from_entrypoint(entrypoint)


def filled(kind: Any) -> Any:
    """A form as far as a flow reads it before it opens the record."""
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return None
    return kind.model_construct(**dict.fromkeys(kind.model_fields))


@pytest.mark.parametrize("url", ["sqlite", "postgres"])
@pytest.mark.parametrize("entrypoint", [*ENTRYPOINTS, "derive"])
def test_a_flow_without_its_database_ends_in_one_sentence(
    url: str, entrypoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault, address = Fault.MISSING, f"sqlite:///{tmp_path}/record.sqlite"
    if url == "postgres":
        fault, address = Fault.AWAY, f"postgresql://me:hunter2@127.0.0.1:{free_port()}/record"
    monkeypatch.setenv("LANDWAITER_HOME", str(tmp_path))
    monkeypatch.setenv("LANDWAITER_DATABASE_URL", address)
    run = flow_at(entrypoint).fn
    given = {name: filled(kind) for name, kind in typing.get_type_hints(run).items() if name != "return"}
    ended = run(**given)
    assert isinstance(ended, State)
    assert ended.is_failed()
    assert ended.message == f"Nothing was done. {fault.value}"
    assert list(tmp_path.iterdir()) == []
