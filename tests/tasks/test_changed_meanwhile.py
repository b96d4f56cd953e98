"""What somebody answers, sets or changes while a look is under way is lost to neither of the two."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, col, delete, select

from models.record.change_log import changed
from models.record.contacts import remove_contact
from models.record.database import transaction
from models.record.tables.alerts import ContactAccount, Message
from models.record.tables.dockets import Deadline
from models.roles import Role
from tasks.alerts.ladders import put_ladder
from tasks.alerts.office_context import OfficeContext, office_context
from tasks.delivery.outbox import gather
from tasks.delivery.send import send_pending
from tasks.watch.sweep import claim_due
from tests.support.mailbox import text_of
from tests.support.meanwhile import while_a_sweep_holds_the_matter
from tests.support.scenes import LINKS, Scene, at

DAY = "2025-06-20"


def staffed(scene: Scene) -> Scene:
    scene.open()
    scene.contact()
    scene.contact("Lee", role="lead")
    scene.record("closing_conference_held", DAY)
    scene.sweep(DAY)
    return scene


def far_away(session: Session) -> None:
    """What a look that began before says of the next one."""
    for row in session.exec(select(Deadline)).all():
        row.next_step_at = at(DAY) + timedelta(days=60)
        session.add(row)


@pytest.mark.parametrize(
    "act",
    [
        lambda scene: scene.acknowledge("Ann", "AUD-06", on="2025-06-21", until="2025-07-01"),
        lambda scene: scene.reassign("Ann", "Lee", on="2025-06-21"),
        lambda scene: scene.contact("Cole", role="counsel", on="2025-06-21"),
        lambda scene: put_ladder(
            scene.engine, "owed-to-us", [], Role.EXECUTIVE, by="Bo", now=at("2025-06-21")
        ),
    ],
    ids=["acknowledged", "reassigned", "a new contact", "a ladder"],
)
def test_what_is_given_while_a_look_ends_is_looked_at_next(
    act: Callable[[Scene], object], scene: Scene
) -> None:
    staffed(scene)
    while_a_sweep_holds_the_matter(scene, lambda: act(scene), far_away)
    with transaction(scene.engine) as session:
        (clock,) = session.exec(select(Deadline)).all()
    assert clock.next_step_at is not None
    assert clock.next_step_at.date() == at("2025-06-21").date()


def gathered(scene: Scene) -> None:
    """A message for each of them, made and not sent yet."""
    scene.open()
    scene.contact()
    scene.contact("Lee", role="lead")
    scene.record("closing_conference_held", DAY)
    claim_due(scene.engine, LINKS, now=at(DAY))
    gather(scene.engine, housed, now=at(DAY))


def housed(session: Session) -> OfficeContext:
    return office_context(session, LINKS, at(DAY))


def test_a_message_that_was_put_together_for_somebody_beyond_the_wall_is_not_sent(scene: Scene) -> None:
    gathered(scene)
    with transaction(scene.engine) as session:
        changed(session, delete(ContactAccount).where(col(ContactAccount.contact_id) == 1))
    send_pending(scene.engine, scene.channels, now=at(DAY))
    assert scene.mails("ann") == []
    assert "CBP completes the written audit report" in text_of(scene.mails("lee")[0])
    assert scene.states() == ["void", "sent"]


def test_somebody_who_leaves_as_their_digest_is_made_gets_none(scene: Scene) -> None:
    staffed(scene)
    scene.contact("Bea", wants_digest=True)
    morning = at("2025-09-18")
    thread = threading.Thread(target=gather, args=(scene.engine, housed), kwargs={"now": morning})
    with transaction(scene.engine) as session:
        remove_contact(session, "Bea", at=morning)
        thread.start()
        thread.join(0.7)
        assert thread.is_alive()
    thread.join()
    with transaction(scene.engine) as session:
        assert session.exec(select(Message).where(Message.contact_id == 3)).all() == []
