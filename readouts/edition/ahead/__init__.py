"""Making the next editions of a range in other processes of this machine, while this one closes them in order.

What belongs here: the process that makes (``process``), and who is told to make what, and when (``crew``). What does
not: what making is (``edition.making``), and closing (``edition.steps``).
"""

from readouts.edition.ahead.crew import Ahead, Crew

__all__ = ["Ahead", "Crew"]
