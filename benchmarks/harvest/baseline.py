"""What the harvest is compared with: trafilatura's extraction alone, over the same pages in as many processes.

Run as ``baseline.py FIRST LAST STEP``: pages are made first and their processor time is not counted; prints the
seconds of processor time that the extraction took.
"""

from __future__ import annotations

import sys
import time

from trafilatura import bare_extraction

from benchmarks.harvest.pages import page
from benchmarks.harvest.server import host_name

BATCH = 100


def main(first: int, last: int, step: int) -> None:
    spent = 0.0
    read = 0
    numbers = list(range(first, last, step))
    for start in range(0, len(numbers), BATCH):
        made = [
            page(number, host_name(number % 50, 80)) for number in numbers[start : start + BATCH]
        ]
        before = time.process_time()
        for body in made:
            read += bare_extraction(body, with_metadata=True) is not None
        spent += time.process_time() - before
    print(spent, read)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:4]))
