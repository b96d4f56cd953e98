"""Many processes at once: sweeps and forms that write the same matters."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from sqlmodel import col, select

from models.errors import Refused
from models.record.database import reading
from models.record.tables.alerts import DIGEST, Alert, Contact, Message
from tasks.watch.recount import recount
from tests.chaos import forms
from tests.chaos.errands import with_news
from tests.chaos.forked import joined, returned, start
from tests.chaos.grounds import Ground, Site, copy_of, removed
from tests.chaos.kills import Tally
from tests.chaos.offices import BEGINS, NEXT_LOOK, founded, watch

_ROUNDS = 20
_FORMS = (forms.record_entry, forms.add_own_deadline, forms.file_evidence, forms.open_matter)
Told = Counter[tuple[str, str, str, str, str]]


def many_at_once(database: str, site: Site, most: int | None) -> Tally:
    """Four sweeps and four forms in eight processes, round after round, against one after the other."""
    rounds = min(_ROUNDS, most or _ROUNDS)
    tally = Tally("eight processes at once", database, points=rounds)
    office = founded(database, site)
    try:
        with_news(office)
        office.close()
        with copy_of(office) as ground:
            calm = returned(lambda: _in_turn(ground))
        for _ in range(rounds):
            with copy_of(office) as ground:
                _at_once(ground, calm, tally)
    finally:
        removed(office)
    return tally


def _in_turn(ground: Ground) -> Told:
    for act in _FORMS:
        act(ground, BEGINS)
    watch(ground, BEGINS)
    watch(ground, NEXT_LOOK)
    return told(ground)


def _at_once(ground: Ground, calm: Told, tally: Tally) -> None:
    mark = ground.post.mark()
    acts = [act for form in _FORMS for act in (form, watch)]
    begun = [start(_acts(act, ground)) for act in acts]
    ends = [joined(each) for each in begun]
    tally.kills += 1
    tally.faults += [each.error[-300:] for each in ends if each.status]
    after, differences = returned(lambda: _settled(ground))
    mails = ground.post.since(mark)
    lacking = list((calm - after).elements())
    tally.lost += len(lacking)
    tally.faults += [f"lost: {each}" for each in lacking]
    tally.faults += [f"more: {each}" for each in (after - calm).elements()]
    tally.faults += differences
    tally.outside += len(mails) - len({(mail.to, mail.key) for mail in mails})


def _acts(act: Callable[[Ground, datetime], None], ground: Ground) -> Callable[[], None]:
    def work() -> None:
        try:
            act(ground, BEGINS)
        except Refused as error:
            raise AssertionError(f"refused: {error}") from error

    return work


def _settled(ground: Ground) -> tuple[Told, list[str]]:
    watch(ground, NEXT_LOOK)
    return told(ground), recount(ground.engine, now=NEXT_LOOK).differences


def told(ground: Ground) -> Told:
    """What each contact was told, step by step, and whether it reached them; not in which message."""
    wanted = (
        select(Alert, Contact.name, Message.state)
        .join(Contact, col(Alert.contact_id) == Contact.id)
        .outerjoin(Message, col(Alert.message_id) == Message.id)
    )
    with reading(ground.engine) as session:
        return Counter(
            (_named(alert), alert.due, alert.step, name, str(state))
            for alert, name, state in session.exec(wanted).all()
        )


def _named(alert: Alert) -> str:
    """What it is about: a digest by its name, for it says what came up until then."""
    return alert.reason if alert.reason == DIGEST else str(alert.content["subject"])
