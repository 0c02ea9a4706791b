"""Two readings of one report, joined: which records are the same, who read them, how sure they are.

What belongs here: matching the calls and reactions of two readers, taking each field from the surer one, and
confidence from counts. What does not: reading (``readouts.parse``, ``readouts.grounding``).
"""

from readouts.joining.confidence import Counts, earned_by_rules, measured, read_counts
from readouts.joining.join import Joined, Refused, join

__all__ = ["Counts", "Joined", "Refused", "earned_by_rules", "join", "measured", "read_counts"]
