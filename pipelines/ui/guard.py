"""Whom the UI obeys: its own pages, and nobody else's.

What belongs here: judging a request by its headers before Dagster sees it. What does not: serving (``webserver``), and
who may come at all: that is the login in front (docs/operating.md).

Dagster's webserver has no login and takes commands over GET, as plain text and by WebSocket. Any web page that is open
in an operator's browser could send it some, and a login in front does not help, for the browser sends its password
along. So a request is judged by what a browser says of it and a page cannot change:

- ``Host`` is a name of the UI. A page whose name resolves to 127.0.0.1 (DNS rebinding) has another.
- ``Origin``, where there is one, is the page's own address as ``Host`` has it.
- ``Sec-Fetch-Site``, where there is one, is ``same-origin`` or ``none`` (typed in). A link or a login elsewhere may
  lead to a page of the UI (``PAGES``), which does nothing when it is opened; not into a frame, and not to a command.

Older browsers send neither of the two with a GET or a form. So commands come only as JSON by POST, which a page
elsewhere cannot send without asking first, or by WebSocket, which always tells its origin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from readouts.base.errors import ReadoutsError

NAMES_VARIABLE = "READOUTS_UI_NAMES"
"""The addresses under which a proxy makes the UI reachable, as one types them; spaces or commas between."""

PAGES = (
    *("", "asset-groups", "assets", "automation", "catalog", "deployment"),
    *("jobs", "locations", "overview", "runs", "timeline"),
)
"""The first part of addresses to which a page elsewhere may link; each answers with the same empty page."""

DEFAULT_PORTS = {"http": ":80", "https": ":443"}


class NamesError(ReadoutsError):
    """A name in the setting is no address of a web page."""


def own_origins(port: int, names: str = "") -> frozenset[str]:
    """The origins of the UI's own pages: this machine at its port, and those that the setting names.

    A name without a scheme is one of https.

    Raises:
        NamesError: one of the names is no ``https://host`` or ``http://host:port``.
    """
    own = [f"http://{host}:{port}" for host in ("127.0.0.1", "localhost")]
    named = [_origin_of_name(name) for name in re.split(r"[\s,]+", names) if name]
    return frozenset(map(origin_of, [*own, *named]))


def _host(origin: str) -> str:
    return origin.partition("://")[2]


def _origin_of_name(name: str) -> str:
    address = name if "://" in name else f"https://{name}"
    parts = urlsplit(address)
    try:
        is_origin = parts.port is None or parts.port > 0
    except ValueError:
        is_origin = False
    is_origin = is_origin and parts.scheme in DEFAULT_PORTS and bool(parts.hostname)
    if not is_origin or parts.username is not None or parts.path not in ("", "/") or parts.query:
        raise NamesError(
            f"{NAMES_VARIABLE}: {name!r} is no address such as https://readouts.example.org"
        )
    return address


def origin_of(address: str) -> str:
    """An origin as it is compared: in small letters, without the port that its scheme has anyway."""
    scheme, _, host = address.strip().rstrip("/").lower().partition("://")
    return f"{scheme}://{host.removesuffix(DEFAULT_PORTS.get(scheme, ''))}"


@dataclass(frozen=True)
class Asked:
    """What is judged of a request; ``kind`` is ``http`` or ``websocket``."""

    kind: str
    method: str
    path: str
    query: bytes
    headers: Headers


def refusal(asked: Asked, origins: Iterable[str]) -> str | None:
    """Why a request is not of the UI's own pages; None where it is."""
    own = list(origins)
    hosts = asked.headers.getlist("host")
    here = [origin for origin in own if [_host(origin)] == [_bare(h, origin) for h in hosts]]
    if not here:
        return f"Host {', '.join(hosts)!r} is none of its names"
    for origin in asked.headers.getlist("origin"):
        if origin_of(origin) not in here:
            return f"Origin {origin!r} is another's"
    for site in asked.headers.getlist("sec-fetch-site"):
        if site not in ("same-origin", "none") and not _leads_to_page(asked):
            return f"Sec-Fetch-Site {site!r} is another's"
    if asked.kind == "http" and asked.method == "POST" and _media_type(asked) != "application/json":
        return f"a command comes as application/json, not as {_media_type(asked) or 'nothing'!r}"
    if asked.kind == "http" and asked.method != "POST" and asked.query and _is_graphql(asked.path):
        return "a command comes by POST, not in an address"
    return None


def _bare(host: str, origin: str) -> str:
    return host.strip().lower().removesuffix(DEFAULT_PORTS[origin.partition("://")[0]])


def _leads_to_page(asked: Asked) -> bool:
    """Whether a person follows a link to a page of the UI, in a window of its own."""
    return (
        asked.kind == "http"
        and asked.method == "GET"
        and asked.headers.get("sec-fetch-mode") == "navigate"
        and asked.headers.get("sec-fetch-dest") == "document"
        and asked.path.lstrip("/").partition("/")[0] in PAGES
        and not asked.path.startswith("//")
    )


def _media_type(asked: Asked) -> str:
    return asked.headers.get("content-type", "").partition(";")[0].strip().lower()


def _is_graphql(path: str) -> bool:
    return path.rstrip("/").endswith("/graphql")


MOST_TOLD = 50
"""Different refusals that are told; whoever goes on asking does not fill a disk."""


class Guard:
    """The webserver behind the judgement: what is refused is answered with one line, and told once."""

    def __init__(self, app: ASGIApp, origins: Iterable[str], say: Callable[[str], None]) -> None:
        self._app = app
        self._origins = sorted(origins)
        self._say = say
        self._told: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        asked = Asked(
            scope["type"],
            scope.get("method", "GET"),
            scope["path"],
            scope["query_string"],
            Headers(scope=scope),
        )
        reason = refusal(asked, self._origins)
        if reason is None:
            await self._app(scope, receive, send)
            return
        line = (
            f"refused: {reason[:300]}; the UI obeys its own pages only ({', '.join(self._origins)});"
            f" {NAMES_VARIABLE} names others under which it is reached"
        )
        if len(self._told) < MOST_TOLD and line not in self._told:
            self._told.add(line)
            self._say(line)
        if asked.kind == "websocket":  # before it is accepted: the server answers 403
            await send({"type": "websocket.close", "code": 1008, "reason": "refused"})
            return
        await PlainTextResponse(f"{line}\n", status_code=403)(scope, receive, send)
