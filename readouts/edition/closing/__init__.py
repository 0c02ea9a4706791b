"""The half of an edition that goes in the order of editions, one at a time: into tables, and published.

What belongs here: its steps (``collecting``, ``asking``, ``steps``), copies and their originals, what an archive has
lost, making editions anew, publishing. What does not: what needs no warehouse (``making``), and how rows pass a gate
(``warehouse``).
"""
