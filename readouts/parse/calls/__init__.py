"""Layer 3: which calls a text tells of, who took part, when, how and at whose call, and which sentences tell of each.

What belongs here: everything about the conversation itself. What does not: what was said in it.
"""
