"""What happened as Prefect events, for an office's own automations; none of them carries a clock.

An event is `landwaiter.deadline.missed` and so on: what was told, with the matter as its resource.
"""

from collections.abc import Sequence

from prefect.events import emit_event

from tasks.alerts.claim import Claim

_MOST = 200
"""Events of one look; what is told by the hundred is seen on the board."""


def emit_told(claims: Sequence[tuple[str, Claim]]) -> None:
    """One event for each thing told, however many people heard it."""
    seen = {(docket, claim.reason, claim.content.subject): claim for docket, claim in claims}
    for (docket, reason, subject), claim in list(seen.items())[:_MOST]:
        emit_event(
            event=f"landwaiter.{claim.kind}.{reason.value}",
            resource={
                "prefect.resource.id": f"landwaiter.matter.{docket}",
                "prefect.resource.name": docket,
            },
            payload={"docket_number": docket, "subject": subject, "citation": claim.content.citation},
        )
