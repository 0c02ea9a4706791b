"""Layer 1: an article's characters as words and sentences, and the days that words mean.

What belongs here: what needs no knowledge of persons or calls. What does not: any meaning beyond a date's.
"""
