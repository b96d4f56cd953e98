"""A house that is killed in the middle of an alert and started again.

What becomes of its alert is seen in `test_the_watch`, when the lease of two minutes is over.
"""

from tests.support.installation import Installation
from tests.support.mailbox import Mailbox
from tests.support.records import scene_of


def test_killed_in_the_middle_of_a_watch_it_starts_again_with_the_alert_claimed(
    restarted: Installation, slow: Mailbox
) -> None:
    assert restarted.process is not None
    assert restarted.process.poll() is None
    with scene_of(restarted, slow) as scene:
        assert (scene.states(), len(slow.received)) == (["claimed"], 1)
