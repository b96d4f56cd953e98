"""The forms and addresses of the desk: a page, or one sentence, and nothing kept of what was refused."""

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, quote_from_bytes, urlsplit

import pytest
from httpx2 import Response
from hypothesis import strategies as st
from sqlalchemy import Table, func
from sqlmodel import SQLModel, select

from models.record.database import reading
from tests.fuzz.hammer import TEXTS, ends_in_time, hammer, spoilt_bytes
from tests.support.at_the_desk import DeskOf, Visitor
from tests.support.forms_of_a_page import Form, Page
from tests.support.matter_pages import matter_desk
from tests.support.own_deadlines import own
from tests.support.scenes import Scene

pytestmark = pytest.mark.fuzz

ENDS_THE_SESSION = ("/sign-out", "/sign-out/everywhere")
ANSWERS = (200, 303, 307, 400, 404, 405, 409, 413)
OF_A_SHAPE = 12
KEEPS_REFUSALS = ("signin", "guess")
"""Tables that keep who tried something in vain."""

VALUES = (
    TEXTS
    | st.dates().map(str)
    | st.integers().map(str)
    | st.sampled_from(
        [
            "0",
            "1",
            "-1",
            "E1",
            "e0",
            "2025-06-30",
            "2025-02-30",
            "0001-01-01",
            "9999-12-31",
            "$1,000.00",
            "on",
            "yes",
            "no",
            "Acme",
            "Globex",
            "AUD-2025-014",
            "America/New_York",
            "\r\n",
            "<script>alert(1)</script>",
            "{{ 7*7 }}",
            "'; --",
            "../../etc/passwd",
        ]
    )
)


@pytest.fixture
def office(scene: Scene, tmp_path: Path) -> Iterator[tuple[DeskOf, Visitor]]:
    """A desk with matters of two importers and an own deadline, at which Ada, who keeps it, is signed in."""
    desk = matter_desk(scene, tmp_path)
    scene.open("RCP-1", "certification", on="2025-06-02")
    own(scene, "2025-06-20", matter="AUD-2025-014", title="Call the surety", due_on=date(2025, 8, 1))
    with desk.signed_in("Ada") as ada:
        yield desk, ada


def shape_of(address: str) -> tuple[str, tuple[str, ...]]:
    """An address without the rows and the values that it names."""
    parts = urlsplit(address)
    steps = ["#" if any(map(str.isdigit, each)) else each for each in parts.path.split("/")]
    return "/".join(steps), tuple(sorted({name for name, _ in parse_qsl(parts.query)}))


def crawled(ada: Visitor) -> dict[str, Page]:
    """What links lead to, from the first page on: of addresses of one shape a few."""
    waiting, found, seen = ["/"], dict[str, Page](), Counter[tuple[str, tuple[str, ...]]]()
    while waiting:
        address = waiting.pop(0)
        if address in found or seen[shape_of(address)] == OF_A_SHAPE:
            continue
        seen[shape_of(address)] += 1
        answer = ada.open(address)
        assert answer.status_code in (200, 303), f"a link leads to {address}: {answer.status_code}"
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        page = found[address] = Page(address, answer.text if is_page else "")
        waiting += [each for each in page.links if each.startswith("/")]
    return found


def forms_in(pages: dict[str, Page]) -> list[Form]:
    """One form of each shape, so that each is met as often."""
    found: dict[object, Form] = {}
    for page in pages.values():
        for form in page.forms:
            names = tuple(sorted({each.name for each in form.fields}))
            if form.method == "post" and form.action not in ENDS_THE_SESSION:
                found.setdefault((*shape_of(form.action), names), form)
    return list(found.values())


def counts(desk: DeskOf) -> dict[str, int]:
    """The rows of each table."""
    with reading(desk.scene.engine) as session:
        tables: Sequence[Table] = SQLModel.metadata.sorted_tables
        return {
            table.name: session.exec(select(func.count()).select_from(table)).one()
            for table in tables
            if not any(word in table.name for word in KEEPS_REFUSALS)
        }


def quoted(text: str) -> str:
    """A text as a part of an address or a form, be it UTF-8 or not."""
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")


def body_of(values: list[tuple[str, str]]) -> bytes:
    """What a browser sends, were it to send anything."""
    return "&".join(f"{quoted(name)}={quoted(value)}" for name, value in values).encode()


def is_sound(desk: DeskOf, answer: Response, before: dict[str, int]) -> None:
    """A page or a sentence; where it is refused, nothing was written."""
    assert answer.status_code in ANSWERS, f"{answer.status_code}: {answer.text[:2000]}"
    assert "Traceback" not in answer.text
    assert "<script>alert(1)</script>" not in answer.text
    if answer.status_code >= 400:
        assert counts(desk) == before


@st.composite
def typed(draw: st.DrawFn, forms: Sequence[Form]) -> tuple[Form, list[tuple[str, str]]]:
    """A form in which some fields hold what nobody expects, are gone, or are there twice."""
    form = draw(st.sampled_from(forms))
    values = [pair for pair in form.values if draw(st.integers(0, 9)) or pair[0] == "token"]
    names = [each.name for each in form.fields if each.name != "token"] or ["nothing"]
    for _ in range(draw(st.integers(0, 4))):
        name = draw(st.sampled_from(names) | TEXTS)
        known = [offered for each in form.fields if each.name == name for offered in each.offered]
        value = draw(st.sampled_from(known) | VALUES if known else VALUES)
        values = [pair for pair in values if pair[0] != name or draw(st.booleans())]
        values.append((name, value))
    if form.buttons:
        values.append(draw(st.sampled_from(form.buttons)))
    return form, values


def test_every_link_leads_somewhere(office: tuple[DeskOf, Visitor]) -> None:
    _, ada = office
    pages = crawled(ada)
    assert len(pages) > 60
    assert len(forms_in(pages)) > 40


def test_what_is_typed_is_taken_or_refused(office: tuple[DeskOf, Visitor]) -> None:
    desk, ada = office
    forms = forms_in(crawled(ada))

    def check(given: tuple[Form, list[tuple[str, str]]]) -> None:
        form, values = given
        before, content = counts(desk), body_of([pair for pair in values if pair[0] != "token"])
        with desk.signed_in("Ada") as visitor, ends_in_time():
            token = visitor.token("/settings").encode()
            sent = {"content-type": "application/x-www-form-urlencoded"}
            content = b"token=" + token + b"&" + content
            is_sound(desk, visitor.client.post(form.action, content=content, headers=sent), before)

    hammer(check, typed(forms), few=60)


def test_a_damaged_request_is_read_or_refused(office: tuple[DeskOf, Visitor]) -> None:
    desk, ada = office
    forms = [each for each in forms_in(crawled(ada)) if each.files]
    assert forms
    token = ada.token("/settings")
    parts = io.BytesIO()
    for name, more, content in (
        ("token", "", token.encode()),
        ("files", '; filename="a.pdf"\r\nContent-Type: application/pdf', b"%PDF-1.7 x"),
        ("file", '; filename="a.csv"\r\nContent-Type: text/csv', b"Docket number,Kind\nA,B\n"),
    ):
        parts.write(f'--sep\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode())
        parts.write(content + b"\r\n")
    parts.write(b"--sep--\r\n")

    def check(given: tuple[Form, bytes]) -> None:
        form, content = given
        before = counts(desk)
        headers = {"content-type": "multipart/form-data; boundary=sep"}
        with ends_in_time():
            is_sound(desk, ada.client.post(form.action, content=content, headers=headers), before)

    hammer(check, st.tuples(st.sampled_from(forms), spoilt_bytes(parts.getvalue())), few=20)


def test_any_address_is_a_page_or_none(office: tuple[DeskOf, Visitor]) -> None:
    desk, ada = office
    pages = sorted(address for address in crawled(ada) if address not in ENDS_THE_SESSION)

    def check(given: tuple[str, list[tuple[int, str]]]) -> None:
        address, changes = given
        parts = urlsplit(address)
        steps, asked = parts.path.split("/")[1:], parse_qsl(parts.query, keep_blank_values=True)
        asked = asked or [(name, "") for name in ("page", "q", "state", "importer", "until")]
        for place, value in changes:
            if place % 2:
                asked[place % len(asked)] = (asked[place % len(asked)][0], value)
            else:
                steps[place % len(steps)] = value
        path = b"/".join(
            quote_from_bytes(each.encode("utf-8", "surrogatepass"), safe="").encode() for each in steps
        )
        before = counts(desk)
        with ends_in_time():
            answer = ada.client.get(f"/{path.decode()}?{body_of(asked).decode()}")
            is_sound(desk, answer, before)

    changes = st.lists(st.tuples(st.integers(0, 20), VALUES), min_size=1, max_size=3)
    hammer(check, st.tuples(st.sampled_from(pages), changes), few=60)
