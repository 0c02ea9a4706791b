"""Several machines: the workers of an instance, and a whole cluster on one machine to see how it does.

What belongs here: what is started (``servers``), how runs get to workers (``launcher``, ``workers``), what is run on
one machine (``session``). What does not: what a run does, and taking turns (``readouts.base.state.turns``).
"""
