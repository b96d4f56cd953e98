"""The product's answer to a docket, whole or cut down to what the worked dockets compare."""

from datetime import date
from typing import Any

from models.in_words import short_date
from models.law.derive import derive
from models.law.engine.docket import DocketError, read_docket
from models.law.load import load_law

COMPARED = ("rule", "anchor", "strict_on", "lenient_on", "act_by", "status", "settled_on")


def explain(docket: object) -> dict[str, Any]:
    """The whole answer. Raises `DocketError` for bad input."""
    law = load_law()
    return derive(read_docket(docket, law), law).as_json()


def answer(docket: object) -> dict[str, Any]:
    """The keys that the second calculator gives too, or `{"error": True}`."""
    try:
        whole = explain(docket)
    except DocketError:
        return {"error": True}
    return {
        "deadlines": [{key: row[key] for key in COMPARED} for row in whole["deadlines"]],
        "problems": [{key: each[key] for key in ("code", "entry")} for each in whole["problems"]],
    }


def rows(docket: object, rule: str) -> list[dict[str, Any]]:
    """The clocks of one rule."""
    return [row for row in explain(docket)["deadlines"] if row["rule"] == rule]


def codes(docket: object) -> list[tuple[str, int]]:
    """Each problem with the index of its entry."""
    return [(each["code"], each["entry"]) for each in explain(docket)["problems"]]


def e(kind: str, on: str, /, id: str | None = None, of: Any = None, **facts: Any) -> dict[str, Any]:
    """An entry, written short; `replaces` may stand among the facts."""
    replaces = facts.pop("replaces", None)
    return {"kind": kind, "on": on, "facts": facts, "id": id, "of": of, "replaces": replaces}


def said(day: str) -> str:
    """A day as the sentences of a trace write it."""
    return short_date(date.fromisoformat(day))


def docket(lifecycle: str, as_of: str, *entries: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A docket without closures, unless it says otherwise."""
    return {"lifecycle": lifecycle, "as_of": as_of, "closures": [], "entries": list(entries), **more}
