"""A kind of matter is whole: what it is called, its form, its two flows and its two deployments."""

import yaml

from flows.watch import WATCHES
from models.forms.matter import LifecycleChoice
from models.law.load import load_law
from models.law.text.vocabulary import Lifecycle
from tests.support.installation import ROOT


def test_every_kind_of_matter_can_be_opened_recorded_and_watched() -> None:
    text = (ROOT / "deployments" / "prefect.yaml").read_text(encoding="utf-8")
    entrypoints = {each["entrypoint"] for each in yaml.safe_load(text)["deployments"]}
    assert [each.name for each in LifecycleChoice] == [each.name for each in Lifecycle]
    for kind in Lifecycle:
        watch = WATCHES[kind]
        assert f"flows.lifecycles.{kind}.record_{kind}" in entrypoints, kind
        assert any(each.startswith(f"flows.lifecycles.{kind}.watch_") for each in entrypoints), kind
        assert callable(watch), kind
        assert load_law().rules_of(kind), kind
