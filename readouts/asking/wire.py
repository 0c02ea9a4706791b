"""The wire to a server: the official OpenAI client, held to what the file says.

What belongs here: the one place that knows the client, its transport, and what may leave the machine. What does not:
what is asked (``question``), and what to do when it is refused (``manners``).

The client would take much from the environment: an address, an organisation, headers, proxies, certificates, a log of
what is sent. Its transport is ours, and lets through only the headers that are named here; redirects are not followed,
and it tries nothing again. The address may be on this machine or in its network: what comes back is only ever parsed.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Any, Self

import certifi
import httpx2
import openai

from readouts.asking.answers.reply import Came, RefusedError, one_line
from readouts.asking.settings import Settings
from readouts.base.versions import readouts_version

MOST_BYTES = 16_000_000
"""Bytes of a response at most; the longest answer is a hundredth of it."""

SECONDS_TO_CONNECT = 30.0
"""How long a server may take to take a connection; how long it thinks is the user's affair."""

LEAVES = frozenset(
    {
        "host",
        "content-type",
        "content-length",
        "accept",
        "accept-encoding",
        "user-agent",
        "connection",
    }
)
"""The headers that leave the machine, ``Authorization`` with the key of the file's variable apart."""

# a server that was switched off is noticed though no answer is ever late
_ALIVE = [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)] + [
    (socket.IPPROTO_TCP, getattr(socket, name), value)
    for name, value in (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 15), ("TCP_KEEPCNT", 8))
    if hasattr(socket, name)
]


class _TooBigError(httpx2.TransportError):
    pass


class _PackedError(httpx2.TransportError):
    pass


class _Capped(httpx2.AsyncByteStream):
    """A body that ends in an error where it goes on and on."""

    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for piece in self._stream:
            size += len(piece)
            if size > MOST_BYTES:
                raise _TooBigError("too big")
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()


class _Transport(httpx2.AsyncHTTPTransport):
    """Sends what the file allows and nothing else, and takes no more than an answer can be."""

    def __init__(self, settings: Settings, key: str | None) -> None:
        limits = httpx2.Limits(
            max_connections=settings.concurrency, max_keepalive_connections=settings.concurrency
        )
        super().__init__(
            verify=_certificates(settings), trust_env=False, limits=limits, socket_options=_ALIVE
        )
        self._authorization = f"Bearer {key}" if key else None

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        headers = {name: value for name, value in request.headers.items() if name.lower() in LEAVES}
        headers |= {"user-agent": f"readouts/{readouts_version()}", "accept-encoding": "identity"}
        if self._authorization is not None:
            headers["authorization"] = self._authorization
        request.headers = httpx2.Headers(headers)
        response = await super().handle_async_request(request)
        if response.headers.get("content-encoding", "identity").lower() not in ("", "identity"):
            await response.aclose()
            raise _PackedError("packed")
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        response.stream = _Capped(response.stream)
        return response


def _certificates(settings: Settings) -> ssl.SSLContext:
    """Who vouches for a server: the public authorities, or the file that is named; no variable has a say in it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cafile=settings.certificates or certifi.where())
    return context


class Wire:
    """A connection to the server of a file; to be used as a context."""

    def __init__(self, settings: Settings, key: str | None) -> None:
        assert settings.address is not None
        self._key = key
        self._http = httpx2.AsyncClient(
            transport=_Transport(settings, key),
            trust_env=False,
            follow_redirects=False,
            timeout=httpx2.Timeout(settings.timeout, connect=SECONDS_TO_CONNECT),
        )
        # Given as "", a value is not looked for in the environment; whatever else is found there, the transport drops.
        self._client = openai.AsyncOpenAI(
            api_key="in the transport",
            admin_api_key="",
            organization="",
            project="",
            webhook_secret="",
            base_url=settings.address,
            max_retries=0,
            timeout=self._http.timeout,
            http_client=self._http,
        )
        self._timeout = settings.timeout
        # a switch in the environment (OPENAI_LOG) would have it write down what is sent
        for name in ("openai", "httpx2", "httpcore2"):
            logging.getLogger(name).setLevel(logging.WARNING)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.close()

    async def ask(self, body: dict[str, Any]) -> Came:
        """Send one request for a completion, once.

        Raises:
            RefusedError: nothing came, or not all of it.
        """
        return await self._send("POST", "/chat/completions", body)

    async def models(self) -> Came:
        """Ask which models the server has, once.

        Raises:
            RefusedError: nothing came, or not all of it.
        """
        return await self._send("GET", "/models", None)

    async def _send(self, method: str, path: str, body: dict[str, Any] | None) -> Came:
        try:
            async with asyncio.timeout(self._timeout):
                if method == "GET":
                    response = await self._client.get(path, cast_to=httpx2.Response)
                else:
                    response = await self._client.post(path, cast_to=httpx2.Response, body=body)
        except openai.APIStatusError as error:
            response = error.response
        except (openai.APITimeoutError, TimeoutError) as error:
            raise self._timed_out(error) from None
        except (openai.APIConnectionError, httpx2.HTTPError) as error:
            raise self._refused(error) from None
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Came(response.status_code, headers, self.without_key(response.content))

    def without_key(self, body: bytes) -> bytes:
        """What came, with the key struck out where a server sends it back."""
        return body.replace(self._key.encode(), b"[key]") if self._key else body

    def _timed_out(self, error: Exception) -> RefusedError:
        if isinstance(error.__cause__, httpx2.ConnectTimeout):
            return RefusedError("unreachable", f"no connection in {SECONDS_TO_CONNECT:.0f} s")
        return RefusedError(
            "timed_out", f"no answer in {self._timeout or 0:g} s ('timeout' in model.yaml)"
        )

    def _refused(self, error: Exception) -> RefusedError:
        cause = error.__cause__ or error
        if isinstance(cause, _TooBigError):
            return RefusedError("too_big", f"it sent more than {MOST_BYTES // 1_000_000} MB")
        if isinstance(cause, _PackedError):
            return RefusedError("not_a_completion", "it sent a packed answer, though asked not to")
        if isinstance(cause, (httpx2.ConnectError, httpx2.UnsupportedProtocol)):
            return RefusedError("unreachable", one_line(_of_connection(cause)))
        return RefusedError("broken_off", f"the connection broke off ({type(cause).__name__})")


def _of_connection(error: BaseException) -> str:
    """Why no connection came about, in the words of whoever knows best."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not vouched for ({error.verify_message})"
    if isinstance(error, ssl.SSLError):
        return f"it does not speak TLS ({error.reason})"
    if isinstance(error, socket.gaierror):
        return "there is no such host"
    if isinstance(error, ConnectionRefusedError):
        return "nothing listens there"
    return str(error) or type(error).__name__
