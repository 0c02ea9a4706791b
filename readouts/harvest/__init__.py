"""The harvest: from ``sources.yaml`` to archived pages, and from an archived page to an article.

What belongs here: everything that meets the network or a page's markup. What does not: what an article says about
calls (``readouts.parse``) and where rows are stored (``readouts.warehouse``).

``collection.collect`` collects into the archive; all that follows needs only the archive.
"""
