"""Asking a language model: from an article to a stored answer.

What belongs here: the file that says which model is asked (``settings``, ``model_file``), what it is asked
(``questions``), how servers are spoken to (``wire``, ``manners``), within which limits (``spending``), what they
answer and where that is kept (``answers``). What does not: what becomes of an answer (``grounding``, ``joining``), and
when articles are asked about (``readouts.edition.closing.asking``).

Nothing here is imported by a run for which no model is configured and no answer is archived.
"""
