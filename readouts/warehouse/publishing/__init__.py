"""From the build file to what readers have: the published file, its views and copies, exports.

What belongs here: what leaves the build file. What does not: reading what was published (``reading``).
"""
