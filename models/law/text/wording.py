"""Finds the wording of a rule that was in force on a day."""

from datetime import date

from models.law.text.rule import Rule, Version


def wording_on(rule: Rule, day: date) -> Version:
    """Returns the wording in force on the day; before the first day of the earliest one, the earliest."""
    if len(rule.versions) == 1:
        return rule.versions[0]
    in_force = (version for version in reversed(rule.versions) if version.in_force <= day)
    return next(in_force, rule.versions[0])
