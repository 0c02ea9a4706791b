"""What keeps words of a stance silent: denied, supposed, planned, of another time, or only a name.

What belongs here: reasons why a claim is none. What does not: whose a claim is (``holders``).
"""
