"""What one page says: its own article among what stands around it, its titles, dates and language.

What belongs here: reading a parsed page. What does not: fetching, the archive, and the row of an article
(``extraction/extract.py``, which goes through these in order).

``structure`` reads what the page says of itself (JSON-LD, meta elements, titles), ``own`` leaves of the tree what
belongs to the page's article, ``unseen``, ``entries`` and ``lines`` ready it for reading as text, ``titles``,
``dates`` (with ``visible``) and ``languages`` each find one thing, and ``nature`` tells pages that are no article.
Words are in tables beside them.
"""
