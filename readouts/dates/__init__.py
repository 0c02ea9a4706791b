"""Which days words of a date can mean, in any language.

What belongs here: from words, a language and a document's own day to a set of days. What does not: finding the words
in a text, and deciding which call they date.

Names of weekdays and months are CLDR's, through ``babel``; what else tells a day lies in ``dates.tsv`` of the
language's folder under ``readouts/reference``, for a reader of the language to extend. English is read as the rules
read it (``readouts.parse.text.dates``) before anything else is tried.
"""

from readouts.dates.meaning import Meaning, days_meant

__all__ = ["Meaning", "days_meant"]
