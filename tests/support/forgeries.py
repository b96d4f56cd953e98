"""What whoever owns the database of a record can calculate again, and who names it.

`NAMED`: whoever holds yesterday's head. `BEYOND`: nobody; each with the words by which `docs/threat-model.md`
lists it.
"""

from collections.abc import Callable
from itertools import pairwise

from sqlalchemy import text
from sqlmodel import Session, SQLModel, col, select

from models.record.change_log import row_digest
from models.record.docket_chain import content_of
from models.record.hash_chain import digest, link
from models.record.tables.dockets import Entry, Receipt
from models.record.tables.proof import ChangePage
from tests.support.tampering import add_like, key_in, recompute_receipts, rows


def forged_entry(session: Session) -> Entry:
    """The last entry but one with another day, and the chain of its docket calculated again."""
    entries = session.exec(select(Entry).order_by(col(Entry.number))).all()
    entries[3].occurred_on = entries[2].occurred_on
    for before, entry in pairwise(entries[2:]):
        entry.previous_hash = before.hash
        entry.hash = link(content_of(entry.model_dump()), before.hash)
        session.add(entry)
    session.flush()
    return entries[3]


def digests(session: Session, *names: str) -> dict[str, str | None]:
    """All rows of some tables as the log would have them."""
    found: dict[str, str | None] = {}
    for name in names:
        table = SQLModel.metadata.tables[name]
        found.update({key_in(table, row): row_digest(table, row) for row in rows(session, table)})
    return found


def log_again(session: Session, *names: str) -> None:
    """Puts the rows as they are now into every page that has them, with its hash."""
    now = digests(session, *names)
    for page in session.exec(select(ChangePage)).all():
        mine = {key: now[key] for key in page.content if key in now}
        page.content = page.content | mine
        page.hash = digest(page.content)
        session.add(page)
    session.flush()


def append_page(session: Session, *names: str) -> None:
    """Logs the rows as they are now on a page of its own, as a change of Landwaiter's would be."""
    content = digests(session, *names)
    session.add(ChangePage(content=content, hash=digest(content)))
    session.flush()


def an_entry_forged_with_its_chain(session: Session) -> None:
    forged_entry(session)


def an_entry_forged_and_logged_on_a_new_page(session: Session) -> None:
    forged_entry(session)
    append_page(session, "entry")


def an_entry_forged_and_its_pages_too(session: Session) -> None:
    forged_entry(session)
    log_again(session, "entry")


def an_entry_forged_and_everything_calculated_again(session: Session) -> None:
    an_entry_forged_and_its_pages_too(session)
    recompute_receipts(session)


def an_alert_forged_and_everything_calculated_again(session: Session) -> None:
    session.connection().execute(text("UPDATE alert SET due = 'x' WHERE id = 1"))
    log_again(session, "alert")
    recompute_receipts(session)


def receipts_cut_before_the_head(session: Session) -> None:
    session.connection().execute(text("DELETE FROM receipt WHERE seq >= 5"))
    session.connection().execute(text("UPDATE changepage SET receipt_seq = NULL WHERE receipt_seq >= 5"))


def the_log_cut(session: Session) -> None:
    session.connection().execute(text("DELETE FROM changepage WHERE receipt_seq >= 5"))


def a_page_joined_elsewhere(session: Session) -> None:
    session.connection().execute(text("UPDATE changepage SET receipt_seq = 5 WHERE receipt_seq = 4"))


def a_seal_taken_away_and_its_pages_too(session: Session) -> None:
    session.connection().execute(text("DELETE FROM docketseal"))
    for page in session.exec(select(ChangePage)).all():
        page.content = {key: value for key, value in page.content.items() if "docketseal" not in key}
        page.hash = digest(page.content)
        session.add(page)
    session.flush()
    recompute_receipts(session)


def the_receipt_of_a_closure_emptied(session: Session) -> None:
    session.connection().execute(text("UPDATE receipt SET content = '{}' WHERE kind = 'closure'"))


def the_docket_of_all_entries_changed(session: Session) -> None:
    session.connection().execute(text("UPDATE entry SET matter_id = 2"))


def newest(session: Session) -> Receipt:
    return session.exec(select(Receipt).order_by(col(Receipt.seq).desc())).all()[0]


def what_came_after_the_head_is_cut(session: Session) -> None:
    """As if the fifth entry, the last receipt and their pages had never been."""
    seq = newest(session).seq
    gone = session.exec(select(ChangePage).where(ChangePage.receipt_seq == seq)).all()
    assert any("entry:5" in page.content for page in gone)
    connection = session.connection()
    connection.execute(text("DELETE FROM standingentry WHERE entry_id = 5"))
    connection.execute(text("DELETE FROM entry WHERE id = 5"))
    connection.execute(text(f"DELETE FROM receipt WHERE seq = {seq}"))
    connection.execute(text(f"DELETE FROM changepage WHERE receipt_seq = {seq}"))


def what_came_after_the_head_is_calculated_again(session: Session) -> None:
    entry = session.get_one(Entry, 5)
    entry.reference = "forged"
    entry.hash = link(content_of(entry.model_dump()), entry.previous_hash)
    session.add(entry)
    session.flush()
    log_again(session, "entry")
    recompute_receipts(session, since=newest(session).seq)


def a_change_is_logged_as_one_of_landwaiters_own(session: Session) -> None:
    session.connection().execute(text("UPDATE message SET state = 'void' WHERE id = 1"))
    append_page(session, "message")


def a_row_is_added_and_logged(session: Session) -> None:
    table = SQLModel.metadata.tables["alert"]
    add_like(session, table, rows(session, table)[0])
    append_page(session, "alert")


def the_place_of_a_page_is_changed(session: Session) -> None:
    session.connection().execute(text("UPDATE matter SET page_id = 'x'"))


Deed = Callable[[Session], None]

NAMED: list[tuple[Deed, str]] = [
    (an_entry_forged_with_its_chain, "the entry 4 was changed outside Landwaiter"),
    (an_entry_forged_and_logged_on_a_new_page, "changes the entry 4, which Landwaiter never does"),
    (an_entry_forged_and_its_pages_too, "the pages of the log of changes are not those that receipt"),
    (an_entry_forged_and_everything_calculated_again, "the head that you keep is not in the chain"),
    (an_alert_forged_and_everything_calculated_again, "the head that you keep is not in the chain"),
    (receipts_cut_before_the_head, "the head that you keep is not in the chain"),
    (the_log_cut, "the pages of the log of changes are not those that receipt"),
    (a_page_joined_elsewhere, "the pages of the log of changes are not those that receipt 4 joins"),
    (the_receipt_of_a_closure_emptied, "proves no proclaimed closure any more"),
    (the_docket_of_all_entries_changed, "AUD-1: the hash chain is broken at its seal"),
    (a_seal_taken_away_and_its_pages_too, "AUD-1: the seal over its older entries is missing"),
]

BEYOND: list[tuple[Deed, str]] = [
    (what_came_after_the_head_is_cut, "what was recorded after the newest head that you keep"),
    (what_came_after_the_head_is_calculated_again, "what was recorded after the newest head that you keep"),
    (a_change_is_logged_as_one_of_landwaiters_own, "a change that is also written to the log of changes"),
    (a_row_is_added_and_logged, "a change that is also written to the log of changes"),
    (the_place_of_a_page_is_changed, "the id under which Prefect shows a matter's page"),
]
