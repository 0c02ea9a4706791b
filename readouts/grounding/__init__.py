"""What an answer of a language model may say of a report: only what the report's text carries.

What belongs here: holding an answer against a text, piece by piece. What does not: asking a model
(``readouts.asking``), and joining its reading with the rules' (``readouts.joining``).
"""

from readouts.grounding.answer import normal
from readouts.grounding.faults import Fault, asking_again
from readouts.grounding.ground import Grounded, ground

__all__ = ["Fault", "Grounded", "asking_again", "ground", "normal"]
