"""What a party does in the text: take part in a call, ring, hold a stance.

What belongs here: checks of one claim about one party each. What does not: where it is mentioned (``actors``).
"""
