"""A matter's page lists the newest alerts, and says how many more there are."""

from sqlalchemy import insert

from models.record.change_log import added
from models.record.database import reading, transaction
from models.record.matters import matter_named
from models.record.tables.alerts import Alert
from notifications.policy.reasons import Reason
from tasks.pages.matter_page import matter_page
from tests.support.scenes import LINKS, Scene, at
from tests.support.statements import sent_by

DAY, SHOWN = "2025-06-20", 200


def tell(scene: Scene, number: int) -> None:
    with transaction(scene.engine) as session:
        rows = [
            {
                "id": place,
                "subject": f"deadline:{place}",
                "due": "2025-09-18",
                "step": "set",
                "contact_id": 1,
                "matter_id": 1,
                "reason": Reason.RIGHT_OPENED.value,
                "ladder": "",
                "line": "",
                "content": {"subject": f"Alert {place} (AUD-1)"},
                "told_on": at(DAY).date(),
                "not_before": at(DAY),
                "message_id": None,
                "claimed_at": at(DAY),
            }
            for place in range(1, number + 1)
        ]
        session.connection().execute(insert(Alert), rows)
        added(session, Alert.metadata.tables["alert"], rows)


def test_the_page_lists_the_newest_alerts_and_counts_the_rest(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open()
    scene.contact()
    tell(scene, SHOWN + 3)
    with reading(scene.engine) as session:
        page = matter_page(session, matter_named(session, "AUD-1"), LINKS, now=at(DAY))
    assert f"Alert {SHOWN + 3} |" in page
    assert "Alert 4 |" in page
    assert "Alert 3 |" not in page
    assert "3 more alerts, older than these. The export of the matter has all of them." in page


def test_the_statements_of_a_page_are_as_many_for_one_alert_as_for_hundreds(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open()
    scene.contact()

    def read() -> None:
        with reading(scene.engine) as session:
            matter_page(session, matter_named(session, "AUD-1"), LINKS, now=at(DAY))

    few = sent_by(scene.engine, read)
    tell(scene, SHOWN + 50)
    assert sent_by(scene.engine, read) == few
