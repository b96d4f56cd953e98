"""Two transactions at once: one that a sweep would be in, and one that must wait for it."""

import threading
from collections.abc import Callable

from sqlmodel import Session, select

from models.record.database import transaction
from models.record.tables.dockets import Matter
from tests.support.scenes import Scene


def while_a_sweep_holds_the_matter(
    scene: Scene, act: Callable[[], object], then: Callable[[Session], None]
) -> None:
    """Starts `act` while another transaction holds every matter, as a sweep does; it ends with `then`."""
    with transaction(scene.engine) as session:
        session.exec(select(Matter).with_for_update()).all()
        thread = threading.Thread(target=act)
        thread.start()
        thread.join(0.7)
        assert thread.is_alive()
        then(session)
    thread.join()
