"""Alerts: who is told what of an edition, once, with the words it rests on.

What belongs here: the watchlist, the news that touches it, the messages, the record of what was sent, and sending. What
does not: when that happens (``pipelines``), and any figure (``sql/``).

    watchlist.yaml -> news -> messages -> outbox -> delivery

``load_watchlist`` reads the file; ``put_news`` and ``put_troubles`` put down what is new in the outbox; ``send_due``
sends it.
"""

from readouts.alerts.evaluation import FailedRun, put_news, put_troubles
from readouts.alerts.messages import Message
from readouts.alerts.outbox import (
    Outbox,
    OutboxBusyError,
    OutboxError,
    open_outbox,
    read_outbox,
)
from readouts.alerts.sending import Report, send_due
from readouts.alerts.watchlist import Watchlist
from readouts.alerts.watchlist_file import WatchlistError, load_watchlist

__all__ = [
    "FailedRun",
    "Message",
    "Outbox",
    "OutboxBusyError",
    "OutboxError",
    "Report",
    "Watchlist",
    "WatchlistError",
    "load_watchlist",
    "open_outbox",
    "put_news",
    "put_troubles",
    "read_outbox",
    "send_due",
]
