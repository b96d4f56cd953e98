"""`make demo`: replays the reported cases and sample dockets through 400 days, each in a record of its own.

Every alert really goes out: by Apprise, over SMTP, to a mail server in this process, and is printed as it
came in. Entries are recorded on their days; the watch looks each morning at eight and after each entry.
"""

import json
import socket
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from sqlalchemy import Engine

from models.clock import morning_of
from models.contacts import add_contact
from models.db import engine as open_engine
from models.db import migrate, transaction
from models.drafts import ContactDraft, EntryDraft, MatterDraft
from models.settings import Settings
from notifications.links import Links
from notifications.reasons import Reason
from tasks.claim import Claim
from tasks.record import put_entry, put_matter
from tasks.watch import sweep

DOCKETS = Path(__file__).parent / "dockets"
DAYS = 400
ZONE = "America/New_York"
_LINKS = Links("http://127.0.0.1:4200")


@dataclass
class Postbox:
    """The mail server of the demo."""

    received: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """What aiosmtpd calls for each mail."""
        message = BytesParser(policy=default).parsebytes(envelope.content)
        assert isinstance(message, EmailMessage)
        self.received.append(message)
        return "250 OK"

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Serves on a free port of this machine. Answers the channel's URL."""
        port = _free_port()
        controller = Controller(self, hostname="127.0.0.1", port=port)
        controller.start()
        try:
            yield f"mailto://127.0.0.1:{port}/?from=landwaiter@example.com&to=ann@example.com&mode=insecure"
        finally:
            controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Story:
    """One docket to be replayed."""

    name: str
    title: str
    source: str
    note: str
    docket: dict[str, Any]

    @property
    def first_day(self) -> date:
        """The day of its first entry, or the day it speaks of where it has none."""
        days = [date.fromisoformat(entry["on"]) for entry in self.docket["entries"]]
        return min(days, default=date.fromisoformat(self.docket["as_of"]))


def stories() -> list[Story]:
    """The dockets that come with Landwaiter, the reported cases first."""
    paths = sorted(DOCKETS.glob("*.json"), key=lambda path: (path.stem.startswith("sample"), path.stem))
    return [Story(path.stem, **json.loads(path.read_text(encoding="utf-8"))) for path in paths]


def main() -> int:
    """Replays everything, then counts the alerts by reason."""
    counted: Counter[str] = Counter()
    postbox = Postbox()
    with postbox.serving() as url, tempfile.TemporaryDirectory() as directory:
        for story in stories():
            print(f"\n{story.title}\n  {story.source}\n  {story.note}\n")
            counted.update(replay(story, Path(directory) / story.name, url, postbox))
    total = sum(counted.values())
    print(f"\n{total} alerts went out by mail, {len(postbox.received)} mails came in:")
    for reason, number in counted.most_common():
        print(f"  {number:3}  {reason.replace('_', ' ')}")
    print("Landwaiter computes dates and shows its reasons. It is not legal advice.")
    return 0


def replay(story: Story, home: Path, url: str, postbox: Postbox) -> list[str]:
    """Lives a docket day by day. Answers the reasons of the alerts, in order."""
    engine = _record(home)
    _open(engine, story)
    reasons = []
    for day in (story.first_day + timedelta(days=n) for n in range(DAYS + 1)):
        now = morning_of(day, ZONE)
        reasons += _look(engine, url, now, postbox)
        for entry in (each for each in story.docket["entries"] if each["on"] == day.isoformat()):
            put_entry.fn(engine, _number(story), _draft(entry), story.docket["lifecycle"], now=now)
            reasons += _look(engine, url, now, postbox)
    engine.dispose()
    if not reasons:
        print("  No clock runs, nobody is told anything.")
    return reasons


def _record(home: Path) -> Engine:
    home.mkdir()
    settings = Settings(home=home, database_url=f"sqlite:///{home}/record.sqlite", url=_LINKS.url)
    migrate(settings)
    return open_engine(settings)


def _open(engine: Engine, story: Story) -> None:
    now = morning_of(story.first_day, ZONE)
    draft = MatterDraft(
        docket_number=_number(story),
        lifecycle=story.docket["lifecycle"],
        importer="The importer",
        opened_on=story.first_day,
        timezone=ZONE,
        opened_by="demo",
    )
    put_matter.fn(engine, draft, now=now)
    contact = ContactDraft(
        name="Ann",
        role="owner",
        channel="desk",
        importers=("The importer",),
        wants_digest=False,
        added_by="demo",
    )
    with transaction(engine) as session:
        add_contact(session, contact, at=now)


def _number(story: Story) -> str:
    return story.name.upper()


def _draft(entry: dict[str, Any]) -> EntryDraft:
    return EntryDraft(
        kind=entry["kind"],
        occurred_on=date.fromisoformat(entry["on"]),
        facts=entry.get("facts") or {},
        of=tuple(int(name[1:]) for name in entry.get("of") or ()),
        recorded_by="demo",
    )


def _look(engine: Engine, url: str, now: datetime, postbox: Postbox) -> list[str]:
    """One look of the watch; prints what came in by mail."""
    before = len(postbox.received)
    swept = sweep.fn(engine, lambda _channel: url, _LINKS, now=now)
    headlines = {claim.words.key: claim for _, claim in swept.claims}
    for mail in postbox.received[before:]:
        claim = headlines.get(str(mail["X-Landwaiter-Key"]))
        if claim is None:
            print(
                f"  {now:%Y-%m-%d}  {'several at once':17} to <{mail['To']}>\n              {mail['Subject']}"
            )
            continue
        print(f"  {now:%Y-%m-%d}  {claim.reason.replace('_', ' '):17} to {claim.contact} <{mail['To']}>")
        print(f"              {mail['Subject']}")
        print(f"              {_why(claim)}")
    return [claim.reason.value for _, claim in swept.claims]


def _why(claim: Claim) -> str:
    """The count behind an alert; of what has changed or ended since, how."""
    words = claim.words
    if not words.trace or claim.reason in (Reason.MOVED, Reason.MET, Reason.WITHDRAWN):
        return words.headline
    return f"{words.citation}: {words.trace[0]}"


if __name__ == "__main__":
    sys.exit(main())
