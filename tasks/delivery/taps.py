"""Puts into a message, as it is sent, the tokens by which its reader answers with one tap.

A token is made for the contact whom the message goes to, and is kept nowhere: neither in the message on
record nor in the log of its deliveries. Without the key the addresses stay, and lead to a sign-in.
"""

import os
from dataclasses import replace
from datetime import datetime

from models.forms.sealed_notes import KEY
from models.forms.tap_tokens import new_tap, read_tap_name, sign_tap
from models.record.tables.alerts import Contact
from notifications.wording.message import Item, Link, Message, Section

_BEFORE = "/tap/"


def with_tokens(words: Message, contact: Contact, now: datetime) -> Message:
    """The message as only this contact may get it."""
    key = os.environ.get(KEY, "")
    if not key:
        return words
    return replace(
        words,
        links=tuple(_signed(link, contact, key, now) for link in words.links),
        sections=tuple(_section(each, contact, key, now) for each in words.sections),
    )


def _section(section: Section, contact: Contact, key: str, now: datetime) -> Section:
    return replace(section, items=tuple(_item(each, contact, key, now) for each in section.items))


def _item(item: Item, contact: Contact, key: str, now: datetime) -> Item:
    return replace(item, links=tuple(_signed(link, contact, key, now) for link in item.links))


def _signed(link: Link, contact: Contact, key: str, now: datetime) -> Link:
    """A link that answers a deadline with its token; any other as it is."""
    address, mark, name = link.url.rpartition(_BEFORE)
    named = read_tap_name(name) if mark else None
    if named is None:
        return link
    subject, due = named
    return replace(link, url=f"{address}{mark}{sign_tap(new_tap(contact.id, subject, due, now), key)}")
