"""What a damaged answer gets past the checks: answers damaged by bytes and by meaning, judged by what was damaged.

    python -m tests.grounding.damage [--documents FILE.jsonl --answers FILE.jsonl] [--times N] [--examples N]
        [--joined]

``kinds`` damages an answer, one way a function. ``oracle`` judges what came of it, and shares no code with the
checks: it knows what was damaged, and compares plain values. ``measure`` runs both and prints a row a kind.
"""
