"""The base of every error that is meant for a person.

What belongs here: the one class by which the command tells a mistake of its user, or a fault of the world, from a
fault of its own, and errors in words. What does not: any particular error.
"""

from __future__ import annotations

import errno
from pathlib import Path


class ReadoutsError(Exception):
    """Something that a person can act on; ``str()`` of it is one clear line, or one a mistake."""


def in_a_line(error: BaseException, most: int | None = None) -> str:
    """What an error says, in one line of so many characters at most; its kind where it says nothing."""
    return " ".join(str(error).split())[:most] or type(error).__name__


FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FORBIDDEN = {errno.EROFS, errno.EACCES, errno.EPERM}


def explain(error: OSError, path: Path | None = None) -> str:
    """What the system refused, in one line: the file, why, and what to do.

    ``path`` is what was worked on, where the error itself does not say.
    """
    where = error.filename if error.filename is not None else path
    reason = error.strerror or in_a_line(error)
    told = f"{where}: {reason}" if where is not None else reason
    if error.errno in FULL:
        return f"{told}; make room, and run it again"
    if error.errno in FORBIDDEN:
        return f"{told}; give this user the right to it, or let READOUTS_HOME name another folder"
    return told
