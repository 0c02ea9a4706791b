"""Where a request may go: one form of an address, public addresses only, certificates that hold."""

from __future__ import annotations

import argparse
import shutil
import socket
import ssl
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from warcio.checker import Checker

from readouts.harvest.archive.records import read_page
from readouts.harvest.collection.collect import harvest
from readouts.harvest.fetching import safety
from readouts.harvest.links import address
from tests.harvest import server
from tests.harvest.pages import DAY, QUICK, article, rows_for, source
from tests.harvest.server import Answer, Site

PAGE = Answer(article(1))

KNOWN_AS = {
    "HTTP://Example.ORG:80/Path?q=1#part": "http://example.org/Path?q=1",
    "https://example.org": "https://example.org/",
    "https://example.org:8443/": "https://example.org:8443/",
    " https://example.org/a b ": "https://example.org/a%20b",
    "https://example.org/%D0%B0?x=a%20b": "https://example.org/%D0%B0?x=a%20b",
    "https://example.org/новости": "https://example.org/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8",
    "https://münchen.example/": "https://xn--mnchen-3ya.example/",
    "https://user:secret@example.org/": "https://example.org/",
    "http://[::1]:80/": "http://[::1]/",
    "ftp://example.org/": None,
    "javascript:void(0)": None,
    "https://": None,
    "http://[bad": None,
    "https://example.org:port/": None,
    "https://" + "a" * 70 + ".example/": None,
    "": None,
}


@pytest.mark.parametrize("url", KNOWN_AS)
def test_an_address_has_one_form(url: str) -> None:
    assert address(url) == KNOWN_AS[url]
    if KNOWN_AS[url]:
        assert address(str(KNOWN_AS[url])) == KNOWN_AS[url]


def test_letters_in_a_redirect_are_read_as_utf8(site: Site, home: Path) -> None:
    def moved(handler: server.Handler) -> None:
        handler.close_connection = True
        head = "HTTP/1.1 302 Found\r\nLocation: /новость\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        handler.wfile.write(head.encode())

    site.routes |= {"/old": moved, "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D1%8C": PAGE}
    (row,) = rows_for(site, home, "/old")
    assert row["error"] is None


def test_odd_headers_are_archived_and_harmless(site: Site, home: Path) -> None:
    def odd(handler: server.Handler) -> None:
        body = article(1).encode()
        handler.begin(
            "Content-Type: text/html",
            "X-Odd: caf\u00e9 \u65e5\u672c",
            "Content-Disposition: attachment; filename=../../../evil.html",
            "Set-Cookie: a=1",
            "Set-Cookie: b=2",
            f"Content-Length: {len(body)}",
        )
        handler.wfile.write(body)

    site.routes["/..%2F..%2Fevil"] = odd
    (row,) = rows_for(site, home, "/..%2F..%2Fevil")
    assert b"Foreign Minister" in read_page(home, row)
    files = sorted(path.name for path in home.rglob("*") if path.is_file())
    assert not any("evil" in name for name in files)
    checked = Checker(
        argparse.Namespace(inputs=[str(home / "archive" / row["warc_file"])], verbose=False)
    )
    checked.process_all()
    assert checked.exit_value == 0


def test_too_many_headers_are_a_row(site: Site, home: Path) -> None:
    def many(handler: server.Handler) -> None:
        handler.begin(*(f"X-{n}: y" for n in range(5000)))

    site.routes["/page"] = many
    rows = rows_for(site, home, "/page")
    assert {row["error"].split(":")[0] for row in rows} == {"not_http"}


def test_nothing_is_sent_to_a_private_address(site: Site, home: Path) -> None:
    (row,) = rows_for(site, home, "/page", allow_private=False)
    assert site.asked == []
    assert row["error"].startswith("private_address:")
    assert "not public" in row["error"]


def test_nor_after_a_redirect(site: Site, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with server.serving("127.0.0.2") as inside:
        site.routes["/out"] = server.redirect(f"{inside.url}/in")
        # loopback stands for the public internet here, but for one address of it
        monkeypatch.setattr(safety, "is_public", lambda address: address == "127.0.0.1")
        (row,) = rows_for(site, home, "/out", allow_private=False)
        assert "not public" in row["error"]
        assert site.paths() == ["/out"]
        assert inside.asked == []


def test_a_name_cannot_answer_differently_the_second_time(
    site: Site, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with server.serving("127.0.0.2") as inside:
        inside.routes["/page"] = PAGE
        answers = iter(["127.0.0.1"])

        def rebinding(host: str, port: int, *rest: Any) -> list[Any]:
            if host != "rebind.example":
                return real(host, port, *rest)
            address = next(answers, "127.0.0.2")
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, inside.server_port))]

        real = socket.getaddrinfo
        monkeypatch.setattr(safety, "is_public", lambda address: address == "127.0.0.1")
        monkeypatch.setattr(socket, "getaddrinfo", rebinding)
        named = source(
            "urls",
            urls=(f"http://rebind.example:{inside.server_port}/page",),
            allow_private=False,
        )
        harvest([named], DAY, home, limits=QUICK)
        assert inside.asked == []


ADDRESSES = {
    "8.8.8.8": True,
    "2001:4860:4860::8888": True,
    "127.0.0.1": False,
    "10.1.2.3": False,
    "192.168.0.1": False,
    "172.16.0.1": False,
    "169.254.169.254": False,
    "100.64.0.1": False,
    "0.0.0.0": False,
    "224.0.0.1": False,
    "::1": False,
    "::": False,
    "fe80::1%eth0": False,
    "fd00::1": False,
    "::ffff:127.0.0.1": False,
    "::ffff:8.8.8.8": True,
    "64:ff9b::7f00:1": False,
    "2002:7f00:1::": False,
    "not an address": False,
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_that_are_public(address: str) -> None:
    assert safety.is_public(address) is ADDRESSES[address]


@pytest.fixture
def secured(site: Site, tmp_path: Path) -> Path:
    """The site behind TLS, with a certificate of its own making; the file that holds it."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl, which makes the certificate, is not installed")
    subprocess.run(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
        " -keyout pair.pem -out cert.pem -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1",
        shell=True,
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "pair.pem")
    site.socket = context.wrap_socket(site.socket, server_side=True)
    site.url = f"https://{site.host}"
    return tmp_path / "cert.pem"


def test_a_certificate_that_does_not_hold_is_never_accepted(
    site: Site, home: Path, secured: Path
) -> None:
    (row,) = rows_for(site, home, "/page")
    assert "certificate verify failed" in row["error"]
    assert site.asked == []


def test_pages_come_over_tls_and_within_their_time(
    site: Site, home: Path, secured: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(secured))
    site.routes |= {"/page": PAGE, "/drips": server.drips, "/headers": server.drips_headers}
    (row,) = rows_for(site, home, "/page")
    assert row["error"] is None
    for path in ("/drips", "/headers"):
        started = time.monotonic()
        late = [
            each for each in rows_for(site, home, path, timeout=1.5) if each["url"].endswith(path)
        ]
        assert {each["error"].split(":")[0] for each in late} == {"timeout"}
        assert time.monotonic() - started < 30.0
