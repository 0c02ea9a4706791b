"""The brief of what rules and a model read: it marks what one alone says, and counts what waits for the model."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pytest

from readouts.base.instance.home import Home
from readouts.brief.write import write_brief
from tests.brief.conftest import Open
from tests.brief.pages import FIRST, SECOND
from tests.two_readers import ALONE, BOTH, OTHER, run_with_model

MODEL, RULES = "read by the language model alone", "read by the rules alone"


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """An instance with a model, and the briefs of its two days."""
    path = tmp_path_factory.mktemp("two") / "readers"
    # In a thread of its own: the browser holds the event loop of this one, and asking a model wants one.
    with ThreadPoolExecutor(1) as pool:
        home = pool.submit(run_with_model, path).result().home
    for day in (FIRST, SECOND):
        write_brief(home.warehouse, home.brief, day)
    return home


def marks_of(node: Any) -> list[tuple[str, str | None]]:
    return [
        (mark.inner_text(), mark.get_attribute("title")) for mark in node.locator(".reader").all()
    ]


def sentence(page: Any, words: str) -> Any:
    return page.locator("#latest .sentence", has_text=words.rstrip(".")).first


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_one_reader_alone_says_is_marked(visit: Open, two: Home, scheme: str) -> None:
    found = visit(two.brief / f"{SECOND}.html", color_scheme=scheme)
    assert found.console == []
    assert marks_of(sentence(found.page, ALONE)) == [("M", MODEL)]
    assert marks_of(sentence(found.page, BOTH)) == []
    assert marks_of(sentence(found.page, "condemned the seizure")) == [("R", RULES)]
    heads = [marks_of(head) for head in found.page.locator("#latest .call").all()]
    assert heads == [[("R", RULES)], []], "the second day's call is the rules'; both have the first"
    legend = found.text("#h-latest ~ .readers")
    assert legend.endswith(f"M {MODEL}, R {RULES}.")
    found.page.locator("#day [data-figure=speaking]").click()
    assert found.text("dialog .readers") == legend
    assert marks_of(found.page.locator("dialog .sentences")) != []
    mark = found.page.locator("dialog .sentences .reader").first
    ink, paper = (
        mark.evaluate(f"node => getComputedStyle({of}).{name}")
        for of, name in (("node", "color"), ("document.querySelector('dialog')", "backgroundColor"))
    )
    assert contrast(ink, paper) >= 4.5


def contrast(one: str, other: str) -> float:
    """WCAG's contrast of two colours as a browser tells them."""

    def light(colour: str) -> float:
        parts = [int(part) / 255 for part in colour[4:-1].split(",")]
        red, green, blue = (
            p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_pages_of_evidence_are_marked_too(visit: Open, two: Home) -> None:
    found = visit(two.brief / "evidence" / f"{FIRST}.html", ready=False)
    items = found.page.locator("li.sentence")
    assert marks_of(items.filter(has_text=ALONE.rstrip("."))) == [("M", MODEL)]
    assert marks_of(items.filter(has_text=BOTH.rstrip("."))) == []
    assert f"R {RULES}." in found.text(".readers")
    assert found.console == []


def test_what_is_doubtful_is_told_nowhere(visit: Open, two: Home) -> None:
    found = visit(two.brief / f"{SECOND}.html")
    assert OTHER.rstrip(".") not in found.page.inner_text("main")
    assert found.page.locator("#differences .difference").count() == 0
    evidence = (two.brief / "evidence" / f"{FIRST}.html").read_text(encoding="utf-8")
    assert OTHER.rstrip(".") not in evidence


def test_articles_that_wait_are_counted_where_some_do(two: Home, briefs: dict[Any, Any]) -> None:
    second = (two.brief / f"{SECOND}.html").read_text(encoding="utf-8")
    assert '<p class="quiet" id="waiting">1 article waits for a model’s answer.</p>' in second
    assert 'id="waiting"' not in (two.brief / f"{FIRST}.html").read_text(encoding="utf-8")
    assert 'id="waiting"' not in briefs[SECOND].path.read_text(encoding="utf-8")


def test_where_no_model_reads_nothing_is_marked(visit: Open, briefs: dict[Any, Any]) -> None:
    path: Path = briefs[SECOND].path
    found = visit(path)
    found.page.locator("#day [data-figure=speaking]").click()
    assert found.page.locator(".reader, .readers").count() == 0
    evidence = path.with_name("evidence") / f"{SECOND}.html"
    text = evidence.read_text(encoding="utf-8")
    assert 'class="reader"' not in text
    assert 'class="note readers"' not in text


def test_a_page_of_evidence_is_written_anew_when_a_model_reads_along(
    two: Home, tmp_path: Path
) -> None:
    home = Home(tmp_path)
    home.warehouse.write_bytes(two.warehouse.read_bytes())
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute("UPDATE raw.answers SET counts = false")
    write_brief(home.warehouse, home.brief, SECOND)
    page = home.brief / "evidence" / f"{FIRST}.html"
    assert 'class="reader"' not in page.read_text(encoding="utf-8")
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute("UPDATE raw.answers SET counts = true")
    write_brief(home.warehouse, home.brief, SECOND)
    assert 'class="reader"' in page.read_text(encoding="utf-8")
