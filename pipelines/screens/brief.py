"""What a person sees of ``readouts brief`` and ``readouts page``: the brief in a browser, a page as it was archived.

What belongs here: handing on, opening, and one line on what was written. What does not: making the brief.
"""

from __future__ import annotations

import sys
import webbrowser
from datetime import date
from pathlib import Path

from pipelines.screens.display import console, tell
from readouts.base.instance.home import Home
from readouts.brief import BriefError, write_brief
from readouts.brief.reading import ask
from readouts.harvest.archive.records import read_page
from readouts.warehouse.reading.query import reading


def brief_session(edition: date | None, folder: Path | None, *, is_opened: bool) -> None:
    """Write the brief of an edition, say where it is, and open it in the browser if that is wanted."""
    home = Home.from_environment()
    screen = console(stderr=True)
    with screen.status("writing the brief …"):
        brief = write_brief(home.warehouse, (folder or home.brief).resolve(), edition)
    tell(brief.paragraph.replace("**", ""), screen=screen)
    print(brief.path)
    if is_opened and not webbrowser.open(brief.path.as_uri()):
        tell("no browser is found here; open the file in one", "yellow", screen=screen)


def page_session(article_id: str) -> None:
    """Write the page of an article to standard output, as it came; at a terminal as text on which nothing acts."""
    home = Home.from_environment()
    with reading(home.warehouse) as read:
        rows = ask(read, "page", article_id)
    if not rows:
        raise BriefError(f"the warehouse has no article {article_id!r}")
    body = read_page(home.shared, rows[0])
    if sys.stdout.isatty():
        sys.stdout.write(body.decode("utf-8", "replace"))
    else:
        sys.stdout.buffer.write(body)
