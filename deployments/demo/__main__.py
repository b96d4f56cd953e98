"""`make demo`: replays sample dockets and the reported cases through 400 days, each in a record of its own.

Prints every alert as it arrived by mail, the first of each reason in full; and the first of each reason for
sending none. Ends with status 1 when a reason was not shown.
"""

import re
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from email.message import EmailMessage, Message
from pathlib import Path

from deployments.demo.mail_server import Postbox
from deployments.demo.observed import Came, Noted, Seen, Silent
from deployments.demo.replay import replay
from deployments.demo.scenarios import Story, stories
from models.in_words import spaced
from notifications.policy.reasons import Reason
from notifications.wording.message import Message as Words

_LONG_LINK = re.compile(r"(https?://\S{52})\S+")
"""A link to a form that is filled in; its first 60 characters say enough here."""

_MORNING, _PAPER = 8, ".docx"
_CROWD = "several at once"
_HOW_IT_CHANGED = (Reason.MOVED, Reason.MET, Reason.WITHDRAWN)
_IN = " " * 14


@dataclass(slots=True)
class Teller:
    """Prints what is seen, and remembers what was shown."""

    counted: Counter[Reason] = field(default_factory=Counter)
    silences: Counter[Reason] = field(default_factory=Counter)
    mails: int = 0
    asked_in_full: set[str] = field(default_factory=set)
    """Parts of subjects, as the story asks for them."""

    _noted: set[str] = field(default_factory=set)
    _in_full: set[str] = field(default_factory=set)

    def tell(self, seen: Seen) -> None:
        """Prints one thing that is seen."""
        match seen:
            case Noted():
                self._note(seen)
            case Came():
                self._mail(seen)
            case Silent():
                self._silence(seen)

    def _note(self, seen: Noted) -> None:
        """What fails again at each look is said once."""
        if seen.words not in self._noted:
            self._noted.add(seen.words)
            print(f"  {seen.at:%Y-%m-%d}  - {seen.words}")

    def _mail(self, seen: Came) -> None:
        self.mails += 1
        self.counted.update(seen.reasons)
        name = _name(seen)
        hour = "" if seen.at.hour == _MORNING else f" at {seen.at:%H:%M}"
        print(f"  {seen.at:%Y-%m-%d}  {name:17} to {seen.contact} <{seen.mail['To']}>{hour}")
        print(f"{_IN}{seen.mail['Subject']}")
        asked = [part for part in self.asked_in_full if part in str(seen.mail["Subject"])]
        if asked or not (name in self._in_full or _is_empty(seen)):
            self._in_full.add(name)
            self.asked_in_full -= set(asked)
            _print_whole(seen.mail)
        else:
            _print_short(seen)

    def _silence(self, seen: Silent) -> None:
        if seen.reason not in self.silences:
            reason = spaced(seen.reason)
            print(f"  {seen.at:%Y-%m-%d}  silent: {reason}: {seen.contact}, {seen.clock}, {seen.why}")
        self.silences[seen.reason] += 1

    @property
    def missing(self) -> list[Reason]:
        """The reasons that were not shown."""
        return [reason for reason in Reason if reason not in self.counted and reason not in self.silences]


def main() -> int:
    """Replays everything, then counts by reason. Status 1 when a reason was not shown."""
    teller, postbox = Teller(), Postbox()
    with postbox.serving(), tempfile.TemporaryDirectory() as directory:
        for story in stories():
            print(f"\n{story.title}\n  {story.source}\n  {story.note}\n")
            _live(story, Path(directory), postbox, teller)
    _count(teller)
    print("Landwaiter computes dates and shows its reasons. It is not legal advice.")
    return 1 if teller.missing else 0


def _live(story: Story, directory: Path, postbox: Postbox, teller: Teller) -> None:
    before, teller.asked_in_full = teller.mails, set(story.in_full)
    for seen in replay(story, directory / story.name, postbox):
        teller.tell(seen)
    if teller.mails == before:
        print("  No deadline is running, so Landwaiter alerts no one.")


def _count(teller: Teller) -> None:
    print(f"\n{teller.counted.total()} alerts went out by mail, in {teller.mails} mails, by reason:")
    for reason, number in teller.counted.most_common():
        print(f"  {number:4}  {spaced(reason)}")
    print("How often Landwaiter sent someone no alert about an open deadline, by reason:")
    for reason, number in teller.silences.most_common():
        print(f"  {number:4}  {spaced(reason)}")
    if teller.missing:
        print(f"NOT SHOWN: {', '.join(map(spaced, teller.missing))}.")
    else:
        print(f"Every reason was shown, {len(Reason)} of {len(Reason)}.")


def _name(seen: Came) -> str:
    return spaced(seen.reasons[0]) if len(seen.reasons) == 1 else _CROWD


def _is_empty(seen: Came) -> bool:
    """Whether it is a digest of a day on which nothing is pressing."""
    return seen.reasons == (Reason.DIGEST,) and not seen.words.sections


def _print_whole(mail: EmailMessage) -> None:
    """Its plain text, as it came in."""
    plain = mail.get_body(("plain",))
    assert plain is not None
    for line in filter(str.strip, plain.get_content().splitlines()):
        short = _LONG_LINK.sub(r"\1…", line)
        print(f"{_IN}| {short}".rstrip())
    for each in mail.iter_attachments():
        _print_attached(each)


def _print_short(seen: Came) -> None:
    """Of one alert the count behind it, and its paper."""
    if len(seen.reasons) == 1:
        print(f"{_IN}{_why(seen.reasons[0], seen.words)}")
    for each in seen.mail.iter_attachments():
        if str(each.get_filename()).endswith(_PAPER):
            _print_attached(each)


def _print_attached(file: Message) -> None:
    content = file.get_payload(decode=True)
    assert isinstance(content, bytes)
    print(f"{_IN}attached: {file.get_filename()}, {len(content):,} bytes")


def _why(reason: Reason, words: Words) -> str:
    """The count; of what has changed or ended since, how."""
    counted = words.trace and reason not in _HOW_IT_CHANGED
    return f"{words.citation}: {words.trace[0]}" if counted else words.headline


if __name__ == "__main__":
    sys.exit(main())
