"""Names in other scripts than the Latin one: how they read in Latin letters, how they sound, and whether two are alike.

What belongs here: reading a name's letters (``latin``, by ICU), its sounds (``sounds``), and the comparison of names of
which one at least is in another script (``likeness``). What does not: the comparison of two names in Latin letters,
which is SQL (``sql/functions/``), the key of a name (``readouts.reference.names.naming``), and who holds an office.
"""
