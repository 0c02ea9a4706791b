"""Layer 4: who took which stance toward whom in a call.

What belongs here: clauses and their verbs, the stance rules' matches, and whose they are. What does not: finding calls.
"""
