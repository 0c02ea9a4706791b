"""PostgreSQL and Redis on this machine, for as long as a cluster on it lasts.

What belongs here: finding, starting and ending the two, on 127.0.0.1, each at a free port and with a password of its
own, in folders that go with them. What does not: what is run on them (``session``); on real machines both are there
already (docs/cluster.md).
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from readouts.base.errors import ReadoutsError

ADDRESS = "127.0.0.1"
SECONDS_TO_START = 30.0
SECONDS_TO_END = 10.0

POSTGRES_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
)
"""Where systems put the programs of PostgreSQL that are in no ``PATH``: Debian, Red Hat, Homebrew."""

_POSTGRES_SETTINGS = {
    "listen_addresses": ADDRESS,
    "unix_socket_directories": "",
    "shared_buffers": "32MB",
    "max_connections": "120",
    # of a power cut, only Dagster's history would tell less
    "synchronous_commit": "off",
}


class MissingError(ReadoutsError):
    """A program or a package that a cluster on this machine needs is not installed."""


class ServerError(ReadoutsError):
    """A server did not start."""


PACKAGES = (
    "celery",
    "dagster_celery",
    "dagster_postgres",
    "duckdb_extension_ducklake",
    "duckdb_extension_postgres_scanner",
    "psycopg2",
    "redis",
)
"""What comes with the extra ``cluster``."""


def missing(*, servers: bool = True) -> str | None:
    """What is not installed, in one line; None where all is there. On real machines the ``servers`` are elsewhere."""
    lacking = [
        f"{name} (pip install 'readouts[cluster]')"
        for name in PACKAGES
        if importlib.util.find_spec(name) is None
    ][:1]
    if not servers:
        return f"not installed: {lacking[0]}" if lacking else None
    if _program("postgres") is None or _program("initdb") is None:
        lacking.append("PostgreSQL (apt-get install postgresql)")
    if _redis() is None:
        lacking.append("Redis (apt-get install redis-server)")
    return f"not installed: {', '.join(lacking)}" if lacking else None


def require(*, servers: bool = True) -> None:
    """Make sure that all is installed; on real machines the ``servers`` are elsewhere.

    Raises:
        MissingError: something is not; it names all that is not.
    """
    told = missing(servers=servers)
    if told is not None:
        raise MissingError(told)


@dataclass
class Server:
    """A server that runs: its address with the password, which is not shown, and its process."""

    url: str = field(repr=False)
    start: Callable[[], subprocess.Popen[bytes]] = field(repr=False)
    is_ready: Callable[[], bool] = field(repr=False)
    name: str
    log: Path
    stop_by: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Start it, and wait until it answers.

        Raises:
            ServerError: it ended, or does not answer.
        """
        self.process = self.start()
        end = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            if self.is_ready():
                return
            time.sleep(0.05)
        self.end()
        lines = self.log.read_text(errors="replace").strip().splitlines() or ["it said nothing"]
        raise ServerError(f"{self.name} did not start: {lines[-1]}")

    def end(self) -> None:
        """End it, by force where it does not end itself."""
        process, self.process = self.process, None
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(self.stop_by)
        try:
            process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def __enter__(self) -> Server:
        self.begin()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()


@contextmanager
def postgres() -> Iterator[Server]:
    """A PostgreSQL of this process's own; what it holds goes with it.

    Raises:
        MissingError: it is not installed.
        ServerError: it does not start.
    """
    require()
    password, port, account = secrets.token_urlsafe(18), free_port(), _account()
    with _folder("readouts-postgres-") as folder:
        data, log = folder / "data", folder / "log"
        _give(folder, account)
        _make_database(data, password, account)
        settings = [
            part
            for name, value in (_POSTGRES_SETTINGS | {"port": str(port)}).items()
            for part in ("-c", f"{name}={value}")
        ]

        def start() -> subprocess.Popen[bytes]:
            with log.open("ab") as out:
                return subprocess.Popen(
                    [_program("postgres"), "-D", str(data), *settings],
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=subprocess.STDOUT,
                    cwd=folder,
                    start_new_session=True,
                    preexec_fn=ends_with_parent(signal.SIGINT),
                    **account,
                )

        url = f"postgresql://readouts:{password}@{ADDRESS}:{port}/postgres"
        with Server(
            url, start, lambda: _answers_postgres(url), "PostgreSQL", log, signal.SIGINT
        ) as server:
            yield server


@contextmanager
def redis_server() -> Iterator[Server]:
    """A Redis of this process's own; what it holds goes with it.

    Raises:
        MissingError: it is not installed.
        ServerError: it does not start.
    """
    require()
    password, port = secrets.token_urlsafe(18), free_port()
    with _folder("readouts-redis-") as folder:
        log = folder / "log"
        settings = (
            f"bind {ADDRESS}\nport {port}\nrequirepass {password}\ndir {folder}\nlogfile {log}\n"
            'save ""\nappendonly yes\ndaemonize no\n'
        )

        def start() -> subprocess.Popen[bytes]:
            # by way of its standard input: a command line can be read by every user
            process = subprocess.Popen(
                [_redis(), "-"],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=ends_with_parent(signal.SIGTERM),
            )
            assert process.stdin is not None
            with suppress(BrokenPipeError), process.stdin as told:
                told.write(settings.encode())
            return process

        log.touch()
        url = f"redis://:{password}@{ADDRESS}:{port}/0"
        with Server(url, start, lambda: _answers_redis(url), "Redis", log) as server:
            yield server


def free_port() -> int:
    """A port of 127.0.0.1 that nobody has at this moment."""
    with socket.socket() as listener:
        listener.bind((ADDRESS, 0))
        return int(listener.getsockname()[1])


def _program(name: str) -> str | None:
    """A program of PostgreSQL or Redis, the newest where there are several."""
    found = shutil.which(name)
    if found is not None or name not in ("postgres", "initdb"):
        return found
    for pattern in POSTGRES_FOLDERS:
        there = [path / name for path in Path("/").glob(pattern.lstrip("/"))]
        if there := [path for path in there if os.access(path, os.X_OK)]:
            return str(max(there, key=lambda path: [int(n) for n in re.findall(r"\d+", str(path))]))
    return None


def _redis() -> str | None:
    return _program("redis-server") or _program("valkey-server")


def _account() -> dict[str, int]:
    """As whom PostgreSQL runs, which refuses to run as root; nothing where this user is another."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            found = pwd.getpwnam(name)
            return {"user": found.pw_uid, "group": found.pw_gid}
    raise MissingError("PostgreSQL does not run as root, and there is no user postgres or nobody")


def _give(path: Path, account: dict[str, int]) -> None:
    if account:
        os.chown(path, account["user"], -1)


@contextmanager
def _folder(prefix: str) -> Iterator[Path]:
    """A folder that goes at the end; outside of the instance, whose folders another user may not enter."""
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as name:
        yield Path(name)


def _make_database(data: Path, password: str, account: dict[str, int]) -> None:
    with tempfile.NamedTemporaryFile("w", dir=data.parent) as secret:
        secret.write(password)
        secret.flush()
        _give(Path(secret.name), account)
        options = ["--auth=scram-sha-256", "--no-sync", "--encoding=UTF8", "--no-locale"]
        done = subprocess.run(
            [_program("initdb"), "-D", data, "-U", "readouts", *options, f"--pwfile={secret.name}"],
            capture_output=True,
            cwd=data.parent,
            check=False,
            **account,
        )
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines() or ["it said nothing"]
        raise ServerError(f"PostgreSQL cannot make its folder: {lines[-1]}")


def _answers_postgres(url: str) -> bool:
    import psycopg2

    with suppress(psycopg2.Error):
        psycopg2.connect(url, connect_timeout=2).close()
        return True
    return False


def _answers_redis(url: str) -> bool:
    import redis

    with suppress(redis.RedisError), redis.Redis.from_url(url, socket_timeout=2) as client:
        return bool(client.ping())
    return False


_PR_SET_PDEATHSIG = 1


def ends_with_parent(by: signal.Signals) -> Callable[[], None] | None:
    """What a program does before it begins: ask the system to be ended when whoever started it is killed (Linux)."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)

    def ask() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, by)

    return ask
