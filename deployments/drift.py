"""Which open matters a newer text of the law touches: `python -m deployments.drift FILE`.

The output of `python -m models.law drift FILE`, and under each rule the open matters with a deadline of it.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import Refused
from models.in_words import spaced

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.law.drift import Lost
    from models.settings import Settings


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Status 0 where every word is in the text, 1 where some are not, 2 for what cannot be read."""
    if len(arguments) != 1:
        print(
            "landwaiter: expected one file with a newer text of the law, such as part163.txt",
            file=sys.stderr,
        )
        return 2
    # Loaded late: who gives no file waits for no database.
    from models.law.drift import drift
    from models.law.load import load_law
    from models.settings import Settings

    try:
        lost = drift(load_law(), Path(arguments[0]).read_text(encoding="utf-8"))
        touched = _touched(lost, Settings.from_environment(environment))
    except (OSError, ValueError) as error:
        print(f"landwaiter: {arguments[0]}: {error}. Expected a file with UTF-8 text.", file=sys.stderr)
        return 2
    except Refused as error:
        print(f"landwaiter: {error}", file=sys.stderr)
        return 2
    for each in lost:
        print(f"{each.rule}  {each.citation}: “{each.quote}” is not in this text")
        for line in touched[each.rule] or ["no open matter"]:
            print(f"    {line}")
    print(f"{len(lost)} of {len(load_law().rules)} rules quote words that are not in this text.")
    return 1 if lost else 0


def _touched(lost: Sequence["Lost"], settings: "Settings") -> dict[str, list[str]]:
    from models.record.database import opened_engine, reading

    with opened_engine(settings) as engine, reading(engine) as session:
        return {each.rule: _open_clocks(session, each.rule) for each in lost}


def _open_clocks(session: "Session", rule: str) -> list[str]:
    from sqlmodel import col, select

    from models.record.tables.dockets import Deadline, Matter

    wanted = (
        select(Matter, Deadline)
        .join(Matter, col(Deadline.matter_id) == Matter.id)
        .where(Deadline.rule == rule, col(Deadline.withdrawn).is_(False), col(Deadline.settled_on).is_(None))
        .order_by(col(Matter.docket_number), col(Deadline.strict_on))
    )
    return [
        f"{matter.docket_number}: {row.strict_on}, {spaced(row.status)}"
        for matter, row in session.exec(wanted).all()
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
