"""Runs that are killed, and files that are harmed between runs: nothing is ever lost (``python -m tests.soak``).

What belongs here: a hundred kills at random moments (``kills``), and each fault of ``faults.yaml`` with what must come
of it (``trials``). What does not: single cases that ``make test`` tries elsewhere; a short form of this it tries too
(``test_in_short``).
"""
