"""Names of people: how they are spelt and compared, and who held which office when.

What belongs here: what is known of names before any article is read. What does not: finding them in a text
(``parse/actors``), and writings other than Latin letter by letter (``scripts``).
"""
