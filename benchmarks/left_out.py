"""What each condition of the parser is worth: ``python -m benchmarks.left_out FOLDER`` leaves each out in its turn.

What belongs here: finding the parser's functions, making one of them answer falsely, and counting what a folder's
annotated documents say then. What does not: the rules of stances, which are data (``weigh``), and taking anything out.

A condition that never answered otherwise than falsely, and one whose absence changes nothing, did not earn its lines on
these documents. That is a reason to look at it, not to take it out unseen: a case among the tests may show a fault that
none of them has. A function whose answer is followed up as an object fails when it is left out; it is not listed. One
that writes something down still does so: only its answer is left out.

``--together N`` leaves out at once all that answer yes or no and change at most so many documents: several that each
stand in for another are then missed.
"""

from __future__ import annotations

import argparse
import inspect
import json
import pkgutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
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
    """The parser's functions, watched: which documents each decided in, and which are left out now.

    ``verdicts`` are those that answer yes or no.
    """

    lines: dict[str, int] = field(default_factory=dict)
    verdicts: set[str] = field(default_factory=set)
    decided: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    out: frozenset[str] = frozenset()
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

    def leave_out(self, *names: str) -> None:
        """Let these functions answer falsely from now on, and no others."""
        self.out = frozenset(names)
        for clear in self.caches:
            clear()

    def _watched(self, function: FunctionType, name: str) -> Callable[..., Any]:
        self.lines[name] = len(inspect.getsourcelines(function)[0])
        if function.__annotations__.get("return") == "bool":
            self.verdicts.add(name)
        may_be_none = str(function.__annotations__.get("return", "")).endswith("| None")

        @wraps(function)
        def watched(*arguments: Any, **named: Any) -> Any:
            answer = function(*arguments, **named)
            if name in self.out:
                return None if may_be_none else _falsely(answer)
            if answer and not self.out:
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
    parser.add_argument(
        "--together",
        type=int,
        metavar="N",
        help="leave out at once all that answer yes or no and change at most N documents; print only that",
    )
    given = parser.parse_args(arguments)
    scorer = load_scorer(given.folder)
    gold = list(_gold(given.folder))
    if scorer is None or not gold:
        print(f"no annotated documents at {given.folder}: nothing to leave out")
        return 0
    reading = Reading(gold, scorer)
    lines, decided = reading.conditions.lines, reading.conditions.decided
    if given.together is None:
        print(
            f"{len(lines)} functions on {len(gold)} documents; lines, name, documents decided in, change"
        )
    little = []
    together = reading.conditions.verdicts if given.together is not None else lines
    for name in sorted(together):
        where = sorted(decided[name])
        if len(where) > RARE or (change := reading.without([name], where)) is None:
            continue
        if given.together is None:
            told = f"{len(where)}, {change}" if where else "never"
            print(f"{lines[name]:4} {name}: {told}")
        elif change.otherwise <= given.together:
            little.append(name)
    if given.together is not None:
        change = reading.without(little, range(len(gold)))
        print(
            f"{len(little)} of {len(lines)} functions, {sum(lines[name] for name in little)} of"
            f" {sum(lines.values())} lines, left out together on {len(gold)} documents:"
            f" {'reading fails' if change is None else change}"
        )
    return 0


def _gold(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob(FILES)):
        for line in path.read_text(encoding="utf-8").splitlines():
            document = json.loads(line) if line.strip() else {}
            if document.get("calls") is not None and document.get("lang", "en") == "en":
                yield document


@dataclass
class Change:
    """What is read otherwise: how many documents, and how many records of each kind more are right or wrong."""

    otherwise: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        told = ", ".join(f"{kind} {count:+}" for kind, count in self.counts.items() if count)
        return told or (f"{self.otherwise} read otherwise" if self.otherwise else "nothing changes")


class Reading:
    """Annotated documents, and what the whole parser says of them."""

    def __init__(self, gold: Sequence[dict[str, Any]], scorer: ModuleType) -> None:
        self.gold, self.scorer = gold, scorer
        self.conditions = Conditions()
        self.conditions.watch()
        self.whole = [self._read(index) for index in range(len(gold))]

    def without(self, names: Sequence[str], where: Iterable[int]) -> Change | None:
        """What changes in documents when conditions are left out; None where reading fails."""
        change = Change()
        self.conditions.leave_out(*names)
        try:
            for index in where:
                counts, said = self._read(index)
                change.counts.update(counts)
                change.counts.subtract(self.whole[index][0])
                change.otherwise += said != self.whole[index][1]
        except (AttributeError, TypeError, ValueError, LookupError):
            return None
        finally:
            self.conditions.leave_out()
        return change

    def _read(self, index: int) -> tuple[Counter[str], Any]:
        """What one document says: how much of it is right and wrong by kind, and all of it."""
        self.conditions.reading = index
        document = self.gold[index]
        found = parse_document(document)
        scores = self.scorer.score([document], {document["id"]: found})
        counts = Counter(
            {f"{kind} {sign}": scores[kind][sign] for kind in KINDS for sign in ("tp", "fp")}
        )
        return counts, found["calls"]


if __name__ == "__main__":
    raise SystemExit(main())
