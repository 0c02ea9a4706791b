"""One call told in seven languages: it is one call, of two people, and the brief quotes each language.

What belongs here: what becomes of the pages under ``un/``, and of the page that they tell the same as, read with
recorded answers. What does not: how names and countries of a language are read (``tests.grounding``,
``tests.reference``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from pipelines.sample.site import serve
from pipelines.screens.sessions import use_recorded
from readouts.base.instance.home import HOME_VARIABLE, MODEL_VARIABLE, ROOT, Home
from readouts.brief.write import write_brief
from readouts.edition.project import Project
from readouts.edition.run import run_edition
from readouts.warehouse.reading.query import answer
from tests.brief.carried import carried
from tests.sampling import SAMPLE

DAY = date(2022, 2, 24)
LANGUAGES = ["ar", "en", "es", "fr", "pt", "ru", "zh"]

pytestmark = pytest.mark.xdist_group("recorded")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    home = Home(tmp_path_factory.mktemp("languages"))
    with serve(SAMPLE, port=0) as site, pytest.MonkeyPatch.context() as patch:
        for name, value in {**site.environment, HOME_VARIABLE: str(home.path)}.items():
            patch.setenv(name, value)
        patch.setenv(MODEL_VARIABLE, "")
        use_recorded(site.model_address)
        project = Project.load(home, ROOT, SAMPLE / "sources.yaml")
        run_edition(project, DAY, say=lambda line: None)
        write_brief(home.warehouse, home.brief, DAY)
        yield home


def rows(home: Home, query: str) -> list[tuple[Any, ...]]:
    return answer(home.warehouse, query).rows


def test_the_reports_of_seven_languages_are_one_call(home: Home) -> None:
    found = rows(
        home,
        "SELECT c.call_date, c.sides, c.participants, c.unplaced, list(DISTINCT a.language ORDER BY a.language)"
        " FROM core.calls AS c, unnest(c.report_ids) AS u (report_id)"
        " JOIN core.call_reports AS r USING (report_id) JOIN core.articles AS a USING (article_id)"
        " WHERE list_contains(c.sides, 'UN') GROUP BY ALL",
    )
    people = ["António Guterres", "Antony Blinken"]
    assert found == [(DAY, ["UN", "USA"], people, [], LANGUAGES)]


def test_each_of_the_two_is_one_person_in_four_scripts(home: Home) -> None:
    found = rows(
        home,
        "SELECT side, list_sort(name_forms) FROM core.people WHERE side IN ('UN', 'USA') ORDER BY side",
    )
    assert found == [
        (
            "UN",
            sorted(
                ["António Guterres", "Антониу Гутерриш", "أنطونيو غوتيريش", "安东尼奥·古特雷斯"]
            ),
        ),
        ("USA", sorted(["Antony Blinken", "Энтони Блинкен", "أنتوني بلينكن", "安东尼·布林肯"])),
    ]


def test_the_brief_quotes_every_language(home: Home) -> None:
    """The sentences that a figure opens: one of each report, in its own words."""
    quoted = rows(
        home,
        "SELECT language, evidence FROM marts.evidence AS e JOIN core.articles AS a USING (article_id)"
        " WHERE e.stance = 'commendation' ORDER BY language",
    )
    assert [language for language, _ in quoted] == LANGUAGES
    data = carried(home.brief / f"{DAY}.html")
    shown = json.dumps(data, ensure_ascii=False)
    assert [
        words for _, words in quoted if json.dumps(words, ensure_ascii=False)[1:-1] not in shown
    ] == []
    first = min(quoted, key=lambda each: shown.index(json.dumps(each[1], ensure_ascii=False)[1:-1]))
    assert first[0] == "en", "what the rules read, too, comes before what the model alone read"
