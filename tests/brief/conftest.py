"""A published warehouse of invented calls, its brief, and one browser for all tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from readouts.base.instance.home import ROOT, Home
from readouts.brief.write import Brief, write_brief
from readouts.edition.project import Project
from readouts.edition.run import run_edition
from tests.brief.pages import FIRST, SECOND, write_hostile, write_ministries, write_sources

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PHONE = {"width": 375, "height": 740}


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """An instance whose warehouse is published, made from pages by every step of the pipeline."""
    path = tmp_path_factory.mktemp("brief")
    write_ministries(path / "pages")
    write_hostile(path / "pages")
    sources = write_sources(path / "sources.yaml", path / "pages")
    project = Project.load(Home(path / "home"), ROOT, sources)
    for edition in (FIRST, SECOND):
        run_edition(project, edition, say=lambda line: None)
    return project.home


@pytest.fixture(scope="session")
def briefs(home: Home) -> dict[Any, Brief]:
    """The brief of each edition."""
    return {day: write_brief(home.warehouse, home.brief, day) for day in (FIRST, SECOND)}


# Playwright holds the thread's event loop while it is open, which other modules' tests want to themselves.
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip(f"no browser is found ({', '.join(BROWSERS)}): the brief is not seen in one")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()


@dataclass
class Visit:
    """A page that is open: what it wrote to the console, asked for, and raised."""

    page: Any
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def text(self, selector: str) -> str:
        return " ".join(self.page.locator(selector).inner_text().split())

    def figure(self, name: str) -> int:
        text = self.text(f"#day [data-figure={name}]")
        return 0 if text in {"no", "No", "none"} else int(text)

    def drawn(self, act: Callable[[], object]) -> None:
        """Do something, and wait until the page is drawn anew."""
        before = self.page.evaluate("document.body.dataset.drawn")
        act()
        self.page.wait_for_function("before => document.body.dataset.drawn !== before", arg=before)


Open = Callable[..., Visit]


@contextmanager
def visiting(browser: Any) -> Iterator[Open]:
    """Opens a page in a context of its own, with no way out but to its own files."""
    contexts = []

    def open_page(path: Path, *, choice: str = "", ready: bool = True, **options: Any) -> Visit:
        context = browser.new_context(**({"viewport": {"width": 1200, "height": 800}} | options))
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        found = Visit(page)
        page.on("console", lambda message: found.console.append(message.text))
        page.on("pageerror", lambda error: found.console.append(str(error)))
        page.on("request", lambda request: found.requests.append(request.url))
        page.on("dialog", lambda dialog: (found.dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(path.as_uri() + choice)
        if ready:
            page.wait_for_selector("html.ready", state="attached")
        return found

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def visit(browser: Any) -> Iterator[Open]:
    """Pages to act on."""
    with visiting(browser) as open_page:
        yield open_page


@pytest.fixture(scope="module")
def look(browser: Any) -> Iterator[Open]:
    """Pages that are looked at and not changed: each is opened once."""
    with visiting(browser) as open_page:
        seen: dict[Any, Visit] = {}

        def open_once(path: Path, **options: Any) -> Visit:
            key = (path, repr(options))
            if key not in seen:
                seen[key] = open_page(path, **options)
            return seen[key]

        yield open_once
