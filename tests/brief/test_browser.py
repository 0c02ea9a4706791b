"""The brief in a real browser: it draws, asks nobody for anything, follows the reader's choice, and is open to all."""

from __future__ import annotations

import csv
import io
import itertools
import re
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from readouts.base.instance.home import ROOT, Home
from readouts.brief.write import write_brief
from readouts.warehouse.reading.query import answer
from readouts.warehouse.tables.definitions import load_catalogue
from readouts.warehouse.tables.layout import ensure_tables
from tests.brief.browsing import cells, open_table
from tests.brief.conftest import PHONE, Open, Visit
from tests.brief.pages import FIRST, OVERRIDE, PUBLISHER, SECOND, TEMPLATE

CHARTS = ("map", "matrix", "timeline", "network")


@pytest.fixture
def latest(briefs: dict[Any, Any]) -> Path:
    path: Path = briefs[SECOND].path
    return path


@pytest.fixture
def evidence(latest: Path) -> Path:
    return latest.with_name("evidence") / f"{SECOND}.html"


def calls_in_view(visit: Visit) -> int:
    return int(visit.page.locator("#summary .figure").first.inner_text())


def choose(visit: Visit, **fields: str) -> None:
    for name, value in fields.items():
        control = visit.page.locator(f"#choice [name={name}]")
        if name in {"country", "stance"}:
            visit.drawn(lambda c=control, v=value: c.select_option(v))
        else:
            visit.drawn(lambda c=control, v=value: (c.fill(v), c.blur()))


def test_it_draws_every_chart_without_a_word_or_a_request(look: Open, latest: Path) -> None:
    found = look(latest)
    for name in CHARTS:
        assert found.page.locator(f"#chart-{name} svg path").count() > 3, name
    assert found.console == []
    assert found.requests == [latest.as_uri()]


def test_the_figures_are_those_of_the_marts(look: Open, latest: Path, home: Home) -> None:
    found = look(latest)
    rows = answer(
        home.warehouse,
        "SELECT side, supportive_calls, de_escalatory_calls, critical_calls, calls, sources"
        " FROM marts.reactions_by_country",
    ).rows
    names = {"NOR": "Norway", "CHL": "Chile", "AUT": "Austria", "PER": "Peru"}
    shown = {
        row[0]: [0 if cell == "–" else int(cell) for cell in row[2:7]]
        for row in cells(open_table(found, "sides"))
    }
    assert shown == {names[side]: list(figures) for side, *figures in rows}
    pairs = cells(open_table(found, "network"))
    network = answer(home.warehouse, "SELECT side, counterpart, calls FROM marts.call_network").rows
    assert {(one, other): int(calls) for one, other, calls, *_ in pairs} == {
        (names[side], names[counterpart]): calls
        for side, counterpart, calls in network
        if names[side] < names[counterpart]
    }


@pytest.mark.parametrize("day", [FIRST, SECOND])
def test_what_leads_is_what_leads_in_the_marts(
    visit: Open, latest: Path, home: Home, day: date
) -> None:
    """Of one day, on which each side spoke with one other, the brief and ``marts.positions`` have the same to say."""
    led = answer(
        home.warehouse,
        "SELECT DISTINCT side, position FROM marts.positions WHERE call_date = ? AND is_leading",
        [day],
    ).rows
    names = {"NOR": "Norway", "CHL": "Chile", "AUT": "Austria", "PER": "Peru"}
    rows = cells(open_table(visit(latest, choice=f"#from={day}&to={day}"), "sides"))
    assert {row[0]: row[1].split()[-1] for row in rows} == {names[s]: p for s, p in led}


def test_a_choice_of_country_is_followed_and_kept_in_the_address(visit: Open, latest: Path) -> None:
    found = visit(latest)
    assert calls_in_view(found) == 3
    choose(found, country="CHL")
    assert "country=CHL" in found.page.url
    assert calls_in_view(found) == 2
    assert found.figure("calls") == 1
    assert found.figure("moved") == 2
    assert "calls with Chile" in found.text("#day-scope")
    assert {row[0] for row in cells(open_table(found, "sides"))} == {"Norway", "Chile"}
    assert "Austria" not in found.text("#latest")
    labels = found.page.locator("#chart-matrix svg text").all_text_contents()
    assert "Norway" in labels
    assert "Austria" not in labels

    again = visit(latest, choice="#country=CHL")
    assert calls_in_view(again) == 2
    assert again.page.locator("#choice [name=country]").input_value() == "CHL"
    again.drawn(lambda: again.page.locator("[data-reset]").click())
    assert calls_in_view(again) == 3
    assert "#" not in again.page.url


def test_each_account_has_its_archived_copy_in_its_box(look: Open, latest: Path) -> None:
    found = look(latest)
    accounts = found.page.locator("#differences .account")
    copies = found.page.locator("#differences").get_by_text("archived copy")
    assert accounts.count() == copies.count() >= 2
    for number in range(accounts.count()):
        address = accounts.nth(number).get_by_text("archived copy").get_attribute("href")
        name, _, anchor = address.partition("#")
        assert f'id="{anchor}"' in (latest.parent / name).read_text(encoding="utf-8")


def test_figures_say_what_they_are_of(look: Open, latest: Path) -> None:
    """Those of the edition and those of all editions differ, and a side can stand under several positions."""
    found = look(latest)
    assert re.search(r"told by \d+ sources? in this edition;", found.text("#day"))
    assert "on record, each under every position that it took: " in found.text("#day")
    assert re.search(r"in the words of \d+ sources? in all editions\.$", found.text("#summary"))


PAIRS = """() => {
  const sides = Array.from({length: 30}, (_, n) => [`C${n}`, `Side ${n}`]);
  const model = {data: {sides}, nameOf: (side) => sides[side][1]};
  const pair = (one, other, calls) => ({one, other, calls: Array(calls).fill(0)});
  const among = [[0, 1], [1, 2], [0, 2], [3, 4], [5, 6], [7, 8], [9, 10], [11, 12]];
  const alone = [20, 21, 22, 23, 24, 25, 26, 27].map((other) => pair(13, other, 1));
  return networkCells(model, [...among.map(([one, other]) => pair(one, other, 10)), ...alone]);
}"""


def test_matrix_of_pairs_has_no_empty_line(look: Open, latest: Path) -> None:
    folder = ROOT / "readouts" / "brief" / "templates"
    code = "".join(
        (folder / name).read_text(encoding="utf-8") for name in ("model.js", "charts.js")
    )
    cells_of_pairs = look(latest).page.evaluate(f"() => {{ {code}; return ({PAIRS})(); }}")
    calls: dict[str, int] = {}
    for cell in cells_of_pairs:
        for line in (f"row {cell['row']}", f"column {cell['column']}"):
            calls[line] = calls.get(line, 0) + cell["calls"]
    assert len(calls) == 2 * 13
    assert 0 not in calls.values()
    assert "row Side 13" not in calls, "it spoke only with sides that are not shown"


def test_a_choice_of_stance_and_of_days_is_followed(visit: Open, latest: Path) -> None:
    found = visit(latest, choice="#stance=condemnation")
    assert calls_in_view(found) == 3
    choose(found, **{"from": str(SECOND)})
    assert calls_in_view(found) == 2
    assert "stance=condemnation" in found.page.url
    assert f"from={SECOND}" in found.page.url
    assert {row[0] for row in cells(open_table(found, "sides"))} == {"Norway", "Austria"}
    assert "No two sides" in found.text("#differences")
    choose(found, to=str(FIRST))
    # the ends of a span change places where they are the wrong way round
    assert found.page.locator("#choice [name=from]").input_value() == str(FIRST)
    assert found.page.locator("#choice [name=to]").input_value() == str(SECOND)
    assert calls_in_view(found) == 3


def test_an_address_that_was_tampered_with_chooses_nothing(visit: Open, latest: Path) -> None:
    found = visit(
        latest, choice="#country=<img src=x>&stance=none&from=2024-13-99&to=9999999-01-01"
    )
    assert calls_in_view(found) == 3
    assert found.console == []


def test_days_without_a_call_look_sensible(visit: Open, latest: Path) -> None:
    found = visit(latest, choice="#country=CHL&stance=mediation_offer")
    assert calls_in_view(found) == 0
    assert "No call is told in these days" in found.text("main")
    assert not found.page.locator("#chart-matrix").is_visible()
    assert found.console == []


def test_an_edition_without_a_call_has_a_brief_too(visit: Open, tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        ensure_tables(connection, load_catalogue(ROOT / "expectations"))
        connection.execute(
            "INSERT INTO meta.editions (edition, status) VALUES (?, 'published')", [SECOND]
        )
        connection.execute(
            "INSERT INTO meta.publication (publication_id, published_at, readouts, parser, extractor, duckdb)"
            " VALUES ('none', now()::TIMESTAMP, '0', '0', '0', '0')"
        )
    written = write_brief(tmp_path / "warehouse.duckdb", tmp_path / "brief")
    assert written.paragraph == "No call is told in this edition."
    found = visit(written.path)
    assert found.text("#day-none") == "No call is told in this edition."
    assert not found.page.locator("#day").is_visible()
    assert "No call is told in these days" in found.text("main")
    assert (found.console, len(found.requests)) == ([], 1)
    evidence = tmp_path / "brief" / "evidence" / f"{SECOND}.html"
    assert "No article of this edition" in evidence.read_text(encoding="utf-8")


def test_every_figure_opens_the_sentences_it_rests_on(
    visit: Open, latest: Path, home: Home
) -> None:
    found = visit(latest)
    for name in ("calls", "sides", "sources", "new", "speaking", "supportive", "critical", "moved"):
        found.page.locator(f"#day [data-figure={name}]").click()
        assert found.page.locator("#sentences blockquote").count() > 0, name
        found.page.keyboard.press("Escape")
    found.page.locator("#day [data-figure=moved]").click()
    item = found.page.locator("#sentences .sentence", has_text="seizure of the ships")
    assert "Ministry of Norway" in item.inner_text()
    assert "6 March 2024" in item.inner_text()
    assert item.get_by_text("original").get_attribute("href") == "https://no.example/second.html"
    archived = item.get_by_text("archived copy")
    archived.click()
    mark = found.page.locator("mark:has(:target), mark:target")
    assert mark.inner_text() == "Quen condemned the seizure of the ships by Chile"


def test_a_mark_of_a_chart_opens_its_sentences(visit: Open, latest: Path) -> None:
    found = visit(latest)
    found.page.locator("#chart-matrix svg .mark-text text", has_text="1").first.click()
    assert found.page.locator("#sentences blockquote").count() > 0
    found.page.keyboard.press("Escape")
    found.page.locator(
        "#chart-map svg .mark-symbol path[aria-label], #chart-map .mark-symbol path"
    ).last.click()
    assert found.page.locator("#sentences blockquote").count() > 0


def test_the_keyboard_reaches_a_figure_and_comes_back(visit: Open, latest: Path) -> None:
    found = visit(latest)
    for _ in range(2):
        found.page.keyboard.press("Tab")
    focused = "document.activeElement.dataset.figure"
    assert found.page.evaluate(focused) == "calls"
    found.page.keyboard.press("Enter")
    assert found.page.evaluate("document.querySelector('#sentences').open")
    found.page.keyboard.press("Escape")
    assert not found.page.evaluate("document.querySelector('#sentences').open")
    assert found.page.evaluate(focused) == "calls"


def test_a_table_sorts_and_can_be_downloaded(visit: Open, latest: Path) -> None:
    found = visit(latest)
    table = open_table(found, "sides")
    head = table.locator("thead th", has_text="Country")
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    names = [row[0] for row in cells(table)]
    assert names == sorted(names)
    assert len(names) == 4
    head.locator("button").click()
    assert [row[0] for row in cells(table)] == names[::-1]
    table.locator("thead th", has_text="Calls").locator("button").click()
    figures = [int(row[5]) for row in cells(table)]
    assert figures == sorted(figures, reverse=True)

    with found.page.expect_download() as waiting:
        found.page.locator("#table-sides .download").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert waiting.value.suggested_filename == "positions-by-country.csv"
    assert rows[0][0] == "Country"
    assert [row[0] for row in rows[1:]] == [row[0] for row in cells(table)]


@pytest.mark.parametrize("name", ["brief", "evidence"])
def test_nothing_hostile_acts(visit: Open, latest: Path, evidence: Path, name: str) -> None:
    found = visit(latest if name == "brief" else evidence, ready=name == "brief")
    page = found.page
    if name == "brief":
        page.locator("#day [data-figure=calls]").click()
        for summary in page.locator("details:not([open]) > summary").all():
            if summary.is_visible():
                summary.evaluate("node => node.click()")
        page.locator("#sentences blockquote", has_text="in the harbour").hover()
        page.locator("#sentences .meta", has_text="Gazette").first.hover()
    text = page.locator("body").inner_text()
    assert "window.acted" in text
    assert TEMPLATE in text
    assert PUBLISHER.replace(OVERRIDE, "⟨U+202E⟩") in text
    assert OVERRIDE not in page.content()
    assert page.evaluate("window.acted") is None
    assert page.locator("img, iframe, object, embed, b").count() == 0
    addresses = page.locator("a[href]").evaluate_all("nodes => nodes.map(node => node.protocol)")
    assert set(addresses) <= {"https:", "file:"}
    assert (found.dialogs, found.console) == ([], [])
    assert found.requests == [(latest if name == "brief" else evidence).as_uri()]


def test_a_script_that_slipped_in_would_not_run(visit: Open, latest: Path) -> None:
    found = visit(latest)
    found.page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.acted = 1";
          document.body.append(script);
          document.body.insertAdjacentHTML("beforeend", '<img src="data:," onerror="window.acted = 2">');
        }"""
    )
    found.page.wait_for_timeout(100)
    assert found.page.evaluate("window.acted") is None
    assert any("Content Security Policy" in line for line in found.console)


def test_a_cell_that_a_spreadsheet_would_compute_is_text(visit: Open, latest: Path) -> None:
    found = visit(latest)
    with found.page.expect_download() as waiting:
        found.page.locator("#shifts .download").click()
    rows = list(csv.reader(Path(waiting.value.path()).read_text("utf-8-sig").splitlines()))
    assert {row[1] for row in rows[1:]} == {"Norway", "Chile"}
    assert not [cell for cell in itertools.chain(*rows) if cell[:1] in {"=", "+", "@"}]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit: Open, latest: Path, evidence: Path, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    found = visit(latest, color_scheme=scheme)
    open_table(found, "sides")
    assert serious(Axe(), found) == []
    found.page.locator("#day [data-figure=calls]").click()
    assert serious(Axe(), found) == []
    assert serious(Axe(), visit(evidence, ready=False, color_scheme=scheme)) == []


def serious(axe: Any, found: Visit) -> list[tuple[str, str]]:
    return [
        (violation["id"], violation["nodes"][0]["html"][:200])
        for violation in axe.run(found.page).response["violations"]
        if violation["impact"] in {"serious", "critical"}
    ]


def test_light_and_dark_differ(visit: Open, latest: Path) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    found = visit(latest, ready=False)
    tones = set()
    for scheme in ("light", "dark"):
        found.page.emulate_media(color_scheme=scheme)
        tones.add(found.page.evaluate(paper))
    assert len(tones) == 2


def test_a_phone_scrolls_one_way_only(visit: Open, latest: Path, evidence: Path) -> None:
    brief = visit(latest, viewport=PHONE)
    for found in (brief, visit(evidence, viewport=PHONE, ready=False)):
        assert found.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for name in CHARTS:
        box = brief.page.locator(f"#chart-{name} svg").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]


def test_in_print_the_words_stay_and_the_controls_go(visit: Open, latest: Path) -> None:
    found = visit(latest)
    found.page.emulate_media(media="print")
    assert not found.page.locator("#choice").is_visible()
    assert not found.page.locator(".download").first.is_visible()
    assert found.page.locator("#day").is_visible()
    assert found.page.locator("#latest blockquote").first.is_visible()
    assert len(found.page.pdf()) > 10_000


def test_without_its_script_the_page_still_says_the_day(visit: Open, latest: Path) -> None:
    found = visit(latest, ready=False, java_script_enabled=False)
    assert found.text("#day").startswith("2 calls among 4 countries and organisations")
    assert "the evidence of this edition" in found.text("noscript")
