"""Layer 4b: toward which country a stance is.

What belongs here: telling from the words of a claim whom it is about, who did what is condemned, whose the dead and the
towns are, and which countries are only named in passing. What does not: who holds the stance (``holders.py``).
"""
