"""A brief of six languages in a real browser: each named, in its direction and letters, its translation under it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from readouts.base.instance.home import ROOT, Home
from readouts.brief.write import write_brief
from readouts.edition.project import Project
from readouts.edition.run import run_edition
from tests.asking.server import serving
from tests.brief.conftest import PHONE, Open
from tests.brief.tongues import (
    DAY,
    INTO,
    TONGUES,
    Tongue,
    joined,
    reads_and_translates,
    write_tongues,
)

UNTRANSLATED = "ko"
SCREENS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": PHONE, "color_scheme": "light"},
}


def project_of(path: Path) -> Project:
    write_tongues(path / "pages", path / "sources.yaml")
    return Project.load(Home(path / "home"), ROOT, path / "sources.yaml")


@pytest.fixture(scope="session")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The brief of a day that six ministries tell of, read and translated by a model; one is not translated."""
    path = tmp_path_factory.mktemp("tongues")
    project = project_of(path)
    with serving(reads_and_translates(frozenset({UNTRANSLATED}))) as server:
        model = f"model: invented-model\naddress: {server.address}\ntranslate: {INTO}\n"
        (path / "model.yaml").write_text(model, "utf-8")
        run_edition(project, DAY, say=lambda line: None)
    return write_brief(project.home.warehouse, project.home.brief, DAY).path


@pytest.fixture(scope="session")
def evidence(brief: Path) -> Path:
    return brief.with_name("evidence") / f"{DAY}.html"


def items(page: Any) -> Iterator[tuple[Tongue, Any]]:
    """The first sentence of each ministry, wherever it stands in a page."""
    for tongue in TONGUES:
        yield (
            tongue,
            page.locator(f".sentence:has(:is(blockquote)[lang={tongue.language}])").first,
        )


@pytest.mark.parametrize("screen", SCREENS)
def test_each_quotation_has_its_language_its_direction_and_its_translation(
    look: Open, brief: Path, screen: str
) -> None:
    found = look(brief, **SCREENS[screen])
    while (more := found.page.locator("#latest .sentences + .more")).is_visible():
        more.click()
    for tongue, item in items(found.page):
        words = item.locator("blockquote")
        assert joined(tongue.said) in joined(words.inner_text())
        look = words.evaluate(
            "node => { const s = getComputedStyle(node); return [s.direction, s.fontFamily] }"
        )
        assert look[0] == tongue.direction, tongue.name
        assert "Georgia" not in look[1] or tongue.language == "ru", tongue.name
        assert f"in {tongue.name}" in item.locator(".meta").first.inner_text()
        told = item.locator(".translation")
        if tongue.language == UNTRANSLATED:
            assert told.count() == 0
            continue
        text = told.first.inner_text()
        assert text.startswith("Machine translation, invented-model")
        assert tongue.translation in text
        assert told.first.bounding_box()["y"] > words.bounding_box()["y"], "it stands below"
        assert told.first.evaluate("node => getComputedStyle(node).direction") == "ltr"
    assert found.console == []
    assert found.requests == [brief.as_uri()]
    width = found.page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert width[0] <= width[1], "nothing sticks out"


def test_names_from_right_to_left_do_not_turn_the_english_line_around_them(
    look: Open, brief: Path
) -> None:
    """The speaker's name, the side, the stance and the publisher stand from left to right, whatever their letters."""
    found = look(brief, **SCREENS["light"])
    while (more := found.page.locator("#latest .sentences + .more")).is_visible():
        more.click()
    for tongue, item in items(found.page):
        order = item.locator(".meta").first.evaluate(
            """node => {
                const range = document.createRange();
                const left = (part) => { range.selectNodeContents(part); return range.getClientRects()[0].left };
                return [node.querySelector("bdi"), node.querySelector(".mark")].map(left);
            }"""
        )
        assert order == sorted(order), tongue.name


def test_every_script_has_its_letters(look: Open, brief: Path) -> None:
    """No letter is drawn as the box that stands for a missing one, where the machine has a font for the script."""
    found = look(brief, **SCREENS["light"])
    assert found.page.locator("#latest blockquote[lang]").count() > 0
    stacks = found.page.evaluate(
        """codes => codes.map(code => {
            const node = document.createElement("span");
            node.lang = code;
            document.body.append(node);
            const family = getComputedStyle(node).fontFamily;
            node.remove();
            return family;
        })""",
        ["en", *(tongue.language for tongue in TONGUES)],
    )
    own, *others = stacks
    named = dict(zip((tongue.language for tongue in TONGUES), others, strict=True))
    assert named["ru"] == own, "the brief's own fonts have Cyrillic"
    assert len({named[code] for code in ("ar", "zh", "ja", "ko")} | {own}) == 5
    for code, font in {"zh": "SC", "ja": "JP", "ko": "KR"}.items():
        assert f"CJK {font}" in named[code]


@pytest.mark.parametrize("screen", SCREENS)
def test_the_page_of_evidence_shows_text_and_translation(
    visit: Open, evidence: Path, screen: str
) -> None:
    found = visit(evidence, ready=False, **SCREENS[screen])
    for tongue, item in items(found.page):
        article = found.page.locator(f"article:has(.text[lang={tongue.language}])")
        assert f"in {tongue.name}" in article.locator(".meta").first.text_content()
        text = article.locator(".text")
        assert text.evaluate("node => getComputedStyle(node).direction") == tongue.direction
        assert joined(tongue.said) in joined(article.locator("mark").first.text_content())
        told = item.locator(".translation")
        assert told.count() == (tongue.language != UNTRANSLATED)
        if told.count():
            assert tongue.translation in told.text_content()
    assert found.console == []


def test_the_brief_stays_small(brief: Path) -> None:
    assert brief.stat().st_size < 2_000_000


def test_without_a_model_each_language_is_counted_and_it_is_said_how_to_have_it_read(
    visit: Open, tmp_path: Path
) -> None:
    project = project_of(tmp_path)
    run_edition(project, DAY, say=lambda line: None)
    page = visit(write_brief(project.home.warehouse, project.home.brief, DAY).path)
    told = page.text("#other-languages")
    for tongue in TONGUES:
        assert f"1 in {tongue.name} (1 with a word of a call)" in told
    assert told.endswith("A language model reads them: README, “Read with a model”.")
    page.page.locator("#h-limits ~ .facts details summary").first.click()
    for tongue in TONGUES:
        passage = page.page.locator(f".facts .words[lang={tongue.language}]")
        assert passage.evaluate("node => getComputedStyle(node).direction") == tongue.direction
