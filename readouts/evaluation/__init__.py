"""Measuring the readers: annotated documents, and what a reader finds of them.

What belongs here: the exchange format and figures. What does not: reading, and the trial of one's own model
(``readouts.trial``).
"""
