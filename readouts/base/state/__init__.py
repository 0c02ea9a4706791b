"""What processes and machines agree on: who has a turn, small records, and the database of those who share.

What belongs here: locks, waiting for them, and where records are kept. What does not: what is recorded, and who takes
which turn for what.
"""
