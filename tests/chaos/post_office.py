"""A mail server in a process of its own, which notes each mail in a file before it says that it has it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.mailbox import Mailbox

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that came in: to whom, its key, its subject."""

    to: str
    key: str
    subject: str


@dataclass(frozen=True, slots=True)
class PostOffice:
    """Where mail is sent to, and what came in."""

    port: int
    journal: Path

    def url(self, to: str) -> str:
        """An Apprise URL by which it is reached."""
        return Mailbox(port=self.port).url(to)

    def mark(self) -> int:
        """How much came in so far."""
        return self.journal.stat().st_size

    def since(self, mark: int) -> list[Mail]:
        """What came in after that."""
        with self.journal.open("rb") as file:
            file.seek(mark)
            return [Mail(*json.loads(line)) for line in file]


@contextmanager
def post_office(home: Path) -> Iterator[PostOffice]:
    """One that is open until the block ends."""
    journal = home / "mails"
    journal.touch()
    command = [sys.executable, "-m", "tests.chaos.post_office", str(journal)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield PostOffice(int(process.stdout.readline()), journal)
    finally:
        process.stdin.close()
        process.wait()
        process.stdout.close()


class _Noting(Mailbox):
    journal: Path

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        if answer.startswith("250"):
            mail = self.received.pop()
            said = [str(mail["To"]), str(mail["X-Landwaiter-Key"]), str(mail["Subject"])]
            with self.journal.open("a", encoding="utf-8") as file:
                file.write(json.dumps(said) + "\n")
        return answer


def main(journal: str) -> None:
    """Prints its port, and serves until nothing more can be read from standard input."""
    box = _Noting()
    box.journal = Path(journal)
    with box:
        print(box.port, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
