"""What the named conditions of the law's rules say, in plain words: `models/law/conditions` computes them."""

from collections.abc import Mapping

STARTS_BY: Mapping[str, str] = {
    "broker_records": "each entry of a broker starts its own deadline; so do revoked powers and withdrawals",
    "drawback": "one deadline for all payments and liquidations of the claim",
    "first_published": "only the first publication of the notice of seizure",
    "first_formal_investigation": "only the first formal investigation",
    "initial_disclosure": "the earliest disclosure, unless it says that no data is missing",
    "originals": "the end of the release, and each demand for redelivery",
    "production": "each written demand with the oral demands before it, and each oral demand without one",
    "release": "the end of the release or of the conditional release period, whichever is later",
    "requests_for_time": "each demand, and each additional period that was granted",
}
"""Which entries start a deadline, where it is not each one of the kind."""

STARTS_WHEN: Mapping[str, str] = {
    "first_of_its_kind": "only the first of its kind",
    "is_certain": "only if it is certain which storage method the entry belongs to",
    "is_limited": "only if the five years of 19 U.S.C. 1621 run from it",
    "is_owed_notice": "only if the person identified is owed notice: not of a summons excepted by 163.8(f)",
    "nafta_request": "only for a NAFTA advance ruling requested before NAFTA ended",
    "ordinary_request": "only if nothing but the service promise gives the request a time",
    "petition_not_premature": "only if the right to petition was open by then",
    "referred_request": "only for an ordinary request that was referred to a Customs attorney",
    "title_has_vested": "only if title vested after the notice",
    "valid_grant": "only if the additional period ends after every date that it could extend",
    "valid_request": "only if the request states a period and an explanation",
}
"""When a starting entry starts a deadline."""

ANCHORS: Mapping[str, str] = {
    "disclosure_day": "the day from which the earliest disclosure counts",
    "return_date": "the return date in force",
    "use_begins": "the day a storage method is first used, or the day of its last test",
    "vesting_day": "the day on which title vested",
}
"""From which day it is counted, where no fact of the entry says it."""

READS_BY: Mapping[str, str] = {
    "before_investigation": "the day before the investigation commenced, and the day it became known",
    "before_the_sale": "the day before the sale, and the day of the sale itself",
    "drawback_years": "the third anniversaries of the latest payment and of the latest liquidation",
    "duties": "from the date on the notice, and from its mailing",
    "explanation": "from the issue of the notice, and from its receipt",
    "posted": "with the first day of posting counted, and without it",
    "prepenalty": "from the mailing; or the shorter period that the notice sets",
    "production": "the earlier day as it is; the later day moved to a business day",
    "release_or_redelivery": "from the end of the release, or from redelivery",
    "requests_for_time": "the day before the earlier due date, and the day before the later one",
    "short_notice": "the day that the notice sets, and no earlier than seven working days after it",
    "six_months_in_custody": "the day on which the months in custody are over, and the next day",
}
"""How the two readings are counted, where it is not by the number alone."""

MET_WHEN: Mapping[str, str] = {
    "any_data": "missing data supplied on or after the disclosure day",
    "conference_ahead": "a conference scheduled, also before, if its day is still to come",
    "disclosure": "the first disclosure, before or after",
    "notice_in_window": "a public notice not more than ten days before the sale",
    "stay": "a stay, on the day that completed it",
    "unlinked_demand": "every written demand that does not name the oral demand it follows",
    "valid_request": "a valid request; for an additional period only one made after its grant",
}
"""What else answers it."""

LIFTED_WHEN: Mapping[str, str] = {
    "investigation": "an investigation of the whole audit, whenever it began; not one of a single issue",
    "shorter_period": "a shorter period that ends earlier",
    "stay_in_force": "a stay made in time that neither a consent nor a court order has ended",
    "stay_in_time": "a stay made in time, unless a consent came by the return date",
    "valid_grant": "a valid additional period, even after the date",
}
"""What else ends it without an answer."""

STATUS_BY: Mapping[str, str] = {
    "between_the_ends": "A petition received between the two ends of an audit is unclear, not missed (A4).",
    "keep_while_a_leg_is_open": "The records must be kept while one of the two ends is not on record.",
    "obeyed_but_not_purged": "If the order was obeyed and no purge is on record, it is unclear (A31).",
    "unknown_is_never_missed": "If no day of knowledge is on record, it is never called missed (A29).",
}
"""How it stands, where the days alone do not say it."""

NOTED_BY: Mapping[str, str] = {
    "disclosure_reviewed": "If the audit reviews a prior disclosure, A32 is named. No date changes.",
}
"""What is noted without a bearing on any date."""

PLAYED_BY: Mapping[str, str] = {
    "petition_right": "the right opens once the estimated or actual end of the audit has passed without a "
    "closing conference; there is one in a matter, and none while no end is on record",
    "removal": "one for each removal whose notice was received; an appeal in time suspends it until it is "
    "decided",
}
"""How the whole of it runs, where no row can say it."""
