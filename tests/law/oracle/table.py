"""The tables of the encoding as text: belonging (section 4) and the rules that are plain rows (section 5)."""

WHOLE = {"audit", "sale", "improvement"}
ALWAYS_THERE = {
    "certification": {
        "certification_granted",
        "procedures_reviewed",
        "retrieval_drill_done",
        "responsible_person_confirmed",
        "self_review_done",
        "broker_review_done",
        "training_done",
    },
    "penalty": {"violation_occurred", "offense_discovered", "suit_commenced"},
}
JOINS = {
    "demand_received": {"oral_demand_made"},
    "penalty_mailed": {"prepenalty_mailed", "prepenalty_answered"},
}
_BELONGING = """
summons: summons_issued > summons_served return_date_changed third_party_notice_given stay_directed \
 stay_consented summons_complied enforcement_referred enforcement_petition_filed intervened \
 enforcement_ordered enforcement_denied order_obeyed contempt_adjudged imports_prohibited \
 delivery_withheld contempt_purged summons_closed
demand: oral_demand_made demand_received > extension_requested extension_granted extension_denied \
 records_produced demand_closed
demand: penalty_assessed > penalty_petition_filed
demand: broker_records_requested > records_produced
demand: bond_document_requested > bond_document_delivered
certification: more_information_requested > information_supplied
certification: violation_notice_received > violation_answered
certification: variance_found > variance_reported
certification: application_denied > denial_received denial_appeal_received denial_appeal_decided \
 appeal_delay_advised
certification: removal_noticed > removal_received removal_appeal_received removal_appeal_decided \
 appeal_delay_advised
storage: storage_method_planned > storage_notice_given storage_test_done
storage: storage_change_planned > storage_change_notice_given
storage: storage_noncompliance_noticed > storage_compliance_explained
retention: redelivery_demanded > redelivered
disclosure: oral_disclosure_made > written_record_filed
disclosure: disclosure_made >
disclosure: loss_calculated > tender_made
disclosure: review_decided > increase_deposited
penalty: prepenalty_mailed > prepenalty_answered penalty_settled
penalty: penalty_mailed > penalty_petition_filed duties_deposited short_notice_given mitigation_decided \
 loss_reduced supplemental_petition_filed penalty_settled
penalty: seizure_mailed > seizure_petition_filed seizure_notice_published claim_and_bond_filed \
 short_notice_given mitigation_decided loss_reduced supplemental_petition_filed penalty_settled
ruling: ruling_requested > ruling_referred ruling_issued ruling_published
ruling: ruling_appeal_filed > ruling_appeal_decided
ruling: modification_proposed > comment_filed comments_closed modification_published
"""
LINES: dict[str, list[tuple[list[str], list[str]]]] = {}
for _line in _BELONGING.strip().splitlines():
    _lifecycle, _rest = _line.split(":")
    _starts, _hangs = _rest.split(">")
    LINES.setdefault(_lifecycle, []).append((_starts.split(), _hangs.split()))

_STARTS_A_CLOCK = """
enforcement_ordered delivery_withheld extension_requested extension_granted denial_appeal_received
removal_appeal_received storage_test_done short_notice_given mitigation_decided loss_reduced
ruling_issued comments_closed modification_published seizure_notice_published
"""
STARTS_A_CLOCK = set(_STARTS_A_CLOCK.split())

# rule, kind, bound; triggers (with facts); form; met by; lifted by; more. A line that ends in \ goes on.
ROWS = """
DEM-04 target customs | extension_requested | F office10 | extension_granted extension_denied \
 | records_produced
DEM-11 deadline ours | penalty_assessed | F 60 | penalty_petition_filed | | open
RET-11 deadline ours | broker_records_requested | F 30 | records_produced |
CAL-02 deadline ours | bond_document_requested | FL 120 | bond_document_delivered |
DEM-08 lookback customs | demand_received,+preference_claimed | LY 2 demanded_on | |
PRG-03 target ours | more_information_requested | F office30 | information_supplied | | anylift
PRG-06 target ours | violation_notice_received | F office30 | violation_answered |
PRG-07 target ours | variance_found | F office10 | variance_reported |
PRG-11 deadline ours | application_denied | F 30 | denial_appeal_received | | open late=appeal_late
PRG-12 deadline customs | denial_appeal_received | F 30 | denial_appeal_decided | | open delay
PRG-13 deadline ours | removal_noticed | F 30 | removal_appeal_received | | open late=appeal_late
PRG-14 deadline customs | removal_appeal_received | F 30 | removal_appeal_decided | | open nodelay
T03 recurring ours | certification_granted procedures_reviewed | FM office12 | procedures_reviewed |
T04 recurring ours | certification_granted retrieval_drill_done | FM office3 | retrieval_drill_done |
T05 recurring ours | certification_granted responsible_person_confirmed | FM office1 \
 | responsible_person_confirmed |
T06 recurring ours | certification_granted self_review_done | FM office3 | self_review_done |
T07 recurring ours | certification_granted broker_review_done | FM office3 | broker_review_done |
T09 recurring ours | certification_granted training_done | FM office12 | training_done |
ALT-02 deadline ours | storage_method_planned | B 30 implement_on | storage_notice_given |
ALT-05 recurring ours | storage_method_planned storage_test_done | FM 12 implement_on \
 | storage_test_done | | from nodoubt
ALT-07 deadline ours | storage_change_planned | B 30 implement_on | storage_change_notice_given |
ALT-08 deadline ours | storage_noncompliance_noticed | ALT08 | storage_compliance_explained |
RET-02 retention ours | customs_entry_made,-informal,-section_321 activity_performed,-section_321 | KY 5 | |
RET-06 retention ours | customs_entry_made,+informal | KY 2 | |
RET-07 retention ours | customs_entry_made,+section_321 activity_performed,+section_321 | KY 2 | |
RET-08 retention ours | rough_diamonds_exported | KY 5 | |
RET-09 retention ours | importation_made origin_certified | KY 5 | |
PDS-02 deadline ours | oral_disclosure_made | F 10 | written_record_filed |
PDS-04 deadline ours | loss_calculated | F 30 | tender_made |
PDS-06 deadline ours | review_decided,~increased | F 30 | increase_deposited |
PEN-01 deadline ours | prepenalty_mailed | PEN01 | prepenalty_answered | penalty_settled
PEN-04 deadline ours | penalty_mailed,+duties_demanded | PEN04 | duties_deposited |
PEN-05 deadline ours | penalty_mailed | F 60 | penalty_petition_filed | penalty_settled | short
PEN-05S deadline ours | seizure_mailed | F 30 | seizure_petition_filed | penalty_settled | short
PEN-06 deadline ours | short_notice_given | PEN06 | penalty_petition_filed seizure_petition_filed \
 | penalty_settled
PEN-07 deadline ours | mitigation_decided | F 60 | penalty_settled supplemental_petition_filed |
PEN-08 deadline ours | mitigation_decided loss_reduced | F 60 | supplemental_petition_filed | >loss_reduced
PEN-09 deadline customs | violation_occurred,-fraud offense_discovered | FY 5 | suit_commenced |
PEN-10 deadline ours | seizure_notice_published | F 20 | claim_and_bond_filed | penalty_settled | firstofchain
RUL-01 target customs | ruling_requested | F 30 | ruling_issued | ruling_referred
RUL-01B target customs | ruling_requested | F 120 | ruling_issued | | from
RUL-02 deadline customs | ruling_requested | F 120 | ruling_issued |
RUL-03 deadline customs | ruling_issued | F 90 | ruling_published |
RUL-04 deadline customs | ruling_appeal_filed | F 60 | ruling_appeal_decided |
RUL-05 deadline ours | modification_proposed | F 30 | comment_filed | modification_published
RUL-06 deadline customs | comments_closed | F 30 | modification_published |
RUL-07 threshold other | modification_published | X 60 | |
SAL-02 deadline customs | cleared_for_sale | FY 1 | merchandise_sold | duties_and_charges_paid
SAL-03 deadline customs | sale_scheduled,goods=regular | B 30 sale_on | sale_notice_sent | >sale_scheduled
SAL-04 deadline customs | sale_scheduled,goods=regular | X -15 sale_on | sale_advertised | >sale_scheduled
SAL-05 deadline customs | sale_scheduled,goods=perishable | B 3 sale_on | sale_advertised | >sale_scheduled
SAL-06 deadline customs | sale_scheduled,goods=depreciating | B 6 sale_on | sale_advertised \
 | >sale_scheduled | window
SAL-07 deadline ours | sale_scheduled | SAL07 | duties_and_charges_paid | >sale_scheduled
SAL-08 deadline other | destruction_planned | B 30 destroy_on | destruction_notice_given |
SAL-09 deadline ours | merchandise_sold,-forfeited | F 10 | surplus_claimed |
SAL-10 threshold ours | abandonment_noticed | X 30 | | | paid
SAL-11 deadline ours | abandonment_noticed | SAL11 | title_petition_filed | | from
SAL-12 threshold ours | importation_made | SAL12 | | | paid
SAL-13 deadline ours | claim_published | F 20 | claim_filed | | first
SAL-14 retention customs | claim_published | SAL14 | | | first
SAL-16 deadline ours | merchandise_sold,+forfeited | FM 3 | proceeds_applied_for |
STR-01 recurring ours | baseline_measured remeasured | FM office12 | remeasured |
STR-02 recurring ours | plan_adopted | FM office12 | plan_adopted |
STR-03 target ours | plan_adopted | F office | baseline_measured |
STR-04 target ours | baseline_measured remeasured | F office | target_set |
STR-05 target ours | target_set | F office | remedy_chosen |
STR-06 target ours | remedy_chosen | F office | program_delivered |
"""
