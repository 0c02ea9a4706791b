"""An edition, from its sources to what is published, in two halves: making and closing.

What belongs here: the order of things, plain functions that ``assets`` hands to Dagster: ``making`` needs nobody else,
``closing`` goes in the order of editions, ``kept`` is what is known of an edition between the two, ``run`` is all of
it in a row. What does not: the work of a step, which the packages beside this one do.
"""
