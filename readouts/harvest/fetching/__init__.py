"""One polite request: robots, turns, logins, public addresses only, limits, and what it came to.

What belongs here: everything between an address and an answer's bytes. What does not: what the answer says, and where
it is kept.
"""
