"""Pages of invented ministries and a hostile paper, in folders, for a published warehouse of one's own.

What belongs here: making pages and their file of sources. The people are invented.
"""

from __future__ import annotations

import html
from datetime import date
from pathlib import Path

FIRST, SECOND = date(2024, 3, 5), date(2024, 3, 6)

OVERRIDE = "\u202e"
MARKUP = '<img src="x" onerror="window.acted=1"><script>window.acted=1</script>'
TEMPLATE = "{{ 7*7 }} ${7*7} #{7*7} <%= 7*7 %>"
PUBLISHER = f"<b onmouseover=window.acted=1>Gazette</b> {OVERRIDE}ettezag"

PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<meta property="article:published_time" content="{day}T09:00:00Z">{head}</head>
<body><article><h1>{title}</h1>{body}</article></body></html>"""

CLOSING = (
    "The two ministers agreed to remain in close contact on the matter in the days that lie ahead."
)


def write_page(path: Path, day: date, title: str, paragraphs: list[str], head: str = "") -> None:
    """One page."""
    body = "".join(f"<p>{html.escape(text)}</p>" for text in paragraphs)
    page = PAGE.format(title=html.escape(title), day=day, head=head, body=body)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")


def write_ministries(folder: Path) -> None:
    """Two days of calls of Norway and Chile: an account of each side, and a shift from the first day to the second."""
    call = "Foreign Minister Ilvar Quen of Norway called Foreign Minister Osk Tarrandel of Chile today."
    write_page(
        folder / "no" / "first.html",
        FIRST,
        "Call with the Foreign Minister of Chile",
        [call, "Quen voiced strong support for Chile. Tarrandel called for restraint.", CLOSING],
    )
    write_page(
        folder / "cl" / "first.html",
        FIRST,
        "Call with the Foreign Minister of Norway",
        [
            call,
            "Tarrandel condemned the attacks on the port. He thanked Quen for the call.",
            CLOSING,
        ],
    )
    write_page(
        folder / "no" / "second.html",
        SECOND,
        "A second call with the Foreign Minister of Chile",
        [call, "Quen condemned the seizure of the ships by Chile. Tarrandel voiced deep concern."],
    )


def write_hostile(folder: Path) -> None:
    """A paper whose headline, sentences and addresses try to act, in a page that is well-formed all the same."""
    write_page(
        folder / "paper" / "hostile.html",
        SECOND,
        f"</script>{MARKUP} {OVERRIDE}esrever {TEMPLATE}",
        [
            "Foreign Minister Mira Vosk of Austria called Foreign Minister Petra Valdune of Peru today.",
            f"Vosk condemned the attacks in the harbour of {MARKUP} {OVERRIDE}esrever {TEMPLATE} in May.",
            "Valdune voiced deep concern about javascript:window.acted=1 and </style></script> there.",
            CLOSING,
        ],
        head='<link rel="canonical" href="javascript:window.acted=1">',
    )
    write_page(
        folder / "paper" / "unread.html",
        SECOND,
        "A call",
        [
            f"The leader of the {MARKUP} {OVERRIDE}esrever movement spoke by telephone with nobody in particular.",
            "What was said in the call between the unnamed people is not known to this paper at all.",
        ],
    )


def write_sources(path: Path, folder: Path) -> Path:
    """A file of sources that names the folders."""
    sources = [
        ("no", "Ministry of Norway", "ministry", "NOR"),
        ("cl", "Ministry of Chile", "ministry", "CHL"),
        ("paper", PUBLISHER, "newspaper", "AUT"),
    ]
    lines = ["sources:"]
    for name, publisher, kind, country in sources:
        (folder / name).mkdir(parents=True, exist_ok=True)
        lines.append(
            f"  - {{id: invented-{name}, name: '{publisher}', kind: folder, type: {kind}, country: {country},"
            f" language: en, path: {folder / name}, base_url: 'https://{name}.example/'}}"
        )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
