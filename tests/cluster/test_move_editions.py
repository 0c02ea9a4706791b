"""An instance that moves between its editions: what is published is what it would have been; nothing comes twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.cluster.servers import Server
from pipelines.orchestration.closing import ask_for
from readouts.base.instance.home import Home, begin_shared
from readouts.edition.run import run_edition
from readouts.moving.copying import Copied
from readouts.moving.move import move_to_home, move_to_shared
from tests.asking.soaking import watched
from tests.cluster.moving import OF_THE_INSTANCE, WHOLE, fill, held
from tests.cluster.test_cluster import SOURCES, page_of
from tests.command import readouts
from tests.harvest.pages import rss
from tests.harvest.server import Answer, Site, serving
from tests.pipelines.instance import (
    FIRST,
    SECOND,
    THIRD,
    Instance,
    Lean,
    in_child,
    kill_oneself,
    silent,
)

DAYS = [FIRST, SECOND, THIRD]


def given(path: Path, site: Site) -> Instance:
    """An instance that collects what the site lists."""
    instance = Lean(path)
    instance.sources.write_text(SOURCES.format(url=site.url), encoding="utf-8")
    return instance


def list_pages(site: Site, upto: int) -> None:
    entries = [(f"/{n}", f"{day:%a, %d %b %Y} 09:00:00 GMT") for n, day in enumerate(DAYS[:upto])]
    site.routes["/feed"] = Answer(rss(entries), type="application/rss+xml")


def run(instance: Instance, site: Site, number: int, shared: Path | None = None) -> None:
    """Run the n-th edition, by which time its page is listed."""
    list_pages(site, number)
    home = Home(instance.home.path, shared)
    run_edition(replace(instance.project, home=home), DAYS[number - 1], say=silent)


def test_editions_go_on_in_either_mode_and_nothing_is_asked_for_twice(
    database: Server, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    with serving() as site:
        for number, day in enumerate(DAYS):
            site.routes[f"/{number}"] = Answer(page_of(number, day))
        alone = given(tmp_path / "alone", site)
        with watched(alone, 1) as model:
            model.behaves = True
            for number in (1, 2, 3):
                run(alone, site, number)
        moved = given(tmp_path / "moved", site)
        home = moved.home.path
        site.asked.clear()
        with watched(moved, 1) as model:
            model.behaves = True
            run(moved, site, 1)
            before = held(home)
            move_to_shared(home, shared)
            assert held(shared) == before
            run(moved, site, 2, shared)
            before = held(shared)
            assert "build.duckdb" not in before
            move_to_home(home, shared)
            file = {"build.duckdb": (home / "build.duckdb").read_bytes()}
            assert held(home) == before | file
            left = sorted(path.name for path in shared.iterdir())
            assert [name.partition("-")[0] for name in left] == ["move.json", "moved"]
            assert (shared / left[1] / "lake").is_dir()
            run(moved, site, 3)
            run(moved, site, 3)  # and once more, which finds nothing
            assert model.asked_twice == []
            assert model.questions == len(DAYS)
    assert moved.publication() == alone.publication()
    assert [site.paths().count(f"/{number}") for number in range(3)] == [1, 1, 1]
    assert "archive/answers" in str(sorted(held(home)))


def test_move_home_that_is_killed_leaves_the_lake_and_goes_on(
    database: Server, tmp_path: Path
) -> None:
    home, shared = tmp_path / "moved" / "home", tmp_path / "shared"
    with serving() as site:
        for number, day in enumerate(DAYS):
            site.routes[f"/{number}"] = Answer(page_of(number, day))
        alone, moved = (given(tmp_path / name, site) for name in ("alone", "moved"))
        for number in (1, 2, 3):
            run(alone, site, number)
        run(moved, site, 1)
        move_to_shared(home, shared)
        run(moved, site, 2, shared)

        def die(told: Copied) -> None:
            if told.name == "warehouse.duckdb":
                kill_oneself()

        assert in_child(move_to_home, home, shared, die) == -9
        assert (shared / "build.duckdb").exists()
        # it is where it was: what was written for the move is nobody's
        desk = replace(moved.project, home=Home(tmp_path / "desk", shared))
        list_pages(site, 3)
        run_edition(desk, DAYS[2], say=silent)
        assert not (shared / "build.duckdb").exists()
        assert in_child(move_to_home, home, shared, die) == -9
        move_to_home(home, shared)
        asked = len(site.paths())
        run(moved, site, 3)
        assert set(site.paths()[asked:]) == {"/feed"}
    assert moved.publication() == alone.publication()


def variables_of(database: Server, home: Path, shared: Path) -> dict[str, str]:
    """The three variables that a move goes by."""
    return {
        "READOUTS_HOME": str(home),
        "READOUTS_SHARED": str(shared),
        "READOUTS_DATABASE": database.url,
    }


def test_command_moves_there_and_back_and_says_what_went_where(
    database: Server, tmp_path: Path
) -> None:
    home, shared = tmp_path / "home", tmp_path / "shared"
    fill(home)
    named = variables_of(database, home, shared)
    there = readouts("move", "--to-shared", **named)
    assert (there.returncode, there.stderr) == (0, "")
    assert f"the instance is in {shared} now ({len(OF_THE_INSTANCE)} files" in there.stdout
    assert f"stays in {home}, since it is no instance's: notes.txt" in there.stdout
    assert held(shared) == WHOLE
    alone = {"READOUTS_SHARED": "", "READOUTS_DATABASE": ""}
    refused = readouts("sql", "SELECT 1", **named | alone)
    assert f"{home} was moved to {shared}: set READOUTS_SHARED" in refused.stderr
    again = readouts("move", "--to-shared", **named)
    assert f"the instance is in {shared} already" in again.stdout
    name = ask_for(Home(home, shared), [FIRST])
    busy = readouts("move", "--to-home", **named)
    assert f"the machines of {shared} have work (1 range asked for)" in busy.stderr
    (shared / "asked" / f"{name}.json").unlink()
    back = readouts("move", "--to-home", **named)
    assert back.returncode == 0, back.stderr
    assert f"the instance is in {home} now" in back.stdout
    assert held(home) == WHOLE
    gone = readouts("sql", "SELECT 1", **named)
    assert f"the instance of {shared} was moved to {home} on " in gone.stderr
    again = readouts("move", "--to-home", **named)
    assert f"the instance is in {home} already" in again.stdout
    for done in (there, back, refused, gone, busy):
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "variables", "told"),
    [
        ([], {}, "say where to: --to-shared or --to-home"),
        (["--to-shared", "--to-home"], {}, "say where to: --to-shared or --to-home"),
        (["--to-shared"], {"READOUTS_SHARED": ""}, "set all three, for either way"),
        (["--to-home"], {"READOUTS_DATABASE": ""}, "set all three, for either way"),
        (
            ["--to-shared"],
            {"READOUTS_DATABASE": "postgresql://a:b@127.0.0.1:1/c"},
            "Connection refused",
        ),
        (["--to-shared"], {"READOUTS_HOME": "{home}/not there"}, "there is no "),
    ],
)
def test_what_cannot_be_meant_is_told_in_one_line(
    database: Server, tmp_path: Path, arguments: list[str], variables: dict[str, str], told: str
) -> None:
    fill(tmp_path / "home")
    given = variables_of(database, tmp_path / "home", tmp_path / "shared")
    given |= {name: text.format(home=tmp_path) for name, text in variables.items()}
    done = readouts("move", *arguments, **given)
    assert done.returncode != 0
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "shared").exists()


def test_command_does_not_move_into_what_is_another_instance(
    database: Server, tmp_path: Path
) -> None:
    fill(tmp_path / "home")
    begin_shared(tmp_path / "shared")
    named = variables_of(database, tmp_path / "home", tmp_path / "shared")
    done = readouts("move", "--to-shared", **named)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"readouts: {tmp_path / 'shared'} holds a shared instance already\n"
