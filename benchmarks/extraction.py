"""How well pages are read: dates, titles, languages and texts of saved pages against expected values.

    python -m benchmarks.extraction FOLDER [--misses] [--json]

FOLDER is laid out as the test data of fundus (github.com/flairNLP/fundus, ``tests/resources/parser/test_data``): a
folder a country, in it ``PUBLISHER_YYYY_MM_DD.html.gz``, ``PUBLISHER.json`` with the expected values by version of a
parser, and ``meta.info`` with each page's address and the moment it was fetched. A version belongs to the page that
was saved nearest to its date of publication; pages that no version belongs to are left out and counted. No such folder
is part of the project: pages belong to their publishers.

What is counted: the day of publication; the title, letter for letter but for spaces and quotation marks; the language,
as the expected values name it, else as the country's (``extraction_languages.tsv``) and the expected text's; of the
words of the text, how many are there (recall) and how many of those there are expected (precision).
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from readouts.harvest.extraction.extract import extract_article
from readouts.harvest.page.languages import language_of

LANGUAGES = Path(__file__).with_name("extraction_languages.tsv")
FIELDS = ("date", "title", "language")
FURTHEST = timedelta(days=60)
"""How long after its publication a page may have been saved for expected values to be taken for its own."""

_NAME = re.compile(r"(.+?)_(\d{4})_(\d{2})_(\d{2})\.html\.gz")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
_QUOTES = str.maketrans(dict.fromkeys('‘’‚‛ʼ´`"“”„‟«»', "'"))


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved page with what is expected of it."""

    country: str
    name: str
    url: str
    fetched: datetime
    body: bytes
    expected: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a page: by field what was expected and what was found, and the shares of its words."""

    page: Saved
    found: dict[str, tuple[Any, Any]]
    recall: float
    precision: float
    error: str | None

    def is_right(self, field: str) -> bool | None:
        """Whether a field is as expected; None where nothing is."""
        expected, found = self.found[field]
        return None if expected is None else bool(expected == found)


def saved_pages(folder: Path) -> tuple[list[Saved], list[str]]:
    """The pages of a folder that have expected values, and the names of those that have none."""
    pages: list[Saved] = []
    left_out: list[str] = []
    for expected in sorted(folder.glob("*/*.json")):
        versions = json.loads(expected.read_text(encoding="utf-8"))
        files = [
            (match, path)
            for path in sorted(expected.parent.glob(f"{expected.stem}_*.html.gz"))
            if (match := _NAME.fullmatch(path.name)) and match[1] == expected.stem
        ]
        days = {path: date(*map(int, match.groups()[1:])) for match, path in files}
        chosen = _belonging(versions, days)
        left_out += [path.name for path in days if path not in chosen]
        meta = expected.parent / "meta.info"
        known = json.loads(meta.read_text(encoding="utf-8")) if meta.exists() else {}
        for path, values in chosen.items():
            told = known.get(path.name, {})
            at = _moment(told.get("crawl_date")) or datetime.combine(
                days[path], datetime.max.time()
            )
            url = told.get("url") or f"https://{expected.stem.lower()}.example/{path.stem}"
            pages.append(
                Saved(
                    expected.parent.name,
                    path.name,
                    url,
                    at,
                    gzip.decompress(path.read_bytes()),
                    values,
                )
            )
    return pages, left_out


def _belonging(versions: dict[str, Any], days: dict[Path, date]) -> dict[Path, dict[str, Any]]:
    """The expected values of each page: of a version, the page saved nearest to its publication."""
    chosen: dict[Path, dict[str, Any]] = {}
    for values in versions.values():
        published = _moment(values.get("publishing_date"))
        near = {
            path: abs(day - published.date())
            for path, day in days.items()
            if published and abs(day - published.date()) <= FURTHEST and path not in chosen
        }
        if near:
            chosen[min(near, key=near.__getitem__)] = values
    return chosen


def read_page(page: Saved) -> Result:
    """Read one page as the pipeline does, without anything that a feed or a source would tell."""
    row = {
        "page_id": "",
        "edition": page.fetched.date(),
        "source_id": "",
        "url": page.url,
        "charset": None,
        "fetched_at": page.fetched,
        "discovered_date": None,
        "discovered_title": None,
        "source_facts": "{}",
    }
    article = extract_article(row, page.body)
    expected = page.expected
    text = _text(expected)
    published = _moment(expected.get("publishing_date"))
    return Result(
        page,
        {
            # fundus keeps moments; the page's own day may be one beside that of UTC
            "date": (published.date(), _same_day(article, published))
            if published
            else (None, None),
            "title": (_plain(expected.get("title")), _plain(article["title"])),
            "language": (_language(page, text), article["language"] if article["text"] else None),
        },
        *_shares(text, article["text"] or ""),
        article["error"],
    )


def _same_day(article: dict[str, Any], published: datetime) -> date | None:
    """The day found; the expected one, where it is the same moment or the same day in the page's own zone."""
    day: date | None = article["published_date"]
    if day in {published.date(), published.astimezone(UTC).date()}:
        return published.date()
    at: datetime | None = article["published_at"]
    is_same = at is not None and abs(at.replace(tzinfo=UTC) - published) < timedelta(hours=1)
    return published.date() if is_same else day


def _moment(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _text(expected: dict[str, Any]) -> str:
    body = expected.get("body") or {}
    parts = list(body.get("summary") or [])
    for section in body.get("sections") or []:
        parts += [*section.get("headline", []), *section.get("paragraphs", [])]
    return "\n".join(parts)


def _language(page: Saved, text: str) -> str | None:
    """The language that is expected; None where nothing tells."""
    if page.expected.get("language"):
        return str(page.expected["language"])
    spoken = _spoken().get(page.country, [])
    if len(spoken) == 1:
        return spoken[0]
    return language_of(text, spoken) if text else None


def _spoken() -> dict[str, list[str]]:
    with LANGUAGES.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader((each for each in lines if not each.startswith("#")), delimiter="\t")
        return {row["country"]: row["languages"].split() for row in rows}


def _plain(title: str | None) -> str | None:
    return " ".join(title.translate(_QUOTES).split()) if title else None


def _shares(expected: str, found: str) -> tuple[float, float]:
    """Recall and precision of the words of a text."""
    wanted, got = (Counter(_WORD.findall(text.casefold())) for text in (expected, found))
    both = (wanted & got).total()
    return both / max(wanted.total(), 1), both / max(got.total(), 1)


def _summary(results: list[Result]) -> dict[str, Any]:
    row: dict[str, Any] = {"pages": len(results)}
    for field in FIELDS:
        judged = [each.is_right(field) for each in results if each.is_right(field) is not None]
        row[field] = f"{sum(map(bool, judged))}/{len(judged)}"
    with_text = [each for each in results if _text(each.page.expected)]
    for name in ("recall", "precision"):
        shares = [getattr(each, name) for each in with_text]
        row[name] = f"{sum(shares) / len(shares):.3f}" if shares else ""
    return row


def _table(results: list[Result]) -> Iterator[str]:
    by_country: dict[str, list[Result]] = {}
    for each in results:
        by_country.setdefault(each.page.country, []).append(each)
    names = ("pages", *FIELDS, "recall", "precision")
    yield "  ".join(["country", *(f"{name:>9}" for name in names)])
    for country, own in [*sorted(by_country.items()), ("all", results)]:
        row = _summary(own)
        yield "  ".join([f"{country:<7}", *(f"{row[name]:>9}" for name in names)])


def _misses(results: list[Result]) -> Iterator[str]:
    for each in results:
        where = f"{each.page.country}/{each.page.name}"
        if each.error:
            yield f"{where}: {each.error}"
            continue
        for field in FIELDS:
            if each.is_right(field) is False:
                expected, found = each.found[field]
                yield f"{where}: {field} {found!r}, expected {expected!r}"
        if min(each.recall, each.precision) < 0.9 and _text(each.page.expected):
            yield f"{where}: text recall {each.recall:.2f}, precision {each.precision:.2f}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", action="store_true", help="name what is not as expected")
    parser.add_argument("--json", action="store_true", help="print the sums as JSON")
    asked = parser.parse_args(arguments)
    pages, left_out = saved_pages(asked.folder)
    if not pages:
        print(f"{asked.folder} has no saved pages with expected values")
        return 1
    started = time.process_time()
    results = [read_page(page) for page in pages]
    spent = 1000 * (time.process_time() - started) / len(pages)
    if asked.json:
        print(json.dumps(_summary(results) | {"ms_a_page": round(spent, 1)}))
    else:
        print("\n".join(_table(results)))
        print(f"{spent:.0f} ms a page; {len(left_out)} pages without expected values left out")
    if asked.misses:
        print("\n".join(_misses(results)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
