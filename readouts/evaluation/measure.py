"""Measure the readers against annotated documents: ``python -m readouts.evaluation.measure FOLDER``.

What belongs here: running the parser over a folder's gold files and having them scored. What does not: the scoring
itself, which is the folder's own ``score.py``, the exchange format (``annotation``), and the readings that a model's
recorded answers give (``compared``).

A folder holds ``score.py`` and gold files of JSON lines (``dev_en.jsonl`` and so on), as its guide says. Where there is
none, that is said in one line and is no failure: the documents are not part of this project.

Beside the scorer's figures stand those of the countries of named parties, each document read with its publisher and
without: right, wrong (another country than the gold's), and empty. Wrong is what does harm.

Where a folder holds a model's recorded answers (``--answers``), the figures of the rules, of the model and of both
joined follow, a row each.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from readouts.base.terminal import guard_streams
from readouts.evaluation import compared
from readouts.evaluation.annotation import parse_document

GOLD = ("dev_en.jsonl", "dev_multi.jsonl", "real_us.jsonl", "real_open.jsonl")
"""The files of a folder that are measured unasked: real English documents."""
ANSWERS = Path("../shared/model/answers")
"""Where recorded answers of a model lie unless another folder is named; files of it are measured where gold has
them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Score the parser on the gold files named, or on those of a folder; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m readouts.evaluation.measure",
        description="Score the parser against annotated documents.",
    )
    parser.add_argument("gold", nargs="+", type=Path, help="a folder of gold files, or gold files")
    parser.add_argument("--by", help="score also by this field of the gold, such as source")
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="list the first N errors"
    )
    parser.add_argument(
        "--answers", type=Path, default=ANSWERS, help="a folder of a model's recorded answers"
    )
    parser.add_argument("--out", type=Path, help="write the predictions into this folder")
    given = parser.parse_args(arguments)
    guard_streams()
    files = _gold_files(given.gold)
    if not files:
        print(f"no annotated documents at {', '.join(map(str, given.gold))}: nothing to measure")
        return 0
    scorer = load_scorer(files[0].parent)
    if scorer is None:
        print(f"no score.py beside {files[0]}: nothing to measure with")
        return 0
    countries = Counter[str]()
    for path in files:
        countries += _measure(path, scorer, given.by, given.errors, given.out)
    if len(files) > 1:
        print(f"  countries, all of these {_shares(countries)}")
    _compare(given.gold, given.answers, scorer)
    return 0


def _compare(gold: Sequence[Path], answers: Path, scorer: ModuleType) -> None:
    """Print the figures of all readers for the gold files that have recorded answers."""
    names = sorted(path.name for path in answers.glob("*.jsonl"))
    files = [path / name for path in gold if path.is_dir() for name in names]
    files += [path for path in gold if path.name in names]
    files = [path for path in files if path.is_file()]
    if not files:
        print(f"no recorded answers of a model at {answers}: no other reader to measure")
        return
    print(f"\nwith a model's recorded answers\n{compared.legend()}\n")
    for path in files:
        recorded = compared.answers_in(answers / path.name)
        compared.show(path.name, _documents(path), recorded, scorer)


def predictions(documents: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Parse documents of the exchange format; return the answers by ``id``."""
    return {document["id"]: parse_document(document) for document in documents}


def _gold_files(given: Sequence[Path]) -> list[Path]:
    files: list[Path] = []
    for path in given:
        candidates = [path / name for name in GOLD] if path.is_dir() else [path]
        files += [candidate for candidate in candidates if candidate.is_file()]
    return files


def _documents(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def load_scorer(folder: Path) -> ModuleType | None:
    """Return the module ``score.py`` of a folder of gold files, None where there is none."""
    path = folder / "score.py"
    spec = (
        importlib.util.spec_from_file_location("readouts_score", path) if path.is_file() else None
    )
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def countries_told(
    gold: Sequence[dict[str, Any]], found: dict[str, dict[str, Any]], scorer: ModuleType
) -> Counter[str]:
    """Count the countries of named parties that are right, wrong or empty, of the names that the gold has too."""
    return Counter(verdict for _, _, verdict in countries_each(gold, found, scorer))


def countries_each(
    gold: Sequence[dict[str, Any]], found: dict[str, dict[str, Any]], scorer: ModuleType
) -> Iterator[tuple[str, str | None, str]]:
    """Yield each named party whom the gold has too, its country, and whether that is right, wrong or empty.

    Right is also an organisation's person without a country, where the gold has none.
    """
    for document in gold:
        known = [p for call in document["calls"] for p in call["parties"] if p.get("name")]
        said = {
            (party["name"], party["country"], party.get("organisation")): None
            for call in found[document["id"]]["calls"]
            for party in call["parties"]
            if party["name"]
        }
        for name, country, organisation in said:
            theirs = {p.get("country") for p in known if scorer.same_name(p["name"], name)}
            if not theirs:
                continue
            if not country and not organisation:
                yield name, country, "empty"
            else:
                yield name, country or organisation, "right" if country in theirs else "wrong"


def _shares(counts: Counter[str]) -> str:
    total = sum(counts.values()) or 1
    return ", ".join(
        f"{counts[kind]} {kind} ({counts[kind] / total:.3f})"
        for kind in ("right", "wrong", "empty")
    )


def _measure(
    path: Path, scorer: ModuleType, by: str | None, errors: int, out: Path | None
) -> Counter[str]:
    """Print one file's figures; return what it says of countries, with and without the publisher together."""
    gold = _documents(path)
    begun = time.perf_counter()
    found = predictions(gold)
    seconds = time.perf_counter() - begun
    noted: list[tuple[Any, ...]] = []
    scorer.show(path.name, scorer.score(gold, found, noted if errors else None))
    if by:
        for value in sorted({str(document.get(by)) for document in gold}):
            some = [document for document in gold if str(document.get(by)) == value]
            scorer.show(f"{path.name}, {by} {value}", scorer.score(some, found))
    told = countries_told(gold, found, scorer)
    nobody = [{**d, "publisher": None, "country": None} for d in gold]
    untold = countries_told(gold, predictions(nobody), scorer)
    print(f"  countries, publisher known    {_shares(told)}")
    print(f"  countries, publisher unknown  {_shares(untold)}")
    for error in noted[:errors]:
        print("  ", *error)
    print(f"  {len(gold)} documents in {seconds:.1f} s\n")
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        with (out / path.name).open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(p, ensure_ascii=False) + "\n" for p in found.values())
    return told + untold


if __name__ == "__main__":
    raise SystemExit(main())
