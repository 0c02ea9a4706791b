"""The base of every error that is meant for a person.

What belongs here: the one class by which the command tells a mistake of its user, or a fault of the world, from a
fault of its own. What does not: any particular error.
"""

from __future__ import annotations


class ReadoutsError(Exception):
    """Something that a person can act on; ``str()`` of it is one clear line, or one a mistake."""
