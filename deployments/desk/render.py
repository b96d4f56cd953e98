"""Fills the templates of the desk. Whatever a person typed is escaped."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from models.in_words import counted, dates, dollars, ended, long_date, sentence, short_date, spaced
from models.law.printing import NOT_ADVICE
from models.wall_clock import moment

_HERE = Path(__file__).parent

STATIC = _HERE / "static"
"""The style sheet, the script and the pictures."""


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "long_date": long_date,
        "short_date": short_date,
        "moment": moment,
        "dollars": dollars,
        "spaced": spaced,
        "sentence": sentence,
        "ended": ended,
        "dates": dates,
    }
    made.globals |= {"counted": counted, "NOT_ADVICE": NOT_ADVICE}
    return made


def compile_templates() -> None:
    """Compiles every template, so that no page waits for it. Raises jinja2's errors for a wrong one."""
    for name in _templates().list_templates():
        _templates().get_template(name)


def fill(template: str, values: Mapping[str, Any]) -> str:
    """A page. Raises jinja2's errors where a value is missing."""
    return _templates().get_template(template).render(values)
