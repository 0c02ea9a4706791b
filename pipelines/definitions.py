"""What Dagster loads, as ``workspace.yaml`` names it.

What belongs here: the definitions of the instance that the environment names. What does not: putting them together
(``location``); commands do that with an instance and loggers of their own.
"""

from __future__ import annotations

from pipelines.orchestration.location import build_definitions

defs = build_definitions()
