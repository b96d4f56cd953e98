"""Publishes pages as artifacts, each made once, outside any run, then updated, so that its address stays."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import ArtifactCreate, ArtifactUpdate
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from prefect.client.schemas.objects import Artifact
from prefect.client.schemas.sorting import ArtifactSort
from sqlalchemy import Engine, update

from models.law.load import load_law
from models.law.page import law_page
from models.record.closures import closures_on_record
from models.record.database import reading, transaction
from models.record.office_settings import notes, office_of
from models.record.tables.dockets import Matter
from notifications.wording.links import Links
from tasks.pages.board_page import board_page, read_board
from tasks.pages.closures_section import closures_section
from tasks.pages.markdown import safe
from tasks.pages.matter_page import matter_page
from tasks.pages.timeliness_page import page_key, punctuality_page
from tasks.timeliness.ledger import Ledger

BOARD = "board"
"""The key of the page of all matters."""

LAW = "law"
"""The key of the page of the law."""

LAW_CHANGE = "law-change"
"""The key of the page of a law that waits for approval."""

FORECAST = "forecast"
"""The key of the page of alerts to come."""

_NEWEST_FIRST = ArtifactSort.CREATED_DESC


def links_of(url: str, desk_url: str = "") -> Links:
    """Links with the ids of the deployments, asked of the server; `desk_url` is where the desk is."""
    with get_client(sync_client=True) as client:
        found = client.read_deployments()
    return Links(url, {deployment.name: str(deployment.id) for deployment in found}, desk_url)


def publish_matter(engine: Engine, matter_id: int, links: Links, *, now: datetime) -> str:
    """Brings a matter's page up to date. Returns its address."""
    with get_client(sync_client=True) as client:
        return _publish_matter(client, engine, matter_id, links, now)


def publish_matters(engine: Engine, matter_ids: Sequence[int], links: Links, *, now: datetime) -> None:
    """Brings the pages of these matters up to date."""
    with get_client(sync_client=True) as client:
        for matter_id in matter_ids:
            _publish_matter(client, engine, matter_id, links, now)


def _publish_matter(
    client: SyncPrefectClient, engine: Engine, matter_id: int, links: Links, now: datetime
) -> str:
    known = _known(client, [BOARD, LAW])
    titles = {BOARD: "The board", LAW: "The law"}
    others = {titles[key]: links.artifact(str(known[key].id)) for key in titles if key in known}
    with reading(engine) as session:
        matter = session.get_one(Matter, matter_id)
        key, page = key_of(matter), matter_page(session, matter, links, now=now, others=others)
        words = f"{matter.docket_number}: deadlines, reasons, and who was notified"
    made = str(_publish(client, key, page, words))
    if matter.page_id != made:
        with transaction(engine) as session:
            session.get_one(Matter, matter_id).page_id = made
    return links.artifact(made)


def publish_board(engine: Engine, links: Links, *, now: datetime) -> str:
    """Brings the page of all matters up to date. Returns its address."""
    with reading(engine) as session:
        board = read_board(session, now)
    pages = _pages(links, (matter for _, matter, _ in (*board.rows, *board.own, *board.top.late)))
    page = board_page(board, pages, links)
    with get_client(sync_client=True) as client:
        return links.artifact(str(_publish(client, BOARD, page, "All open deadlines, the most urgent first")))


def publish_law(engine: Engine, links: Links) -> str:
    """Brings the page of the law up to date, with notes and closures of the office. Returns its address."""
    with reading(engine) as session:
        said = {name: f"{safe(row.counsel)}: {safe(row.text)}" for name, row in notes(session).items()}
        closures = closures_section(closures_on_record(session))
        page = law_page(load_law(), said, office_of(session, load_law()), closures)
    with get_client(sync_client=True) as client:
        return links.artifact(str(_publish(client, LAW, page, "Rules, ambiguities, coverage")))


def publish_law_change(page: str, links: Links) -> str:
    """Shows what a law that waits for approval would change, or that none waits. Returns the address."""
    with get_client(sync_client=True) as client:
        words = "What the new law would change, before anyone is notified"
        return links.artifact(str(_publish(client, LAW_CHANGE, page, words)))


def publish_punctuality(ledger: Ledger, links: Links) -> str:
    """Shows the days that CBP took, with links to the matters' pages. Returns the address."""
    page = punctuality_page(ledger, _pages(links, ledger.matters.values()))
    words = "CBP timeliness: the days that CBP took, step by step"
    with get_client(sync_client=True) as client:
        return links.artifact(str(_publish(client, page_key(ledger), page, words)))


def publish_forecast(page: str, links: Links) -> str:
    """Shows the alerts to come. Returns the address."""
    with get_client(sync_client=True) as client:
        return links.artifact(str(_publish(client, FORECAST, page, "Upcoming alerts")))


def forget_lost_pages(engine: Engine) -> None:
    """Lets no alert lead to a page that is not there: a server without a board is a new one, and has none."""
    with get_client(sync_client=True) as client:
        is_new = not _known(client, [BOARD])
    if is_new:
        with transaction(engine) as session:
            # No digest covers it: the log has nothing to say.
            session.execute(update(Matter).values(page_id=""))


def key_of(matter: Matter) -> str:
    """The key of a matter's page: an artifact's key has small letters, figures and dashes.

    It stays when the docket number is corrected, and so does the page's address.
    """
    number = matter.first_number or matter.docket_number
    name = re.sub(r"[^a-z0-9]+", "-", number.lower()).strip("-")
    return f"matter-{matter.id}-{name}".rstrip("-")


def _pages(links: Links, matters: Iterable[Matter]) -> dict[int, str]:
    """The addresses of the matters' pages by the matters' ids, as they are on record: nobody is asked."""
    return {matter.id: links.artifact(matter.page_id) for matter in matters if matter.page_id}


def _known(client: SyncPrefectClient, keys: list[str]) -> dict[str | None, Artifact]:
    """The artifacts of these keys, the oldest of each: that is the one whose address people have."""
    if not keys:
        return {}
    wanted = ArtifactFilter(key=ArtifactFilterKey(any_=keys))
    return {found.key: found for found in client.read_artifacts(artifact_filter=wanted, sort=_NEWEST_FIRST)}


def _publish(client: SyncPrefectClient, key: str, page: str, words: str) -> UUID:
    known = _known(client, [key]).get(key)
    if known is not None:
        client.update_artifact(known.id, ArtifactUpdate(data=page, description=words))
        return known.id
    made = client.create_artifact(ArtifactCreate(key=key, type="markdown", description=words, data=page))
    return made.id
