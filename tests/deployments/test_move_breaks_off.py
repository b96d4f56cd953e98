"""A move that breaks off leaves both sides as they were, and can be made again."""

import pytest

from deployments.move import move
from deployments.moving.refusal import MoveError
from models.record.database import opened_engine
from tests.support.mailbox import Mailbox
from tests.support.moving import Move, rows, untouched
from tests.support.scenes import Scene

pytestmark = [pytest.mark.postgres, pytest.mark.long]


@pytest.mark.parametrize(
    ("strike", "where", "said"),
    [
        ("killed", "before CREATE TABLE receipt", ""),
        ("killed", "before INSERT INTO alert", ""),
        ("killed", "before COMMIT", ""),
        ("cut", "before INSERT INTO alert", "the connection was cut. Nothing was moved."),
        ("terminated", "before INSERT INTO paper", "the connection was cut. Nothing was moved."),
        ("cut", "before COMMIT", "while the move was being saved. Move again"),
    ],
)
def test_a_move_that_breaks_off_leaves_both_sides_as_they_were_and_can_be_made_again(
    moving: Move, strike: str, where: str, said: str
) -> None:
    with untouched(moving):
        done = moving.run(strike, where)
    assert done.returncode == (-9 if strike == "killed" else 1)
    assert said in done.stderr
    with opened_engine(moving.old) as engine, Mailbox() as mailbox:
        Scene(engine, mailbox).record("closing_conference_held", "2025-09-24", reference="CC-9")
    move(moving.old, moving.new, print)
    assert rows(moving.new) == rows(moving.old)


def test_a_move_killed_after_it_was_kept_is_whole(moving: Move) -> None:
    assert moving.run("killed", "after COMMIT").returncode == -9
    assert rows(moving.new) == rows(moving.old)
    with pytest.raises(MoveError, match="it has all of this record already"):
        move(moving.old, moving.new, print)


def test_what_another_program_writes_meanwhile_is_not_lost_in_silence(moving: Move) -> None:
    done = moving.run("written", "before INSERT INTO alert")
    assert done.returncode == 1
    assert "Another program wrote to " in done.stderr
    assert rows(moving.new) == {}
    move(moving.old, moving.new, print)
    assert rows(moving.new) == rows(moving.old)
