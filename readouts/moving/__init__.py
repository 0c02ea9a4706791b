"""Moving an instance: from the home of one machine into a folder that several share, and back.

What belongs here: copying what goes along (``copying``), and the order in which a move goes on, whatever kills it
(``move``). What does not: what goes along (``base/instance/layout.tsv``), where an instance is
(``base.instance.whereabouts``), and runs of Dagster that wait (``pipelines.commands.running.move``).
"""
