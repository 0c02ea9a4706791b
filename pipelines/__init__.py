"""The code location: definitions, the job, its schedule, and the command.

What belongs here: when things run and how a person starts them. What does not: what they do (``readouts``) and
what depends on what (``assets``).
"""
