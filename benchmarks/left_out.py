"""What each condition of the parser is worth: ``python -m benchmarks.left_out FOLDER`` leaves each out in its turn.

What belongs here: finding the parser's functions, making one of them answer falsely, and counting what a folder's
annotated documents say then. What does not: the rules of stances, which are data (``weigh``), and taking anything out.

A condition that never answered otherwise than falsely, and one whose absence changes nothing, did not earn its lines on
these documents. That is a reason to look at it, not to take it out unseen: a case among the tests may show a fault that
none of them has. A function whose answer is followed up as an object fails when it is left out; it is not listed.
"""

from __future__ import annotations

import argparse
import inspect
import json
import pkgutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import wraps
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, TypeGuard

from readouts.evaluation.annotation import parse_document
from readouts.evaluation.measure import load_scorer

PARSER = "readouts.parse"
FILES = "*.jsonl"
KINDS = ("call", "party", "reaction")
RARE = 200
"""A condition that decides in more documents is not left out: it is what others stand on."""


@dataclass
class Conditions:
    """The parser's functions, watched: which documents each decided in, and which one is left out now."""

    lines: dict[str, int] = field(default_factory=dict)
    decided: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    out: str | None = None
    reading: int = 0
    caches: list[Callable[[], None]] = field(default_factory=list)

    def watch(self) -> None:
        """Put a watch around each function and method, wherever a module of the parser holds it."""
        modules = [import_module(m.name) for m in _modules()]
        watched: dict[FunctionType, Callable[..., Any]] = {}
        for module in modules:
            for owner, name, function in _functions(module):
                one = self._watched(function, f"{function.__module__}.{function.__qualname__}")
                if owner is None:
                    watched[function] = one
                else:
                    setattr(owner, name, one)
        for module in modules:
            for name, held in list(vars(module).items()):
                if isinstance(held, FunctionType) and held in watched:
                    setattr(module, name, watched[held])
                elif isinstance(held, tuple) and held and all(f in watched for f in held):
                    setattr(module, name, tuple(watched[f] for f in held))
                elif clear := getattr(held, "cache_clear", None):
                    self.caches.append(clear)

    def leave_out(self, name: str | None) -> None:
        """Let one function answer falsely from now on, and none for None."""
        self.out = name
        for clear in self.caches:
            clear()

    def _watched(self, function: FunctionType, name: str) -> Callable[..., Any]:
        self.lines[name] = len(inspect.getsourcelines(function)[0])

        @wraps(function)
        def watched(*arguments: Any, **named: Any) -> Any:
            answer = function(*arguments, **named)
            if self.out == name:
                return _falsely(answer)
            if answer and self.out is None:
                self.decided[name].add(self.reading)
            return answer

        return watched


def _modules() -> Iterator[pkgutil.ModuleInfo]:
    return pkgutil.walk_packages(import_module(PARSER).__path__, f"{PARSER}.")


def _functions(module: ModuleType) -> Iterator[tuple[type | None, str, FunctionType]]:
    """The functions with an answer that a module defines, and the methods of its classes, with whose they are."""
    for name, held in list(vars(module).items()):
        if getattr(held, "__module__", None) != module.__name__:
            continue
        if _answers(held):
            yield None, name, held
        elif isinstance(held, type):
            for inner, method in list(vars(held).items()):
                own = _answers(method) and method.__module__ == module.__name__
                if own and not inner.startswith("__"):  # a record's are made, and have no source
                    yield held, inner, method


def _answers(held: object) -> TypeGuard[FunctionType]:
    """Whether something is a plain function that returns anything."""
    plain = isinstance(held, FunctionType) and not inspect.isgeneratorfunction(held)
    return plain and held.__annotations__.get("return") != "None"


def _falsely(answer: Any) -> Any:
    """The false answer of an answer's kind: an empty list for a list, and None for what has none."""
    plain = bool, int, str, tuple, list, dict, set, frozenset
    return type(answer)() if type(answer) in plain else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Leave out each condition on a folder's gold files and print what that changes; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.left_out",
        description="Leave each condition of the parser out and count what changes.",
    )
    parser.add_argument("folder", type=Path, help="where the gold files lie")
    given = parser.parse_args(arguments)
    scorer = load_scorer(given.folder)
    gold = list(_gold(given.folder))
    if scorer is None or not gold:
        print(f"no annotated documents at {given.folder}: nothing to leave out")
        return 0
    conditions = Conditions()
    conditions.watch()
    read = [_read(conditions, gold, i, scorer) for i in range(len(gold))]
    print(
        f"{len(conditions.lines)} functions on {len(gold)} documents; lines, name, documents decided in, change"
    )
    for name in sorted(conditions.lines):
        where = sorted(conditions.decided[name])
        if not where:
            print(f"{conditions.lines[name]:4} {name}: never")
        elif len(where) <= RARE and (told := _without(conditions, name, where, gold, read, scorer)):
            print(f"{conditions.lines[name]:4} {name}: {len(where)}, {told}")
    return 0


def _gold(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob(FILES)):
        for line in path.read_text(encoding="utf-8").splitlines():
            document = json.loads(line) if line.strip() else {}
            if document.get("calls") is not None and document.get("lang", "en") == "en":
                yield document


def _read(
    conditions: Conditions, gold: Sequence[dict[str, Any]], index: int, scorer: ModuleType
) -> tuple[Counter[str], Any]:
    """What one document says: how much of it is right and wrong by kind, and all of it."""
    conditions.reading = index
    found = parse_document(gold[index])
    scores = scorer.score([gold[index]], {gold[index]["id"]: found})
    counts = Counter(
        {f"{kind} {sign}": scores[kind][sign] for kind in KINDS for sign in ("tp", "fp")}
    )
    return counts, found["calls"]


def _without(
    conditions: Conditions,
    name: str,
    where: Sequence[int],
    gold: Sequence[dict[str, Any]],
    read: Sequence[tuple[Counter[str], Any]],
    scorer: ModuleType,
) -> str:
    """What changes in the documents ``where`` a condition decided when it is left out; empty where reading fails."""
    change, otherwise = Counter[str](), 0
    conditions.leave_out(name)
    try:
        for index in where:
            counts, said = _read(conditions, gold, index, scorer)
            change.update(counts)
            change.subtract(read[index][0])
            otherwise += said != read[index][1]
    except (AttributeError, TypeError, ValueError, LookupError):
        return ""
    finally:
        conditions.leave_out(None)
    told = ", ".join(f"{kind} {count:+}" for kind, count in change.items() if count)
    return told or (f"{otherwise} read otherwise" if otherwise else "nothing changes")


if __name__ == "__main__":
    raise SystemExit(main())
