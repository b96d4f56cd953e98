"""The words for Slack: short enough for a block, whole in what they say, and calling nobody."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.channels.slack import LIMIT, quiet, slack_text
from notifications.wording.message import Item, Line, Link, Message, Section

FOOT = "Key of this alert: k1"
ACT_BY = Line(label="Act by", text="Friday, October 10, 2025")
RECORD = Link(words="Record what happened", url="https://desk.example/run?parameters=%7B%22a%22%3A1%7D&b=2")
WITHOUT_LINKS = re.compile(r"<https://[^|<>]+\|[^|<>]+>")


def message(
    *,
    headline: str = "Act today.",
    struck: str = "",
    lines: tuple[Line, ...] = (ACT_BY,),
    items: tuple[Item, ...] = (),
    links: tuple[Link, ...] = (RECORD,),
    trace: tuple[str, ...] = (),
    quote: str = "",
) -> Message:
    sections = (Section(title="Overdue", items=items),)
    return Message(
        key="k1",
        thread="t",
        reason="due_now",
        subject="S",
        headline=headline,
        struck=struck,
        lines=lines,
        sections=sections,
        links=links,
        trace=trace,
        quote=quote,
        citation="19 CFR 163.6",
        foot="Head of the chain: abc",
    )


def test_a_message_reads_as_it_should() -> None:
    item = Item(text="DEM-2: produce", detail="Yours", links=(RECORD,))
    said = slack_text(message(struck="2025-09-18", items=(item,), quote="30 days", trace=("Day 0.",)), FOOT)
    link = "<https://desk.example/run?parameters=%7B%22a%22%3A1%7D&amp;b=2|Record what happened>"
    assert said == "\n".join(
        [
            "*Act today.*",
            "*No longer:* ~2025-09-18~",
            "*Act by:* Friday, October 10, 2025",
            "",
            "*Overdue*",
            "• DEM-2: produce",
            "   Yours",
            f"   {link}",
            "> “30 days”",
            "19 CFR 163.6",
            "• Day 0.",
            "",
            link,
            FOOT,
            "Head of the chain: abc",
        ]
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("Söhne & Co", "Söhne &amp; Co"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("<@U123>", "&lt;@\u200bU123&gt;"),
        ("@channel, look", "@\u200bchannel, look"),
        ("x@here", "x@\u200bhere"),
        ("ann@example.com", "ann@example.com"),
        ("&lt;!here&gt;", "&amp;lt;!here&amp;gt;"),
        ("two\nlines", "two lines"),
    ],
)
def test_what_a_person_typed_is_shown_and_calls_nobody(typed: str, said: str) -> None:
    text = slack_text(
        message(headline=typed, lines=(Line(label="Importer", text=typed),), items=(Item(text=typed),)), FOOT
    )
    assert f"*{said}*\n*Importer:* {said}\n" in text
    assert f"• {said}\n" in text


def test_the_words_of_a_link_cannot_end_it() -> None:
    link = Link(words="a|b> <!channel>", url="https://desk.example/a|b>c")
    said = slack_text(message(links=(link,)), FOOT)
    assert "<https://desk.example/a%7Cb%3Ec|a¦b&gt; &lt;!channel&gt;>" in said


def test_too_many_items_are_left_out_whole_and_counted() -> None:
    items = tuple(Item(text=f"Thing {number:03}.", detail="d" * 90, links=(RECORD,)) for number in range(100))
    said = slack_text(message(items=items), FOOT)
    shown = re.findall(r"^• Thing (\d+)\.$", said, re.MULTILINE)
    assert shown == [f"{number:03}" for number in range(len(shown))]
    assert 5 < len(shown) < 100
    assert f"_and {100 - len(shown)} more: open the board to see them_" in said
    assert said.count("d" * 90) == len(shown)
    assert LIMIT - 300 < len(said) <= LIMIT


def test_the_count_goes_before_what_somebody_should_do() -> None:
    said = slack_text(message(trace=tuple("y" * 70 for _ in range(80)), quote="q"), FOOT)
    assert "> “q”" in said
    assert "more: open the board to see them" in said


typed = st.text(max_size=400)


@given(
    headline=st.text(min_size=1, max_size=5000),
    lines=st.lists(typed, max_size=8),
    items=st.lists(st.tuples(typed, typed), max_size=30),
    quote=typed,
)
def test_it_always_fits_and_what_matters_stays(
    headline: str, lines: list[str], items: list[tuple[str, str]], quote: str
) -> None:
    made = message(
        headline=headline,
        lines=(*(Line(label="Typed", text=text) for text in lines), ACT_BY),
        items=tuple(Item(text=text, detail=detail, links=(RECORD,)) for text, detail in items),
        quote=quote,
    )
    said = slack_text(made, FOOT)
    assert len(said) <= LIMIT
    assert f"*Act by:* {ACT_BY.text}" in said
    assert "|Record what happened>\n" + FOOT in said
    assert not re.search(r"[<>]", re.sub(r"^> ", "", WITHOUT_LINKS.sub("", said), flags=re.MULTILINE))
    assert not re.search(r"@(channel|here|everyone)\b", said)


def test_a_headline_of_escapes_is_cut_beside_them() -> None:
    said = slack_text(message(headline="&" * 3000), FOOT)
    assert said.startswith("*&amp;&amp;")
    assert "&amp; …*" in said


def test_forms_longer_than_a_block_give_way_to_each_other_last() -> None:
    links = tuple(
        Link(words=f"Form {number}", url="https://desk.example/" + "x" * 900) for number in range(4)
    )
    said = slack_text(message(links=links, quote="q"), FOOT)
    assert [f"Form {number}" in said for number in range(4)] == [True, True, False, False]
    assert len(said) <= LIMIT


@pytest.mark.parametrize(
    "calls", ["@everyone", "<@123>", "<@&5>", "<!here>", "<at>ann</at>", "<users/all>", "@ann", "a@all"]
)
def test_no_chat_s_way_of_calling_people_is_left(calls: str) -> None:
    assert calls not in quiet(f"AUD-1 {calls} x")
    assert quiet(calls).replace("\u200b", "") == calls


def test_an_address_and_a_sum_stay_as_they_are() -> None:
    assert quiet("ann@example.com, 3 < 4, 5 @ 6") == "ann@example.com, 3 < 4, 5 @ 6"
