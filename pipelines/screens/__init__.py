"""What several commands show: tables, progress, runs of editions and what is told after each.

What belongs here: drawing and talking. What does not: what one command alone shows (``pipelines.commands``), and the
work, which is done in ``readouts``.
"""
