"""The Dagster assets: what depends on what, over functions of ``readouts``.

What belongs here: asset definitions, their checks and their metadata. What does not: any work; that is a plain
function in ``readouts`` which a test can call without Dagster.
"""
