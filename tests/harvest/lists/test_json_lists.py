"""Lists that come as JSON: where each value stands is told by paths, and what does not stand there by name."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readouts.harvest.archive.reading import archived_pages
from readouts.harvest.collection.check import check_sources
from readouts.harvest.collection.collect import harvest
from readouts.harvest.lists import read
from readouts.harvest.sources_file import load_sources
from tests.harvest.pages import DAY, QUICK, article, source
from tests.harvest.server import Answer, Site

BASE = "https://example.org/api/search.json"
PATHS = {"items": "pages", "link": "link", "date": "pageDate", "title": "title"}


def told(found: Any, **paths: str | None) -> Any:
    """What the reader says of a value as JSON, or of a text as it stands; addresses without their host."""
    text = found if isinstance(found, str) else json.dumps(found)
    answer = read("json", text.encode(), base=BASE, charset=None, **(PATHS | paths))
    for entry in answer["entries"]:
        entry[0] = entry[0].removeprefix("https://example.org")
    return answer


ONE = {"link": "/en/a?x=1", "pageDate": "09 May 2026", "title": " About \n A "}
FOUND: dict[str, tuple[Any, dict[str, str | None], list[list[Any]]]] = {
    "a list under a key": ({"pages": [ONE]}, {}, [["/en/a?x=1", "09 May 2026", "About A"]]),
    "a list that is the answer": ([{"link": "b"}], {"items": None}, [["/api/b", None, None]]),
    "a list deeper": (
        {"data": {"hits": [{"n": {"link": "/c"}}]}}, {"items": "data.hits", "link": "n.link"}, [["/c", None, None]]),
    "a place in a list": (
        {"pages": [{"urls": ["x", "/d"]}]}, {"link": "urls.1"}, [["/d", None, None]]),
    "an address made of a value": (
        {"pages": [{"id": 17, "slug": "a b/ü"}]}, {"link": "https://example.org/news/{id}/{slug}"},
        [["/news/17/a%20b/%C3%BC", None, None]]),
    "a moment as a number": (
        {"pages": [{"link": "/e", "pageDate": 1778320800000}]}, {}, [["/e", "1778320800000", None]]),
    "values that are none": (
        {"pages": [{"link": "/f", "pageDate": {"a": 1}, "title": True}]}, {}, [["/f", None, None]]),
    "nothing": ({"pages": []}, {}, []),
}  # fmt: skip


@pytest.mark.parametrize("case", FOUND)
def test_values_are_found_by_their_paths(case: str) -> None:
    found, paths, expected = FOUND[case]
    answer = told(found, **paths)
    assert answer["entries"] == expected
    assert (answer["problem"], answer["unread"]) == ("", [])


AMISS: dict[str, tuple[Any, dict[str, str | None], str]] = {
    "no JSON": ("pages: none", {}, "the answer is not JSON: Expecting value: line 1 column 1 (char 0)"),
    "cut short": ('{"pages": [{"link": "/a"}', {}, "the answer is not JSON: Expecting ',' delimiter: line 1 column"),
    "empty": (" \n", {}, "the answer is empty"),
    "another key": (
        {"results": [ONE], "total": 1}, {}, "no list stands at items 'pages': it has 'results', 'total'"),
    "no list there": ({"pages": {"a": 1}}, {}, "no list stands at items 'pages': it has 'pages'"),
    "a list where a key was meant": ([ONE], {}, "no list stands at items 'pages': it is list"),
    "a key where the list was meant": ({"pages": [ONE]}, {"items": None}, "the answer is no list: it has 'pages'"),
    "deeper than anything": ("[" * 100_000, {"items": None}, "the answer is not JSON:"),
    "a number longer than any": ("[" + "9" * 10_000 + "]", {"items": None}, "the answer is not JSON:"),
}  # fmt: skip


@pytest.mark.parametrize("case", AMISS)
def test_what_is_amiss_is_named(case: str) -> None:
    found, paths, problem = AMISS[case]
    answer = told(found, **paths)
    assert answer["entries"] == []
    assert answer["problem"].startswith(problem)


UNREAD = {
    "no link": ({"title": "A"}, "it has no 'link'"),
    "an empty link": ({"link": " "}, "it has no 'link'"),
    "a link that is none": ({"link": "mailto:a@b.c"}, "its link is no web address: 'mailto:a@b.c'"),
    "a link of another kind": ({"link": ["/a"]}, "it has no 'link'"),
    "no item": ("words", "it has no 'link'"),
    "nothing": (None, "it has no 'link'"),
}


@pytest.mark.parametrize("case", UNREAD)
def test_an_item_without_a_link_costs_none_of_the_others(case: str) -> None:
    item, why = UNREAD[case]
    answer = told({"pages": [item, ONE]})
    assert [entry[0] for entry in answer["entries"]] == ["/en/a?x=1"]
    assert answer["unread"] == [["item 1", why]]


def test_a_value_that_an_address_lacks_is_named() -> None:
    answer = told({"pages": [{"id": None}]}, link="https://example.org/{id}")
    assert answer["unread"] == [["item 1", "it has no 'id'"]]


def test_more_items_than_a_list_may_have_are_counted() -> None:
    answer = told({"pages": [{"link": f"/{n}"} for n in range(50_007)]})
    assert (len(answer["entries"]), answer["left_out"]) == (50_000, 7)


def test_the_items_of_a_list_are_collected(site: Site, home: Path) -> None:
    pages = [
        {"link": f"{site.url}/a", "pageDate": "2026-05-09T22:30:00Z", "title": "A"},
        {"link": "/b", "pageDate": "8 May 2026"},
        {"link": "/old", "pageDate": "8 May 2025"},
        {"name": "no link"},
    ]
    site.routes |= {
        "/list": Answer(json.dumps({"pages": pages}), type="application/json"),
        "/a": Answer(article(1)),
        "/b": Answer(article(2)),
    }
    named = source("json", url=f"{site.url}/list", timezone="Europe/Oslo", **PATHS)
    report = harvest([named], date(2026, 5, 10), home, limits=QUICK)
    assert (report.pages, report.sources[0].too_old) == (2, 1)
    rows = {
        row["requested_url"].removeprefix(site.url): row
        for row in archived_pages(home, date(2026, 5, 10))
    }
    assert sorted(rows) == ["/a", "/b", "/list", "/list#item-4"]
    assert (rows["/list"]["kind"], rows["/list"]["error"]) == ("feed", None)
    assert rows["/list#item-4"]["error"] == "entry: item 4: it has no 'link'"
    assert (rows["/a"]["discovered_date"], rows["/a"]["discovered_title"]) == (
        date(2026, 5, 10),
        "A",
    )
    assert rows["/b"]["discovered_date"] == date(2026, 5, 8)
    moment = json.loads(rows["/a"]["source_facts"])["discovered_at"]
    assert datetime.fromisoformat(moment) == datetime.fromisoformat("2026-05-09T22:30:00+00:00")


def test_a_list_that_is_none_is_a_row_with_its_reason(site: Site, home: Path) -> None:
    site.routes["/list"] = Answer("{}", type="application/json")
    named = source("json", url=f"{site.url}/list", **PATHS)
    harvest([named], DAY, home, limits=QUICK)
    (row,) = archived_pages(home, DAY)
    assert row["error"] == "json: no list stands at items 'pages': it has nothing"
    (tried,) = check_sources([named], limits=QUICK)
    assert tried.problem == row["error"]


FILE = """
sources:
  - {{id: a, name: A, kind: json, type: wire, language: en, url: "https://example.org/api", {fields}}}
"""


@pytest.mark.parametrize(
    "fields",
    [
        "link: url",
        "items: a.0.b, link: 'https://example.org/{id}', date: d, title: t",
        "link: 'https://example.org/{a.b}/{c}'",
    ],
)
def test_paths_are_told_in_the_file(fields: str, tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(FILE.format(fields=fields))
    assert load_sources(path, {})[0].kind == "json"


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["pages", "link", "0"]), inner),
    max_leaves=20,
)  # fmt: skip


@given(
    JSON, st.sampled_from(["pages", "pages.0", "0.link", None]), st.sampled_from(["link", "0.link"])
)
@settings(max_examples=200, deadline=None)
def test_no_value_breaks_the_reading(value: Any, items: str | None, link: str) -> None:
    answer = told(value, items=items, link=link)
    assert json.loads(json.dumps(answer)) == answer
    assert all(isinstance(entry[0], str) for entry in answer["entries"])
