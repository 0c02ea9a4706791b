"""Reference data: what is known before any article is read.

What belongs here: tables as data files that somebody without Python can extend, and the modules
that load them (``tables`` reads a file, ``geography`` knows countries, ``bodies`` organisations, ``stances``
the words of stances, ``names`` who held which office when and how names are spelt). What does not:
rules that need a sentence, which are the parser's, and anything that is learned from an article.

Everything is read on first use and kept; importing this package reads no file.
"""

from readouts.reference.bodies import organisations, words_to_organisation
from readouts.reference.geography import (
    countries,
    country_of,
    fixed_names,
    no_country,
    words_to_country,
)
from readouts.reference.tables import UnknownLanguageError, items, languages, read_table

__all__ = [
    "UnknownLanguageError",
    "countries",
    "country_of",
    "fixed_names",
    "items",
    "languages",
    "no_country",
    "organisations",
    "read_table",
    "words_to_country",
    "words_to_organisation",
]
