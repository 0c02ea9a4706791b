"""How the cost of a daily run grows with what the warehouse holds.

    python -m benchmarks.warehouse [--editions 10 1000] [--articles 2000]

A warehouse is filled with a past of so many editions (``past.sql``); then one more edition is run from its pages, which
lie in a folder, to the published file, with every gate on the way. The edition is the same in both warehouses, and
both are run in turn in one process, three times. The figure is the ratio of the two medians; the steps are listed.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa

from readouts.base.instance.home import ROOT, Home
from readouts.edition.closing.steps import build_table, publish_edition
from readouts.edition.project import Project
from readouts.edition.run import edition_steps
from readouts.reference.geography import countries
from readouts.warehouse.files.database import open_build
from readouts.warehouse.tables.layout import ensure_tables

BAR = 1.5
"""A daily run at the larger size takes at most so many times what it takes at the smaller."""

EDITION = date(2031, 3, 4)
RUNS = 3
PAST = Path(__file__).with_name("past.sql")

PAGE = """<!doctype html><html lang="en"><head><title>Report {number}</title>
<meta property="article:published_time" content="{day}T09:00:00Z"></head>
<body><nav>{menu}</nav><article><h1>Report {number}</h1>
{paragraphs}
</article><aside>{menu}</aside><footer>{menu}</footer></body></html>"""

LINKS = 900
"""Links in each of a page's three menus: with them a page weighs some 250 kB, as those of news sites do."""

SYLLABLES = [
    "ba",
    "dor",
    "el",
    "fin",
    "gar",
    "hul",
    "im",
    "jor",
    "kel",
    "lun",
    "mar",
    "nev",
    "os",
    "pra",
    "quin",
    "rel",
    "sto",
    "tur",
    "ul",
    "vek",
    "wyn",
]

COMMON = (
    *(
        "the",
        "of",
        "and",
        "to",
        "in",
        "that",
        "for",
        "with",
        "on",
        "as",
        "by",
        "from",
        "at",
        "it",
        "was",
    ),
    *("which", "after", "over", "their", "has"),
)
"""Each second word of a page is one of these, so that it is taken for English and read: an article in no language that
the rules know is not."""

SOURCES = """sources:
  - id: folder
    name: Paper 0
    kind: folder
    type: ministry
    country: NOR
    language: en
    path: {pages}
    base_url: https://folder.example/
"""


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.randrange(1, 4)))


def _filler(chance: random.Random, characters: int) -> Iterator[str]:
    """Paragraphs that mean nothing, in sentences of some length: English but for its nouns and verbs."""
    length = 0
    while length < characters:
        words = [word for _ in range(30) for word in (chance.choice(COMMON), _word(chance))]
        paragraph = ". ".join(" ".join(words[n : n + 12]).capitalize() for n in range(0, 60, 12))
        length += len(paragraph)
        yield paragraph + "."


def _person(side: str) -> str:
    chance = random.Random(side)
    return f"{_word(chance).capitalize()}an {_word(chance).capitalize()}{side.lower()}"


def _call(chance: random.Random) -> str:
    """A call between two sides; a few sides hold most of them."""
    sides = sorted(countries(), key=lambda country: country.iso3)
    one, other = (sides[int(len(sides) * chance.random() ** power)] for power in (3, 2))
    a, b = _person(one.iso3), _person(other.iso3)
    return (
        f"Foreign Minister {a} of {one.name} called Foreign Minister {b} of {other.name} today. "
        f"{a.split()[-1]} voiced deep concern about the fighting. {b.split()[-1]} called for restraint."
    )


def write_pages(
    folder: Path, articles: int, day: date = EDITION, *, links: int = LINKS, seed: int = 1
) -> None:
    """The pages of an edition: each tenth tells of a call; ``links`` are in each of a page's menus.

    Those of another ``seed`` are no copies of these.
    """
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)
    menu = "".join(
        f'<li class="menu-item menu-item-{n}"><a href="/topic/{n}" title="{_word(chance)}">{_word(chance)}</a></li>'
        for n in range(links)
    )
    for number in range(articles):
        paragraphs = [*_filler(chance, 2500)]
        if number % 10 == 0:
            paragraphs.insert(0, _call(chance))
        body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        page = PAGE.format(number=number, day=day, paragraphs=body, menu=f"<ul>{menu}</ul>")
        (folder / f"{day}-{number}.html").write_text(page, encoding="utf-8")


def fill(project: Project, editions: int, articles: int) -> None:
    """Give a warehouse its past, and build its models over it."""
    chance = random.Random(2)
    texts = ["They spoke. " + " ".join(_filler(chance, 2500)) for _ in range(1000)]
    sides = sorted(country.iso3 for country in countries())
    with open_build(project.home.build) as connection:
        ensure_tables(connection, project.catalogue)
        connection.register(
            "texts", pa.table({"number": pa.array(range(len(texts))), "text": texts})
        )
        people = {"rank": list(range(len(sides))), "side": sides, "person": map(_person, sides)}
        connection.register("sides", pa.table({k: pa.array(list(v)) for k, v in people.items()}))
        connection.execute("SET VARIABLE first = ?", [EDITION - timedelta(days=editions)])
        connection.execute("SET VARIABLE editions = ?", [editions])
        connection.execute("SET VARIABLE articles = ?", [articles])
        connection.execute(PAST.read_text(encoding="utf-8"))
    for model in project.models:
        started = time.perf_counter()
        build_table(project, None, model.table, say=lambda line: None)
        print(f"  {model.table}: whole in {time.perf_counter() - started:.1f} s", flush=True)
    publish_edition(project, None)


def measure(project: Project) -> dict[str, float]:
    """Seconds that each step of the edition takes."""
    seconds = {}
    for step in edition_steps(project, EDITION, say=lambda line: None):
        started = time.perf_counter()
        step.run()
        seconds[step.name] = time.perf_counter() - started
    return seconds


def main(arguments: list[str] | None = None) -> int:
    """Print the seconds of each step at both sizes, and the ratio; 1 where it misses the bar."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--editions", type=int, nargs=2, default=[10, 1000])
    options.add_argument("--articles", type=int, default=2000)
    given = options.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        write_pages(path / "pages", given.articles)
        sources = path / "sources.yaml"
        sources.write_text(SOURCES.format(pages=path / "pages"), encoding="utf-8")
        filled = {}
        for editions in given.editions:
            print(f"filling {editions} editions of {given.articles} articles", flush=True)
            filled[editions] = Project.load(Home(path / f"{editions}"), ROOT, sources)
            fill(filled[editions], editions, given.articles)
        runs: dict[int, list[dict[str, float]]] = {editions: [] for editions in filled}
        for number in range(RUNS):
            for editions, project in filled.items():
                # Every run is a first run of the edition: the archive and the records of the crawl are new.
                kept = path / f"before-{editions}.duckdb"
                if number == 0:
                    shutil.copyfile(project.home.build, kept)
                shutil.rmtree(project.home.path)
                project.home.path.mkdir()
                shutil.copyfile(kept, project.home.build)
                # What the preparation wrote is not the run's to wait for.
                os.sync()
                runs[editions].append(measure(project))
                print(f"{editions} editions: {sum(runs[editions][-1].values()):.1f} s", flush=True)
        return report(runs, {e: p.home.warehouse.stat().st_size for e, p in filled.items()})


def report(runs: dict[int, list[dict[str, float]]], sizes: dict[int, int]) -> int:
    """Print the steps beside one another, and the ratio."""
    small, large = runs
    medians = {
        editions: {step: statistics.median(run[step] for run in found) for step in found[0]}
        for editions, found in runs.items()
    }
    print(f"\n{'step':44}{small:>10}{large:>10}")
    for step in medians[small]:
        print(f"{step:44}{medians[small][step]:10.2f}{medians[large][step]:10.2f}")
    totals = {e: statistics.median(sum(run.values()) for run in found) for e, found in runs.items()}
    ratio = totals[large] / totals[small]
    print(f"{'the run':44}{totals[small]:10.2f}{totals[large]:10.2f}")
    print(f"the published file: {sizes[small] / 1e6:.0f} and {sizes[large] / 1e6:.0f} MB")
    print(f"a daily run at {large} editions takes {ratio:.2f} times that at {small} (bar {BAR})")
    return 0 if ratio <= BAR else 1


if __name__ == "__main__":
    raise SystemExit(main())
