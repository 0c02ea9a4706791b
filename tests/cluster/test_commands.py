"""What the command says where several machines are meant, and something is not there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.cluster.servers import PACKAGES, Server
from readouts.base.instance.home import ROOT, begin_shared
from tests.command import readouts

WITHOUT = f"""
import sys
for name in {PACKAGES!r}:
    sys.modules[name] = None
"""
COMMAND = "from pipelines.cli import main; main()"


def without_packages(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """The command where nothing is installed that several machines need."""
    return subprocess.run(
        [sys.executable, "-c", WITHOUT + COMMAND, *arguments],
        cwd=ROOT,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["cluster"], "readouts: not installed: celery (pip install 'readouts[cluster]')"),
        (["cluster", "worker", "maker"], "readouts: not installed: celery (pip install"),
        (["run"], "readouts: READOUTS_DATABASE is set, and what it needs is not installed: pip"),
    ],
)
def test_what_is_not_installed_is_told_in_one_line(
    tmp_path: Path, arguments: list[str], told: str
) -> None:
    begin_shared(tmp_path / "shared")
    done = without_packages(
        *arguments,
        READOUTS_HOME=str(tmp_path / "home"),
        READOUTS_SHARED=str(tmp_path / "shared"),
        READOUTS_DATABASE="postgresql://readouts:secret@127.0.0.1:1/postgres",
        PATH="/nowhere",
    )
    assert done.returncode == 1
    [line] = [line for line in done.stderr.splitlines() if line.startswith("readouts: ")]
    assert line.startswith(told)
    assert "Traceback" not in done.stderr
    if arguments == ["cluster"]:
        assert line.endswith("Redis (apt-get install redis-server)")


@pytest.mark.parametrize(
    "arguments", [["run"], ["ui", "--port", "0"], ["cluster", "run"]], ids=" ".join
)
def test_wrong_password_is_told_in_one_line_without_it(
    database: Server, tmp_path: Path, arguments: list[str]
) -> None:
    begin_shared(tmp_path / "shared")
    port = database.url.rpartition(":")[2].partition("/")[0]
    done = readouts(
        *arguments,
        READOUTS_HOME=str(tmp_path / "home"),
        READOUTS_SHARED=str(tmp_path / "shared"),
        READOUTS_DATABASE=f"postgresql://readouts:a-secret@127.0.0.1:{port}/postgres",
        READOUTS_BROKER="redis://:another-secret@127.0.0.1:1/0",
    )
    assert done.returncode == 1
    assert "a-secret" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert f"the database postgresql://readouts@127.0.0.1:{port}/postgres cannot" in done.stderr
    assert "password authentication failed" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "variables", "told"),
    [
        (["cluster", "init"], {}, "READOUTS_SHARED names the folder"),
        (["cluster", "worker", "maker"], {}, "this is an instance on one machine"),
        (["cluster", "run"], {}, "this is an instance on one machine"),
        (["run"], {"READOUTS_SHARED": "{shared}"}, "READOUTS_DATABASE is not set"),
        (
            ["cluster", "worker", "closer"],
            {"READOUTS_SHARED": "{shared}", "READOUTS_DATABASE": "postgresql://a:b@c/d"},
            "READOUTS_BROKER names no Redis",
        ),
    ],
)
def test_what_is_not_set_is_told(
    database: Server, tmp_path: Path, arguments: list[str], variables: dict[str, str], told: str
) -> None:
    begin_shared(tmp_path / "shared")
    given = {"READOUTS_DATABASE": "", "READOUTS_SHARED": "", "READOUTS_BROKER": ""}
    given |= {name: text.format(shared=tmp_path / "shared") for name, text in variables.items()}
    done = readouts(*arguments, READOUTS_HOME=str(tmp_path / "home"), **given)
    assert done.returncode != 0
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_is_made_one_that_machines_share_once(tmp_path: Path) -> None:
    shared = {"READOUTS_SHARED": str(tmp_path / "shared")}
    first = readouts("cluster", "init", **shared)
    own = (tmp_path / "shared" / "instance").read_text()
    again = readouts("cluster", "init", **shared)
    assert "is a shared instance" in first.stdout
    assert "was already a shared instance" in again.stdout
    assert (tmp_path / "shared" / "instance").read_text() == own


def test_sample_does_not_run_in_an_instance_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    done = readouts("cluster", home=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(f"readouts: {tmp_path} is an instance of your own, and without a")
    assert len(done.stderr.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["archive"]
