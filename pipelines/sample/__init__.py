"""The sample served on loopback: the site of its pages, and a model whose answers were recorded.

What belongs here: servers for demos and tests. What does not: the pages themselves (``sample/``).
"""
