"""Who took part in a call, and who of them rang.

What belongs here: who stands where beside a cue, who says "I", who may be a party. What does not: whether there was a
call (``cues``, ``held``), and when (``timing``).
"""
