"""Words of articles stay words in a message, whatever service it goes to."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from readouts.alerts.evaluation import put_news
from readouts.alerts.inert import END_OF_ISOLATE, ISOLATE, JOINER, KEPT, inert, safe_url
from readouts.alerts.outbox import open_outbox
from readouts.alerts.sending import send_due
from readouts.alerts.watchlist import Rule, Watchlist
from tests.alerts.conftest import FIRST, World, call
from tests.alerts.receiver import Receiver

ISOLATES = (ISOLATE, END_OF_ISOLATE)
HOSTILE = (
    "He \N{RIGHT-TO-LEFT OVERRIDE}denmednoc\N{POP DIRECTIONAL FORMATTING} <script>alert(1)</script>"
    " it,\r\nBcc: all@example.org ![x](https://evil.example/p.png) [here](javascript:alert(1))"
    " <!channel> @everyone <https://evil.example|log in> {{7*7}} ${HOME} **bold** _it_ `code` ~gone~"
    " ||spoiler|| # head\x1b[31m \x00 https://evil.example/ \N{ZERO WIDTH SPACE}"
)
SHOWN = (
    "He denmednoc ‹script›alert(1)‹/script›"
    f" it, Bcc: all＠example.org !［x］(https:{JOINER}//evil.example/p.png) ［here］(javascript:alert(1))"
    f" ‹!channel› ＠everyone ‹https:{JOINER}//evil.exampleǀlog in› ｛｛7∗7｝｝ ＄｛HOME｝ ∗∗bold∗∗ ＿it＿ ʼcodeʼ ∼gone∼"
    f" ǀǀspoilerǀǀ ＃ head ［31m https:{JOINER}//evil.example/"
)


def test_markup_is_shown_and_not_acted_on() -> None:
    assert inert(HOSTILE) == SHOWN


@given(st.text(st.characters() | st.sampled_from("<>[]{}*_`~|\\#@$:/w.\n\r\u2028\u202e\u200d")))
def test_any_words_become_one_inert_line(text: str) -> None:
    shown = inert(text)
    assert not set(shown) & set("<>[]{}*_`~|\\#@$")
    assert not [
        c
        for c in shown
        if unicodedata.category(c)[0] == "C" and c not in {*KEPT, JOINER, *ISOLATES}
    ]
    assert len(shown.splitlines()) < 2
    assert "://" not in shown
    assert inert(shown.replace(JOINER, "")) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("راجح السمندلي", f"{ISOLATE}راجح السمندلي{END_OF_ISOLATE}"),
        ("Port 7 (ميناء)", f"{ISOLATE}Port 7 (ميناء){END_OF_ISOLATE}"),
        ("霧島野原透", "霧島野原透"),
        (f"{END_OF_ISOLATE}{ISOLATE}Quen", "Quen"),
    ],
)
def test_words_from_right_to_left_are_kept_to_themselves(text: str, shown: str) -> None:
    assert inert(text) == shown


@given(st.text(), st.integers(2, 40))
def test_long_words_are_cut(text: str, limit: int) -> None:
    assert len(re.sub(f"[{JOINER}{''.join(ISOLATES)}]", "", inert(text, limit))) <= limit


@given(st.one_of(st.text(), st.text().map("https://paper.example/{}".format)))
def test_any_address_is_a_web_address_or_mere_words(url: str) -> None:
    shown = safe_url(url)
    if shown.startswith("http"):
        assert not shown.startswith(("http://", "https://")) or re.fullmatch(
            r"https?://[\w/:?&=#%+,;.~-]+", shown, re.ASCII
        )
    assert not set(shown) & set("<>[]{}*`|\\@$\n\r ") or "://" not in shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://paper.example/a?b=1&c=%41#d", "https://paper.example/a?b=1&c=%41#d"),
        ("https://paper.example/a_(b)\"><script>'", "https://paper.example/a_%28b%29%22%3E%3Cscript%3E%27"),
        ("https://paper.example@evil.example/", "https://paper.example%40evil.example/"),
        ("javascript:alert(1)//https://paper.example", f"javascript:alert(1)//https:{JOINER}//paper.example"),
        ("https://[paper", f"https:{JOINER}//［paper"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}https://paper.example/", "https://paper.example/"),
    ],
)  # fmt: skip
def test_addresses(url: str, shown: str) -> None:
    assert safe_url(url) == shown
    if shown.startswith("https://"):
        assert urlsplit(shown).scheme == "https"


@pytest.mark.parametrize("form", ["text", "html", "markdown"])
def test_message_of_hostile_words_arrives_inert(
    world: World, receiver: Receiver, form: str
) -> None:
    people = {"CHL": HOSTILE, "NOR": HOSTILE}
    hostile = call("north", FIRST, people=people, words=HOSTILE, publisher=HOSTILE, url=HOSTILE)
    world.publish(FIRST, hostile)
    rule = Rule(name="North", countries=("NOR",), on=("call", "stance"), to=("desk",))
    watchlist = Watchlist({"desk": f"{receiver.address}?format={form}"}, (rule,))
    with open_outbox(world.home) as outbox:
        put_news(world.project, watchlist, outbox)
        assert send_due(outbox, watchlist.channels).failed == []
    [message] = receiver.messages
    text = message["message"]
    assert message["title"] == "Readouts: North: 1 new call, 1 stance (edition 2031-03-04)"
    if form == "html":
        tags = {
            element.tag for element in html.fragment_fromstring(text, create_parent="div").iter()
        }
        assert tags <= {"div", "br"}
    assert text.count("denmednoc") == 9
    assert not re.search(r"[@\x1b\x00\u202e{}]|<script|<!|\]\(|evil.example\|", text)
    assert "://" not in text
