"""Alerts: who is told what of an edition, once, with the words it rests on.

What belongs here: the watchlist, the news that touches it, the messages, the record of what was sent, and sending. What
does not: when that happens (``pipelines``), and any figure (``sql/``).

    watchlist.yaml -> news -> messages -> outbox -> delivery

``load_watchlist`` reads the file; ``put_news`` and ``put_troubles`` put down what is new in the outbox; ``send_due``
sends it.
"""
