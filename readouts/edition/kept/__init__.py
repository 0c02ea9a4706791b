"""What is known of an edition between its steps.

What belongs here: what was made and is not closed (``staged``), a model's stored answers (``answers``), how far an
edition is (``states``). What does not: whatever makes or closes one.
"""
