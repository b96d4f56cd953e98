"""How much memory a process and its children have at the most, asked ten times a second."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_KILOBYTES = 1024
_PAUSE = 0.1


@dataclass(slots=True)
class Memory:
    """What was seen at the most."""

    kilobytes: int = 0

    @property
    def megabytes(self) -> float:
        """The same in megabytes."""
        return self.kilobytes / _KILOBYTES


@contextmanager
def watched(pid: int) -> Iterator[Memory]:
    """Watches a process until the block ends. What processes share is counted once (`Pss`)."""
    found, ended = Memory(), threading.Event()

    def look() -> None:
        while not ended.wait(_PAUSE):
            found.kilobytes = max(found.kilobytes, sum(map(_of, _with_children(pid))))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        ended.set()
        thread.join()


def _with_children(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        with suppress(OSError):
            for task in (_PROC / str(parent) / "task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def _of(pid: int) -> int:
    """Kilobytes, 0 once it has ended."""
    with suppress(OSError, IndexError):
        rollup = (_PROC / str(pid) / "smaps_rollup").read_text()
        return int(rollup.partition("\nPss:")[2].split()[0])
    return 0
