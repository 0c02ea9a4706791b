"""From the text of one report to its calls and reactions; text in, records out.

What belongs here: the public door, ``parse``. What does not: the layers themselves, each in its own modules.
"""

from readouts.parse.door import analyse, parse, parse_report
from readouts.parse.explanation import explain

__all__ = ["analyse", "explain", "parse", "parse_report"]
