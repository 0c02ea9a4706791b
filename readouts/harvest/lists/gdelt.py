"""The answers of GDELT's DOC API: JSON, now and then with escapes that JSON does not have.

An entry is ``[address, title]``.
"""

from __future__ import annotations

import contextlib
import json
import re
from typing import Any

from readouts.harvest.links import address
from readouts.harvest.lists.json import text_of as json_text
from readouts.harvest.lists.told import MOST_ENTRIES, Told, plain

_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_KNOWN = frozenset('"\\/bfnrt')
_WHOLE = len(r"\u0000")
_LIST = re.compile(r'"articles"\s*:\s*\[')
# what follows a colon is part of an article
_BEGIN = re.compile(r'[\[,}]\s*(\{\s*")')
_MOST_BROKEN = 1000
_DECODER = json.JSONDecoder(strict=False)

text_of = json_text
SAMPLES = ('{"articles": [{"url": "https://example.org/"}]}', '{"articles": [{"url')


def read(text: str, *, base: str) -> Told:
    """The articles that the API found; of a broken answer those that can be read."""
    del base  # every address is whole
    told = Told()
    found = _loaded(text)
    if isinstance(found, dict) and isinstance(found.get("articles", []), list):
        articles = found.get("articles", [])
    elif _LIST.search(text[:10_000]):
        articles = _one_by_one(told, _ESCAPE.sub(_mended, text))
    else:
        # the API says what is wrong with a question in plain text
        told.problem = plain(text, 120) or "the answer is empty"
        return told
    for number, entry in enumerate(articles, start=1):
        _take(told, number, entry)
    return told


def _loaded(text: str) -> Any:
    """What a text says as JSON, if need be without its stray backslashes; None where it is none."""
    for is_mended in (False, True):
        with contextlib.suppress(ValueError, RecursionError):
            return _DECODER.decode(_ESCAPE.sub(_mended, text) if is_mended else text)
    return None


def _mended(escape: re.Match[str]) -> str:
    """An escape that JSON does not have stands for the character alone."""
    kind = escape[0][1]
    return escape[0] if kind in _KNOWN or len(escape[0]) == _WHOLE else kind


def _one_by_one(told: Told, text: str) -> list[Any]:
    """Article by article, where the whole is no JSON."""
    begin = _LIST.search(text)
    assert begin is not None
    articles: list[Any] = []
    at, broken = begin.end() - 1, 0
    while found := _BEGIN.search(text, at):
        try:
            article, at = _DECODER.raw_decode(text, found.start(1))
            articles.append(article)
            at -= 1
        except (ValueError, RecursionError) as err:
            articles.append(str(err))
            broken += 1
            if broken > _MOST_BROKEN:
                told.problem = f"more than {_MOST_BROKEN} articles are broken"
                return articles
            at = found.end()
        if len(articles) > MOST_ENTRIES:
            break
    if not text.rstrip().endswith("}"):
        told.problem = "it is cut short"
    return articles


def _take(told: Told, number: int, entry: Any) -> None:
    if not isinstance(entry, dict):
        why = entry if isinstance(entry, str) else "it is none"
        told.miss(f"article {number}", why)
        return
    stated = entry.get("url")
    url = address(str(stated or ""))
    if url is None:
        told.miss(f"article {number}", f"its url is no web address: {plain(str(stated), 100)!r}")
    else:
        told.add(url, plain(str(entry.get("title") or "")))
