"""An edition, from its sources to what is published: its steps, its states, and whose turn it is.

What belongs here: the order of things, plain functions that ``assets`` hands to Dagster. What does not: the work of a
step, which the packages beside this one do.
"""
