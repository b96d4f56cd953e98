"""CBP timeliness: the days that CBP took for its steps, facts for the next petition."""

from prefect import flow
from prefect.client.schemas.objects import State

from flows.run.context import record_opened
from flows.run.output import ends_in_words, finished, refusal, say
from models.forms.timeliness import PunctualityForm
from models.in_words import counted
from models.law.load import load_law
from tasks.pages.tasks import publish_punctuality
from tasks.pages.timeliness_page import sentences
from tasks.timeliness.ledger import Ledger, steps
from tasks.timeliness.tasks import read_ledger


@flow(name="punctuality", flow_run_name="punctuality")
@ends_in_words
def punctuality(asked: PunctualityForm) -> State[str]:
    """Count how many days CBP took for each of its steps, and how often it was late."""
    with record_opened() as opened:
        with refusal():
            ledger = read_ledger(opened.engine, importer=asked.importer or "", now=opened.now)
        page = publish_punctuality(ledger, opened.links)
        say(_lines(ledger))
        whose, number = asked.importer or "all importers", counted(len(ledger.cases), "CBP step")
        return finished(f"{number} counted for {whose}. {page} shows them.")


def _lines(ledger: Ledger) -> list[str]:
    """What may be said of each step, and what could not be counted."""
    said = []
    for rule in steps(load_law()):
        cases = [case for case in ledger.cases if case.rule == rule.id]
        said += [f"{rule.id} {rule.title}: {sentence}" for sentence in sentences(rule, cases)]
    return [*said, *(f"NOT COUNTED: {line}" for line in ledger.unread)]
