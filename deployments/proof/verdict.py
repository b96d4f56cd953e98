"""What a verification found, line by line."""

from dataclasses import dataclass, field

from models.errors import Refused

_LINK_ONLY = "verified by its link only"


class VerifyError(Refused):
    """What cannot be verified at all; the message says what is wrong with it and what was expected."""


@dataclass(slots=True)
class Verdict:
    """What was found: a line for each thing looked at, and how many of them are broken."""

    lines: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    head: str = ""
    """The hash of the last link of the docket's chain."""

    export_head: str = ""
    """One value over all of the export."""

    unproved_entries: list[int] = field(default_factory=list)
    """The entries whose content an export of an earlier version cannot prove."""

    whole: int = 0
    by_link: int = 0

    def note(self, name: str, words: str) -> None:
        """Notes a thing of which there is nothing to verify."""
        self.lines.append(f"{name}: {words}")

    def say(self, name: str, fault: str, *, withheld: str = "", unseen: str = "") -> None:
        """Notes a thing: what is wrong with it, or that it holds.

        `withheld` is why only by its link, `unseen` what of it is not there.
        """
        if fault:
            self.broken.append(f"{name}: {fault}")
            self.lines.append(f"{name}: BROKEN: {fault}")
        elif withheld:
            self.by_link += 1
            self.lines.append(f"{name}: {_LINK_ONLY}: {withheld}")
        else:
            self.whole += 1
            self.lines.append(f"{name}: verified{f'; {unseen}' if unseen else ''}")
