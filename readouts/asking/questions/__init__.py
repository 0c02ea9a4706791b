"""What a model is asked: the prompt and its schema, a text in parts that fit, and translations.

What belongs here: making a question and naming the way it is asked. What does not: sending it (``asking.manners``,
``asking.wire``) and what comes back (``asking.answers``).
"""
