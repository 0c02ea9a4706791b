"""Print what damaged answers get past the checks, by kind of damage."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.grounding.damage.kinds import BY_BYTES, BY_MEANING, UNSEEN
from tests.grounding.damage.measure import cases, measure, own_cases, table, undamaged


def main() -> int:
    """Damage the answers given, or those of the tests, and print three tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.grounding.damage")
    parser.add_argument("--documents", type=Path, nargs="+", default=[])
    parser.add_argument("--answers", type=Path, nargs="+", default=[])
    parser.add_argument("--times", type=int, default=310, help="damaged answers of each kind")
    parser.add_argument("--joined", action="store_true", help="with the rules' reading beside it")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--examples", type=int, default=0, help="show so many of each kind that got in"
    )
    given = parser.parse_args()
    read = [
        case
        for documents, answers in zip(given.documents, given.answers, strict=True)
        for case in cases(documents, answers)
    ] or own_cases()
    sure, kept, whole = undamaged(read, joined=given.joined)
    print(
        f"{len(read)} documents, {whole} pieces; undamaged {kept / whole:.4f} of them stand,"
        f" {sure / whole:.4f} undoubted\n"
    )
    for title, kinds in (
        ("by bytes", BY_BYTES),
        ("by meaning", BY_MEANING),
        ("true to the letter", UNSEEN),
    ):
        rows = measure(read, kinds, given.times, given.seed, joined=given.joined)
        print(f"{title}\n{table(rows)}\n")
        for name, row in rows.items():
            for example in row.examples[: given.examples]:
                print(f"  {name} | {example[:300]}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
