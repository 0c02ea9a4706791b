"""The commands of ``readouts``, a module for one or a few: arguments, options, and what a person sees of each.

What belongs here: what is typed, and what answers it. What does not: what several commands show
(``pipelines.screens``), and the work, which is done in ``readouts``.
"""
