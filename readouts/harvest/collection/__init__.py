"""A harvest: which links are due, in what order hosts are asked, and the ledger of what was seen.

What belongs here: the round over sources and what it leaves. What does not: how one kind of source lists its links
(``kinds``) and one request (``fetching``).
"""
