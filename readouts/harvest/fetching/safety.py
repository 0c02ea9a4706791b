"""Connections that reach only public addresses, with certificates checked.

What belongs here: where a connection may go. What does not: which addresses are public (``public.py``), and what is
asked over it (``fetch.py``).

A name is resolved once and every address vetted before a connection is opened to that very address, so that a
name cannot answer differently a second time. There is no way around the certificate check, and proxies named in
the environment are not used: behind one, the address vetted would be the proxy's.
"""

from __future__ import annotations

import socket

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.response import HTTPResponse

from readouts.harvest.fetching.public import is_public
from readouts.harvest.fetching.watch import guard


class PrivateAddressError(NewConnectionError):
    """The name leads to an address that is not public."""


class _Vetted(HTTPConnection):
    """A connection to an address that was vetted; remembers the address for the archive."""

    public_only = True
    peer_ip: str | None = None
    # the same connection under a second handle, which TLS does not take over: to cut it when it is late
    _twin: socket.socket | None = None

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]
        if self._twin is not None:
            guard(self._twin)
        return super().getresponse()

    def close(self) -> None:
        if self._twin is not None:
            self._twin.close()
            self._twin = None
        super().close()

    def _new_conn(self) -> socket.socket:
        try:
            found = socket.getaddrinfo(self._dns_host, self.port, 0, socket.SOCK_STREAM)
        except (OSError, UnicodeError) as err:
            cause = err if isinstance(err, socket.gaierror) else socket.gaierror(str(err))
            raise NameResolutionError(self.host, self, cause) from err
        addresses = list(dict.fromkeys(entry[4][0] for entry in found))
        if self.public_only and not all(is_public(str(address)) for address in addresses):
            raise PrivateAddressError(self, f"{self.host} leads to an address that is not public")
        failure: OSError = OSError("no address")
        for address in addresses:
            try:
                sock = urllib3.util.connection.create_connection(
                    (str(address), self.port),
                    self.timeout,
                    source_address=self.source_address,
                    socket_options=self.socket_options,
                )
            except TimeoutError as err:
                raise ConnectTimeoutError(self, f"{self.host} does not answer") from err
            except OSError as err:
                failure = err
                continue
            self.peer_ip = str(address)
            self._twin = sock.dup()
            guard(self._twin)
            return sock
        raise NewConnectionError(self, f"no connection to {self.host}: {failure}") from failure


class _VettedTls(_Vetted, HTTPSConnection):
    pass


def connections(*, public_only: bool) -> urllib3.PoolManager:
    """A pool of connections that checks certificates, and addresses unless ``public_only`` is false."""
    manager = urllib3.PoolManager(num_pools=64, cert_reqs="CERT_REQUIRED", maxsize=2)
    own = {"public_only": public_only}
    plain, tls = type("_Plain", (_Vetted,), own), type("_Tls", (_VettedTls,), own)
    manager.pool_classes_by_scheme = {
        "http": type("_Pool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
        "https": type("_TlsPool", (HTTPSConnectionPool,), {"ConnectionCls": tls}),
    }
    return manager
