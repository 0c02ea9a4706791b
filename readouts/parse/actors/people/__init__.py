"""Who is who: which references mean one person, and of which country the person is.

What belongs here: what is known of the people of one article. What does not: finding the words for them
(``references``).
"""
