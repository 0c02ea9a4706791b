"""The domain: what a call is, as records, and what no record of one can say.

What belongs here: the records that readers make and tables keep, and their contradictions. What does not: finding
them in a text (``readouts.parse``, ``readouts.grounding``).
"""
