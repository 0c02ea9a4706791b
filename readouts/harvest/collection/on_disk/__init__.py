"""Pages that lie on disk: large files and folders of a source, and the days of their pages.

What belongs here: keeping and reading them as if they had just been answered. What does not: which of them are due
(``collection/work``), and what one kind of source has (``kinds``).
"""
