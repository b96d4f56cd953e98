"""What does not get through goes to the next in the chain: sooner where it is urgent."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from models.record.contacts import contacts_of
from models.record.tables.alerts import UNSENT, Alert, Contact, Delivery, Message
from models.record.tables.dockets import Account, Matter
from models.roles import Role
from notifications.policy.deadline_state import Decision
from notifications.policy.reasons import Reason
from notifications.wording.head import head_of
from notifications.wording.undelivered import undelivered_message
from tasks.alerts.alert_key import key_of
from tasks.alerts.claim import Claim, Telling, claim
from tasks.alerts.office_context import Housed, OfficeContext
from tasks.alerts.words import items_of

FAILURES = 3
"""After so many failed attempts the next in the chain is told; after the first where it is urgent."""


def claim_undelivered(session: Session, housed: Housed) -> list[tuple[str, Claim]]:
    """Claims, once for each message, that it did not get through. Returns docket numbers with claims.

    The office is read only where there is such a message.
    """
    # What somebody is sending just now has an attempt, and no end of one yet.
    failed = select(Delivery.message_id).where(col(Delivery.ok).is_(False))
    failing = select(Message).where(col(Message.state).in_(UNSENT), col(Message.id).in_(failed))
    found = [
        message
        for message in session.exec(failing.order_by(col(Message.id))).all()
        if message.attempts >= FAILURES or message.content.get("urgent")
    ]
    if not found:
        return []
    office, told = housed(session), _told(session, found)
    return [claim for message in found for claim in _of_message(session, office, message, told)]


Key = tuple[str, str, int]
"""What is told of a message to whom: the subject, of which importer, the contact."""


def _told(session: Session, messages: Sequence[Message]) -> set[Key]:
    """What was claimed before, so that nothing is put into words in vain."""
    subjects = [_subject(message) for message in messages]
    wanted = select(Alert.subject, Alert.due, Alert.contact_id).where(col(Alert.subject).in_(subjects))
    return set(session.exec(wanted).all())


def _subject(message: Message) -> str:
    return f"undelivered:{message.id}"


def _due(account_id: int) -> str:
    return f"importer {account_id}"


def _of_message(
    session: Session, office: OfficeContext, message: Message, told: set[Key]
) -> list[tuple[str, Claim]]:
    """Importer by importer: the next in the chain hears of no other importer's matter."""
    wanted = (
        select(Alert, Matter)
        .join(Matter, col(Alert.matter_id) == Matter.id)
        .where(Alert.message_id == message.id)
        .order_by(col(Alert.id))
    )
    found = session.exec(wanted).all()
    unreached = session.get_one(Contact, message.contact_id)
    claims = []
    for account_id in dict.fromkeys(matter.account_id for _, matter in found):
        theirs = [(alert, matter) for alert, matter in found if matter.account_id == account_id]
        account = session.get_one(Account, account_id)
        for contact in _next_in_chain(unreached, contacts_of(session, account_id), message):
            if (_subject(message), _due(account_id), contact.id) not in told:
                claims += _claim_for(session, office, message, unreached, account, theirs, contact)
    return claims


def _claim_for(
    session: Session,
    office: OfficeContext,
    message: Message,
    unreached: Contact,
    account: Account,
    theirs: Sequence[tuple[Alert, Matter]],
    contact: Contact,
) -> list[tuple[str, Claim]]:
    alert, matter = theirs[0]
    decision = Decision(reason=Reason.UNDELIVERED, step="undelivered", due=_due(account.id))
    telling = Telling(
        subject=_subject(message), decision=decision, matter_id=matter.id, told_on=alert.told_on
    )
    words = undelivered_message(
        key_of(telling.subject, contact, decision),
        unreached.name,
        account.name,
        items_of(session, office, contact, [each for each, _ in theirs]),
        thread=head_of(alert.content).thread,
        links=office.for_contact(contact).links,
    )
    taken = claim(session, office, telling, contact, words)
    return [(matter.docket_number, each) for each in taken]


def _next_in_chain(unreached: Contact, contacts: Sequence[Contact], message: Message) -> list[Contact]:
    """Who holds the next role up that somebody holds.

    From the top it comes down to who is next below, but not the word that somebody else was not reached: that
    would go round and round.
    """
    rank = Role(unreached.role).rank
    above = {Role(each.role).rank for each in contacts if Role(each.role).rank > rank}
    below = {Role(each.role).rank for each in contacts if Role(each.role).rank < rank}
    if above:
        wanted = min(above)
    elif below and message.content["reason"] != Reason.UNDELIVERED:
        wanted = max(below)
    else:
        return []
    return [each for each in contacts if Role(each.role).rank == wanted]
