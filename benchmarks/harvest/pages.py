"""Pages like real ones for measuring: about 100 kB, 300 to 600 links, script in up to half of the bytes.

What belongs here: making a page of a number, the same at every call. What does not: serving or measuring. Names are
invented.
"""

from __future__ import annotations

import random

SIZE = 100_000
_WORDS = [
    "the",
    "minister",
    "spoke",
    "with",
    "his",
    "counterpart",
    "about",
    "relations",
    "between",
    "both",
    "countries",
    "and",
    "the",
    "situation",
    "in",
    "region",
    "talks",
    "agreement",
    "border",
    "security",
    "council",
    "cooperation",
    "trade",
    "energy",
    "visit",
    "delegation",
    "ambassador",
    "concern",
    "restraint",
    "support",
    "statement",
    "government",
    "parties",
    "dialogue",
    "peace",
    "mission",
    "aid",
    "further",
    "steps",
    "during",
    "call",
    "today",
    "on",
    "of",
    "to",
    "a",
    "for",
    "that",
    "which",
    "would",
    "have",
    "been",
    "also",
    "noted",
    "stressed",
    "welcomed",
    "agreed",
    "discussed",
]
_NAMES = ("Quen", "Aldor", "Brask", "Corvin", "Drail", "Estow", "Farrin", "Gorm", "Hask", "Ivarre")


def page(number: int, host: str) -> bytes:
    """The page of a number, as UTF-8."""
    rng = random.Random(number)
    name = f"{rng.choice(_NAMES)} {number}"
    head = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Minister calls {name}</title>'
        f'<link rel="canonical" href="http://{host}/news/{number}">'
        f'<meta property="article:published_time" content="2026-05-{number % 9 + 1:02}T10:{number % 60:02}:00Z">'
        '<meta property="og:site_name" content="Ministry of Benchmarks"></head><body>'
    )
    links = "".join(_link(rng, n) for n in range(rng.randint(300, 600)))
    story = "".join(f"<p>{_prose(rng, rng.randint(40, 110), name)}</p>" for _ in range(12))
    body = (
        f'<header><nav class="menu"><ul>{links}</ul></nav></header><main><article><h1>Minister calls {name}'
        f'</h1><time datetime="2026-05-09">9 May 2026</time>{story}</article></main>'
        f'<aside class="related"><div>{_teasers(rng)}</div></aside><footer>Contact</footer>'
    )
    filler = SIZE - len(head) - len(body) - 60
    script = f"<script>var data = [{_numbers(rng, max(0, min(filler, SIZE // 2)))}];</script>"
    rest = max(0, filler - len(script))
    comments = f"<div class='comments'>{_boxes(rng, rest)}</div>"
    return (head + body + script + comments + "</body></html>").encode()


def _link(rng: random.Random, number: int) -> str:
    words = " ".join(rng.choices(_WORDS, k=4))
    return f'<li class="item-{number}"><a href="/section/{rng.randint(1, 99999)}" title="{words}">{words}</a></li>'


def _prose(rng: random.Random, count: int, name: str) -> str:
    words = rng.choices(_WORDS, k=count)
    words[0] = f"Minister {name}"
    return " ".join(words) + "."


def _teasers(rng: random.Random) -> str:
    return "".join(f"<div class='teaser'><h3>{_prose(rng, 6, 'X')}</h3></div>" for _ in range(20))


def _numbers(rng: random.Random, size: int) -> str:
    return ",".join(str(rng.randint(10_000, 99_999)) for _ in range(size // 6))


def _boxes(rng: random.Random, size: int) -> str:
    box = "<div class='box'><span class='icon'></span><span>{}</span></div>"
    return "".join(box.format(rng.choice(_WORDS)) for _ in range(size // 62))
