"""Pages of invented ministries in a folder, for runs of one's own sources.

What belongs here: making pages and a file of sources for tests. The people are invented.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>{meta}</head>
<body><article><h1>{title}</h1>
<p>Foreign Minister Ilvar Quen of Norway called Foreign Minister {name} of {country} today.</p>
<p>Quen voiced deep concern about the fighting. {surname} condemned the attacks and called for restraint.</p>
<p>The two ministers agreed to remain in close contact on the matter in the days that lie ahead of them.</p>
<p>{more}</p>
</article></body></html>"""

COUNTERPARTS = [
    ("Osk Tarrandel", "Chile"),
    ("Mira Vosk", "Austria"),
    ("Tolan Brix", "Ghana"),
    ("Anselm Okarudi", "Kenya"),
    ("Petra Valdune", "Peru"),
    ("Sorin Makkaly", "Nepal"),
    ("Dario Westrill", "Fiji"),
]


def write_page(folder: Path, number: int, published: date | str, more: str = "") -> None:
    """One page on one call; a published date that is none makes it a page the gate refuses.

    ``more`` is a paragraph of its own, for pages that are no copies of one another.
    """
    name, country = COUNTERPARTS[number % len(COUNTERPARTS)]
    meta = f'<meta property="article:published_time" content="{published}T09:00:00Z">'
    page = PAGE.format(
        title=f"Call with the Foreign Minister of {country}",
        meta=meta,
        name=name,
        surname=name.split()[-1],
        country=country,
        more=more,
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"call-{number}.html").write_text(page, encoding="utf-8")


def write_sources(path: Path, pages: Path) -> Path:
    """A file of sources that names the folder."""
    path.write_text(
        f"""sources:
  - id: invented
    name: Invented Ministry
    kind: folder
    type: ministry
    country: NOR
    language: en
    path: {pages}
    base_url: https://ministry.example/
""",
        encoding="utf-8",
    )
    return path
