"""From archived pages to articles: text, title, date, and which is a copy of which.

What belongs here: putting an article together, and the processes that do so under limits. What does not: what a page
says of itself (``page``), which is asked here.
"""
