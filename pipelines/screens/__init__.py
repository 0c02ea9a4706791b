"""What a person sees of a command: progress, tables, questions, one line for an error.

What belongs here: drawing and talking. What does not: arguments (``pipelines.commands``) and the work, which is done
in ``readouts``.
"""
