"""What an investigation lifts: 19 CFR 163.11(f), before December 27, 2011 163.11(c); 19 U.S.C. 1509(b)(5)."""

from models.in_words import short_date
from models.law.engine.clock import Act, Clock, Step
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.matter import Matter
from models.law.text.wording import wording_on


def lifts_by_investigation(matter: Matter, clock: Clock) -> list[Step]:
    """Finds investigations of the whole audit, whenever they began; one of an issue leaves the other issues.

    The wording in force on the trigger's day says whether it must be a formal one. Links are disregarded.
    """
    needs_formal = wording_on(clock.rule, clock.trigger.on).formal
    steps = []
    for entry in matter.of_kind("investigation_commenced"):
        clock.ambiguities.add("A3")
        if "issue" in entry.facts:
            clock.trace.append(
                f"The investigation of {short_date(entry.on)} is on the issue {entry.facts['issue']!r}: this "
                "date stays for the other issues."
            )
        elif needs_formal and not entry.says("formal"):
            clock.trace.append(
                f"The investigation of {short_date(entry.on)} is not formal. This wording requires a formal "
                "investigation."
            )
        else:
            if not entry.says("formal"):
                clock.trace.append(
                    f"The investigation of {short_date(entry.on)} is not formal. The regulation ends this "
                    "date all the same, but 19 U.S.C. 1509(b)(5) does so only for a formal one (A3). Keep "
                    "your request at hand."
                )
            steps.append(Step(max(entry.on, clock.begins_on), Act.LIFT, entry))
    return steps


def informal_under_old_words(matter: Matter, clocks: list[Clock]) -> list[CurrentEntry]:
    """Returns informal investigations of a whole audit, if a clock runs under words that want formal ones."""
    if not any(
        clock.rule.lifted_when == "investigation" and wording_on(clock.rule, clock.trigger.on).formal
        for clock in clocks
    ):
        return []
    begun = matter.of_kind("investigation_commenced")
    return [entry for entry in begun if not entry.says("formal") and "issue" not in entry.facts]
