"""Which messages are said not to have got through yet."""

import pytest
from sqlmodel import select

from models.record.database import transaction
from models.record.tables.alerts import Delivery
from tasks.delivery.stuck import stuck_messages
from tests.support.scenes import Scene

FACTS = {"return_on": "2025-07-03", "third_party": False}
DAY = "2025-05-01"


@pytest.mark.tampers
def test_what_somebody_is_sending_just_now_is_not_said_to_have_failed(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open("SUM-1", "summons")
    scene.contact()
    scene.record("summons_issued", DAY, docket="SUM-1", facts=FACTS)
    scene.down = {"ann"}
    scene.sweep(DAY)
    with transaction(scene.engine) as session:
        assert len(stuck_messages(session)) == 1
        for row in session.exec(select(Delivery)).all():
            session.delete(row)
    with transaction(scene.engine) as session:
        assert stuck_messages(session) == []


def test_a_check_of_one_matter_does_not_fail_for_what_is_undelivered_of_another(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    for docket, number, down in (("SUM-1", 1, {"ann"}), ("SUM-2", 2, set[str]())):
        scene.open(docket, "summons")
        if number == 1:
            scene.contact()
        scene.down = down
        scene.record("summons_issued", DAY, docket=docket, facts=FACTS)
        scene.sweep(DAY, matter_id=number)
    assert scene.sweep(DAY, matter_id=2).stuck == []
    assert any("SUM-1" in each for each in scene.sweep(DAY, matter_id=1).stuck)
    assert any("SUM-1" in each for each in scene.sweep(DAY).stuck)
