"""The release: one number, in one place.

What belongs here: the number. What does not: what else a row's version is made of (``versions``), whose
import costs more.
"""

__version__ = "0.2.0"
