"""What 10, 100 or 1,000 workers would make of it: ``python -m benchmarks.scale``.

What belongs here: a small simulation, fed with what is measured in the same run (``measuring.py``) and with figures
from elsewhere, each with where it is from (``figures.tsv``). What does not: a promise. It knows what waits for what,
and nothing of machines that fail.
"""
