"""The labels of facts: titles of fields on forms and pages, and of columns in workbooks."""

_WORDS = {
    "anticipated_on": "Anticipated completion",
    "broker": "Kept as a broker",
    "by_telephone": "By telephone",
    "certified_mailed_on": "Mailed, registered or certified, on",
    "comply_by": "Comply by",
    "conditional_until": "Conditional release until",
    "copies_mailed": "Copies sent by registered or certified mail",
    "culpability": "How CBP views the failure",
    "data_missing": "Data still missing",
    "dated_on": "Date on the notice",
    "demanded_on": "Date of the demand",
    "destroy_on": "Day of destruction",
    "direction_given": "Direction not to comply given",
    "due_on": "Now due on",
    "duties_demanded": "Duties demanded",
    "estimated_end": "Estimated end of the audit",
    "explanation": "Explanation",
    "for_release": "For release or admissibility",
    "forfeited": "Forfeited goods",
    "formal": "Formal investigation",
    "fraud": "Fraud alleged",
    "goods": "Kind of goods",
    "identifies_record": "Identifies the record",
    "immediate": "Effective immediately",
    "implement_on": "In use from",
    "in_writing": "In writing",
    "increased": "Loss increased",
    "informal": "Informal entry, kept as consignee",
    "issue": "Issue under investigation",
    "known_on": "Known since",
    "latest_on": "Latest redelivery date",
    "miles": "Miles from service to appearance",
    "nafta": "NAFTA advance ruling",
    "produce_by": "Day set to produce",
    "reason": "Reason for the delay",
    "received_on": "Received on",
    "respond_by": "Last day set",
    "return_on": "Return date",
    "rule": "Rule whose date is fixed",
    "sale_on": "Day of the sale",
    "scheduled_for": "Scheduled for",
    "section_321": "Free or exempt (19 U.S.C. 1321(a)(2))",
    "signed_by": "Signed by",
    "states_violation": "States the violation",
    "third_party": "Third-party recordkeeper",
    "until": "Until",
    "upheld": "Upheld",
    "value_usd": "Value in USD",
    "warns": "Warns of penalties and removal",
}

FORMER = {"How Customs sees the failure": "culpability"}
"""Labels that a fact had once, by which an import still knows its column."""


def words_of(fact: str) -> str:
    """Returns the label of a fact. Raises `KeyError` for a fact that the vocabulary does not have."""
    return _WORDS[fact]
