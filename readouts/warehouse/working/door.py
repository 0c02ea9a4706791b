"""The door to the working tables, whichever way an instance keeps them.

What belongs here: choosing the way. What does not: either way (``one_file``, which says what may be asked of both, and
``shared``); what several machines need is imported for them alone.

Whoever has the turn works on a file of its own disk in both ways (``Home.build``), inside of ``at_hand``. What it has
come to is kept by ``keep``: on one machine nothing is to be done for that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from readouts.base.instance.home import Home
from readouts.warehouse.working.one_file import OneFile

if TYPE_CHECKING:
    from readouts.warehouse.working.shared import Shared

Working: TypeAlias = "OneFile | Shared"
"""The working tables of an instance."""


def working(home: Home) -> Working:
    """The working tables of an instance."""
    if not home.is_shared:
        return OneFile(home.build)
    from readouts.warehouse.working.shared import Shared

    return Shared(home)
