"""The data that a brief carries, as its page unpacks it."""

from __future__ import annotations

import base64
import gzip
import json
import re
from pathlib import Path
from typing import Any


def unpacked(text: str) -> str:
    """What a page makes of packed text."""
    return gzip.decompress(base64.b85decode(text.translate(str.maketrans(",./", "<>&")))).decode()


def carried(path: Path) -> dict[str, Any]:
    """The data that a brief carries."""
    found = re.search(r'id="data">([^<]*)<', path.read_text(encoding="utf-8"))
    assert found is not None
    data: dict[str, Any] = json.loads(unpacked(found[1]))
    return data
