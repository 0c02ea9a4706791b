"""Where an instance is, and what lies where in it.

What belongs here: the paths of a home and of a shared folder, named once, and the marks that tell where an instance is
while it moves. What does not: opening any of its files, and moving it (``readouts.moving``).
"""
