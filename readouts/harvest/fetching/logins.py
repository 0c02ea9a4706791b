"""Credentials: what is sent along to one site, and never kept.

What belongs here: reading them, telling which requests they go with, and taking them out of whatever is kept. What
does not: sending (``fetch.py``), and where ``sources.yaml`` may have them (``sources/``).

An address is known without its user and password from here on: rows, records, errors and logs have only that form.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field, replace
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from readouts.harvest.fetching.exchange import Exchange, PackedError, unpacked

HIDDEN = "***"
"""What stands where something secret stood."""

FORMS = "USER:PASSWORD, 'Bearer TOKEN' (or another scheme), 'Header-Name: VALUE', or ?KEY=TOKEN (a part of the address)"
"""What the variable that ``credentials`` names may hold."""

_HEADER = re.compile(r"^([A-Za-z0-9!#$%&'*+.^_`|~-]+): +(\S.*)$")
_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9-]* +\S.*$")
_QUERY = re.compile(r"^\?([^=&#\s]+)=([^&#\s]+)$")
_SHORTEST = 8
"""Characters that a token must have at least to be looked for: a shorter one would be found in any text."""
_USERINFO = re.compile(r"(//)\S*@")


class LoginError(ValueError):
    """The text is no credentials; the message does not repeat it."""


@dataclass(frozen=True, slots=True)
class Secret:
    """Words that are kept nowhere, with what stands around them where only that tells them from other words."""

    words: str = field(repr=False)
    before: str = ""
    after: str = ""

    def taken_from(self, text: str) -> str:
        """The text with something else in its place."""
        return text.replace(self._with(self.words), self._with(HIDDEN))

    def blotted(self, raw: bytes) -> bytes:
        """The bytes with as many others in its place."""
        stars = "*" * len(self.words.encode())
        return raw.replace(self._with(self.words).encode(), self._with(stars).encode())

    def _with(self, words: str) -> str:
        return f"{self.before}{words}{self.after}"


@dataclass(frozen=True, slots=True)
class Login:
    """What goes with each request to one site: a header, or a part of the address's query.

    ``host`` has its port where that is not the usual one. What was written for https goes over nothing else; what was
    written for http goes over https too.
    """

    scheme: str
    host: str
    header: tuple[str, str] | None = field(default=None, repr=False)
    query: tuple[str, str] | None = field(default=None, repr=False)
    hidden: tuple[Secret, ...] = field(default=(), repr=False)

    def is_for(self, url: str) -> bool:
        """Whether a request to this address takes it along."""
        parts = urlsplit(url)
        is_safe = parts.scheme == "https" or parts.scheme == self.scheme
        return is_safe and parts.netloc.lower() == self.host

    def on(self, url: str) -> str:
        """The address as it is asked for."""
        if self.query is None:
            return url
        parts = urlsplit(self.off(url))
        pair = "=".join(self.query)
        query = f"{parts.query}&{pair}" if parts.query else pair
        return urlunsplit(parts._replace(query=query))

    def off(self, url: str) -> str:
        """The address as it is known: without the secret part of its query."""
        if self.query is None or "?" not in url:
            return url
        parts = urlsplit(url)
        kept = [part for part in parts.query.split("&") if not self._is_secret(part)]
        return urlunsplit(parts._replace(query="&".join(kept)))

    def _is_secret(self, pair: str) -> bool:
        """Whether a part of a query is the secret one, also as it was blotted out in a body."""
        assert self.query is not None
        name, _, value = pair.partition("=")
        own, token = self.query
        return name == own and (unquote(value) == unquote(token) or set(value) == {"*"})

    def without(self, text: str) -> str:
        """A text without what is secret."""
        for secret in self.hidden:
            text = secret.taken_from(text)
        return text


def read_login(url: str, text: str) -> Login:
    """The login that a text of one of ``FORMS`` gives for the site of an address.

    Raises:
        LoginError: it has none of these forms, or characters that no header can hold.
    """
    text = text.strip()
    query, header = _QUERY.match(text), _HEADER.match(text)
    if text.isascii() and text.isprintable():
        if query:
            return _query_login(url, query[1], query[2])
        if header:
            return _header_login(url, header[1], header[2], header[2])
        if _SCHEME.match(text):
            return _header_login(url, "Authorization", text, text.split(None, 1)[1])
    if ":" in text and text.isprintable() and not (query or header):
        user, _, password = text.partition(":")
        return basic_login(url, user, password)
    raise LoginError(f"expected {FORMS}")


def basic_login(url: str, user: str, password: str) -> Login:
    """A user and a password for the site of an address (RFC 7617)."""
    pair = f"{user}:{password}"
    token = base64.b64encode(pair.encode()).decode("ascii")
    login = _header_login(url, "Authorization", f"Basic {token}", token)
    written = (pair, f"{quote(user, safe='')}:{quote(password, safe='')}")
    in_address = tuple(Secret(words, after="@") for words in written)
    return replace(login, hidden=(*in_address, *_anywhere(pair), *login.hidden))


def _header_login(url: str, name: str, value: str, secret: str) -> Login:
    scheme, host = _site(url)
    return Login(scheme, host, header=(name, value), hidden=_anywhere(secret))


def _query_login(url: str, name: str, token: str) -> Login:
    scheme, host = _site(url)
    written = dict.fromkeys((token, unquote(token), quote(unquote(token), safe="")))
    in_address = tuple(Secret(words, before=f"{name}=") for words in written)
    anywhere = tuple(secret for words in written for secret in _anywhere(words))
    return Login(scheme, host, query=(name, token), hidden=(*in_address, *anywhere))


def _anywhere(words: str) -> tuple[Secret, ...]:
    return (Secret(words),) if len(words) >= _SHORTEST else ()


def _site(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme.lower(), parts.netloc.lower()


def split_login(url: str) -> tuple[str, Login | None]:
    """An address without its user and password, and the login that these are; None where it has none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url, None
    userinfo, at, host = parts.netloc.rpartition("@")
    if not at:
        return url, None
    bare = urlunsplit(parts._replace(netloc=host))
    user, _, password = userinfo.partition(":")
    return bare, basic_login(bare, unquote(user), unquote(password)) if userinfo else None


def masked(text: str) -> str:
    """A text in which no address shows a user or password."""
    return _USERINFO.sub(rf"\1{HIDDEN}@", text)


def concealed(exchange: Exchange, login: Login | None, limit: int) -> Exchange:
    """An exchange as it may be kept: without what a login holds, also where the server says it again.

    Of a packed body the first ``limit`` bytes are looked into.
    """
    if login is None:
        return exchange
    headers = tuple((name, login.without(value)) for name, value in exchange.headers)
    exchange = replace(exchange, headers=headers)
    raw = _blotted(exchange.raw, login)
    if raw != exchange.raw:
        return replace(exchange, raw=raw)
    return _unpacked(exchange, login, limit)


def _blotted(raw: bytes, login: Login) -> bytes:
    for secret in login.hidden:
        raw = secret.blotted(raw)
    return raw


def _unpacked(exchange: Exchange, login: Login, limit: int) -> Exchange:
    """A body that was sent packed and holds something secret is kept unpacked, and its headers say how it came."""
    encoding = exchange.header("content-encoding")
    if not encoding:
        return exchange
    try:
        body, _ = unpacked(exchange.raw, encoding, limit)
    except PackedError:
        return exchange
    kept = _blotted(body, login)
    if kept == body:
        return exchange
    moved = {"content-encoding", "content-length"}
    headers = tuple(
        (f"X-Archive-Orig-{name}" if name.lower() in moved else name, value)
        for name, value in exchange.headers
    )
    return replace(exchange, raw=kept, headers=headers)
