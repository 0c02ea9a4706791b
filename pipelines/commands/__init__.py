"""The commands of ``readouts`` in groups: arguments and options, handed on.

What belongs here: what is typed. What does not: what is shown (``pipelines.screens``) and any work.
"""
