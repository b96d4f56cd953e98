"""The vocabulary of dockets a second time, from section 8; `?` marks what is optional."""

KINDS = {
    "audit": """
        audit_notice(by_telephone in_writing estimated_end? reviews_prior_disclosure?)
        entrance_conference_offered(in_writing)
        audit_commenced() entrance_conference_held(estimated_end?) further_estimate_given(estimated_end)
        onsite_work_completed() closing_conference_scheduled(scheduled_for) closing_conference_held()
        report_delay_notice(reason? anticipated_on? from_field_office?) report_completed()
        report_copy_sent() petition_sent()
        petition_received() investigation_commenced(formal issue?) sampling_plan_explained()
        sampling_plan_accepted(signed_by?) audit_closed() audit_terminated() due_date_fixed(rule due_on)
        entry_withdrawn()""",
    "summons": """
        summons_issued(return_on third_party excepted?) summons_served(miles?) return_date_changed(return_on)
        third_party_notice_given() stay_directed(direction_given copies_mailed) stay_consented()
        summons_complied() enforcement_referred() enforcement_petition_filed() intervened()
        enforcement_ordered(comply_by) enforcement_denied() order_obeyed() contempt_adjudged()
        imports_prohibited() delivery_withheld(value_usd?) contempt_purged() summons_closed()
        contempt_penalty_assessed() sanction_approved() imports_prohibition_ended()
        due_date_fixed(rule due_on) entry_withdrawn()""",
    "demand": """
        oral_demand_made() demand_received(demanded_on? produce_by? for_release? preference_claimed?)
        extension_requested(until? explanation?) extension_granted(until) extension_denied()
        records_produced(partial?) penalty_assessed(culpability value_usd) demand_closed()
        penalty_petition_filed()
        broker_records_requested() bond_document_requested() bond_document_delivered()
        due_date_fixed(rule due_on) entry_withdrawn()""",
    "certification": """
        application_filed() more_information_requested() information_supplied() site_visit_announced()
        site_visit_held() certification_granted() application_denied() denial_received()
        denial_appeal_received() appeal_delay_advised(reason? anticipated_on?)
        denial_appeal_decided(upheld) violation_notice_received(states_violation identifies_record warns)
        violation_answered() variance_found() variance_reported() removal_noticed(immediate)
        removal_received() removal_appeal_received() removal_appeal_decided(upheld) self_review_done()
        broker_review_done() training_done() procedures_reviewed() retrieval_drill_done()
        responsible_person_confirmed() certification_ended() due_date_fixed(rule due_on)
        entry_withdrawn()""",
    "storage": """
        storage_method_planned(implement_on) storage_notice_given() storage_change_planned(implement_on)
        storage_change_notice_given() storage_noncompliance_noticed(received_on?)
        storage_compliance_explained() storage_test_done() matter_closed() due_date_fixed(rule due_on)
        entry_withdrawn()""",
    "retention": """
        customs_entry_made(informal? section_321? broker?) activity_performed(section_321?)
        drawback_paid() drawback_liquidated() release_ended(conditional_until?)
        conditional_release_ended() redelivery_demanded(latest_on) redelivered() importation_made()
        origin_certified() rough_diamonds_exported() power_of_attorney_revoked()
        client_became_inactive() warehouse_withdrawal_made() storage_method_adopted() entry_withdrawn()""",
    "disclosure": """
        oral_disclosure_made(data_missing?) written_record_filed()
        disclosure_made(data_missing? certified_mailed_on?) missing_data_supplied() loss_calculated()
        tender_made() review_decided(increased?) increase_deposited()
        investigation_commenced(formal known_on?) matter_closed() due_date_fixed(rule due_on)
        entry_withdrawn()""",
    "penalty": """
        prepenalty_mailed(respond_by?) prepenalty_answered() penalty_mailed(duties_demanded? dated_on?)
        penalty_petition_filed() seizure_mailed() seizure_petition_filed()
        short_notice_given(respond_by?) mitigation_decided() penalty_settled()
        supplemental_petition_filed() violation_occurred(fraud?) offense_discovered() suit_commenced()
        loss_reduced() duties_deposited() seizure_notice_published() claim_and_bond_filed()
        matter_closed() due_date_fixed(rule due_on)
        entry_withdrawn()""",
    "ruling": """
        ruling_requested(nafta?) ruling_referred() ruling_issued() modification_proposed()
        comments_closed() modification_published() ruling_published() ruling_appeal_filed()
        ruling_appeal_decided() comment_filed() matter_closed() due_date_fixed(rule due_on)
        entry_withdrawn()""",
    "sale": """
        cleared_for_sale() sale_scheduled(sale_on goods?) sale_notice_sent() merchandise_sold(forfeited?)
        surplus_claimed() importation_made() abandonment_noticed() claim_published() claim_filed()
        sale_advertised() duties_and_charges_paid() proceeds_applied_for() title_petition_filed()
        destruction_planned(destroy_on) destruction_notice_given() matter_closed()
        due_date_fixed(rule due_on) entry_withdrawn()""",
    "improvement": """
        baseline_measured() target_set() remedy_chosen() plan_adopted() program_delivered() remeasured()
        cycle_closed() due_date_fixed(rule due_on) entry_withdrawn()""",
}
MOVABLE = {
    "audit": {"AUD-05", "AUD-06", "AUD-07", "AUD-09", "AUD-14"},
    "summons": {"SUM-14"},
    "demand": {"DEM-01", "DEM-04", "DEM-11", "RET-11", "CAL-02"},
    "certification": {"PRG-03", "PRG-06", "PRG-07", "PRG-11", "PRG-12", "PRG-13", "PRG-14"}
    | {"T03", "T04", "T05", "T06", "T07", "T09"},
    "storage": {"ALT-05", "ALT-08"},
    "retention": set(),
    "disclosure": {"PDS-02", "PDS-03", "PDS-04", "PDS-06"},
    "penalty": {"PEN-01", "PEN-04", "PEN-05", "PEN-05S", "PEN-06", "PEN-07", "PEN-08", "PEN-09", "PEN-10"},
    "ruling": {"RUL-01", "RUL-01B", "RUL-02", "RUL-03", "RUL-04", "RUL-05", "RUL-06"},
    "sale": {"SAL-02", "SAL-09", "SAL-11", "SAL-13", "SAL-16"},
    "improvement": {"STR-01", "STR-02", "STR-03", "STR-04", "STR-05", "STR-06"},
}
TYPES = {
    "date": """anticipated_on certified_mailed_on comply_by conditional_until dated_on demanded_on destroy_on
        due_on estimated_end implement_on known_on latest_on produce_by received_on respond_by return_on
        sale_on scheduled_for until""",
    "truth": """broker by_telephone copies_mailed data_missing direction_given duties_demanded excepted
        for_release forfeited formal fraud from_field_office identifies_record immediate in_writing increased
        informal nafta partial preference_claimed reviews_prior_disclosure section_321
        states_violation third_party upheld warns""",
    "text": "explanation issue reason signed_by",
    "number": "miles value_usd",
    "culpability": "culpability",
    "goods": "goods",
    "rule": "rule",
}
WORDS = {"culpability": {"negligent", "willful"}, "goods": {"regular", "perishable", "depreciating"}}
OFFICE_RULES = {"AUD-05", "AUD-14", "DEM-01", "DEM-04", "PRG-03", "PRG-06", "PRG-07"}
OFFICE_RULES |= {f"STR-0{n}" for n in range(1, 7)} | {f"T0{n}" for n in (3, 4, 5, 6, 7, 9)}
