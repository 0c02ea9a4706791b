"""The file of corrections: what a line may say, what is wrong with others, and writing one. The people are invented."""

from __future__ import annotations

import csv
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.base.instance.home import corrections_file
from readouts.corrections.fields import CorrectionError, problem_of
from readouts.corrections.file import COLUMNS, LONGEST, Target, read_corrections, write_correction

HEADER = "target,kind,field,value,who,why,given_on\n"
GOOD = "r-1,,stance,condemnation,Tilda Marn,she condemned it,2031-03-05\n"
TARGET = Target(
    "r-1", "reaction", "NOR concern", "Quen\nvoiced “concern”, twice", "https://paper.example/a"
)
DAY = date(2031, 3, 5)


def read(tmp_path: Path, text: str | bytes) -> list[dict]:
    path = tmp_path / "corrections.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_corrections(path)


def test_no_file_is_no_correction(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "corrections.csv") == []
    assert (
        read(tmp_path, "") == read(tmp_path, HEADER) == read(tmp_path, HEADER + "\n,,,,,,\n") == []
    )


def test_line_is_read_with_what_follows_from_it(tmp_path: Path) -> None:
    [row] = read(tmp_path, "\ufeff" + HEADER + "\n" + GOOD)
    assert row["line"] == 3
    assert (row["target"], row["kind"], row["field"], row["value"]) == (
        "r-1",
        "reaction",
        "stance",
        "condemnation",
    )
    assert row["position"] == "critical"
    assert row["given_on"] == DAY
    assert row["quotation"] is row["url"] is row["was"] is row["problem"] is None


def test_bytes_that_are_no_utf8_are_told_and_kept_out(tmp_path: Path) -> None:
    bad = GOOD.replace("Tilda Marn", "T\u00eflda Marn").encode("latin-1")
    first, second = read(tmp_path, HEADER.encode() + bad + GOOD.encode())
    assert (first["line"], first["problem"], first["who"]) == (
        2,
        "expected UTF-8",
        "T\ufffdlda Marn",
    )
    assert second["problem"] is None


@pytest.mark.parametrize("how", ["a folder", "a name below a file", "nothing"])
def test_path_that_leads_to_no_file(how: str, tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    if how == "a folder":
        path.mkdir()
        with pytest.raises(
            CorrectionError, match="is a folder; READOUTS_CORRECTIONS names the file"
        ):
            read_corrections(path)
        with pytest.raises(CorrectionError, match="is a folder"):
            write_correction(path, TARGET, "stance", "support", who="T", why="w", given_on=DAY)
        return
    if how == "a name below a file":
        path.write_text("")
        path = path / "corrections.csv"
    assert read_corrections(path) == []


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("reaction", "toward", "IND"),
        ("reaction", "toward", "none"),
        ("reaction", "side", "NATO"),
        ("reaction", "side", "joint"),
        ("reaction", "speaker", "Ilvar Quen"),
        ("reaction", "in_call", "false"),
        ("reaction", "retracted", "true"),
        ("report", "retracted", "true"),
        ("party", "country", "NOR"),
        ("party", "country", "none"),
        ("party", "organisation", "NATO"),
        ("party", "side", "EU"),
        ("party", "retracted", "true"),
        ("report", "call_date", "2031-03-04"),
        ("report", "call_date", "none"),
        ("report", "medium", "video"),
        ("report", "initiator_side", "CHL"),
        ("report", "initiator", "Osk Tarrandel"),
    ],
)
def test_field_may_have_value(kind: str, field: str, value: str) -> None:
    assert problem_of(kind, field, value) is None


@pytest.mark.parametrize(
    ("kind", "field", "value", "problem"),
    [
        ("treaty", "stance", "support", "kind must be reaction, party or report; it is 'treaty'"),
        (
            "reaction",
            "medium",
            "phone",
            "a reaction has no field 'medium' to correct; it has stance,",
        ),
        (
            "report",
            "stance",
            "support",
            "a report has no field 'stance' to correct; it has call_date,",
        ),
        ("reaction", "stance", "none", "stance must be one of support, "),
        (
            "reaction",
            "toward",
            "Norway",
            "toward must be a country's ISO 3166-1 alpha-3 code, or none; 'Norway' is written NOR",
        ),
        (
            "report",
            "initiator_side",
            "GRL",
            "initiator_side must be a country's code or an organisation, or none;"
            " 'GRL', Greenland, is no state: write DNK",
        ),
        ("reaction", "side", "none", "side must be a country's code or an organisation, or joint"),
        ("reaction", "speaker", " ", "speaker must be a name, or none"),
        ("reaction", "in_call", "yes", "in_call must be one of true, false; it is 'yes'"),
        ("report", "call_date", "4 March", "call_date must be a day as 2026-05-09, or none"),
        ("report", "call_date", "1031-03-04", "call_date must be a day since 1990, or none"),
        (
            "party",
            "country",
            "NATO",
            "country must be a country's ISO 3166-1 alpha-3 code, or none",
        ),
        (
            "party",
            "organisation",
            "NOR",
            "organisation must be an organisation's short name, or none",
        ),
        ("party", "side", "joint", "side must be a country's code or an organisation, or none"),
        ("party", "stance", "support", "a party has no field 'stance' to correct; it has country,"),
        ("report", "medium", "telegraph", "medium must be one of phone, video, unspecified"),
        (
            "report",
            "initiator_side",
            "Nowhere",
            "initiator_side must be a country's code or an organisation, or none",
        ),
    ],
)
def test_field_may_not_have_value(kind: str, field: str, value: str, problem: str) -> None:
    assert str(problem_of(kind, field, value)).startswith(problem)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (",,stance,support,Tilda Marn,because,2031-03-05", "target is missing"),
        ("r-1,,stance,support,,because,2031-03-05", "who is missing"),
        ("r-1,,stance,support,Tilda Marn, ,2031-03-05", "why is missing"),
        ("r-1,,stance,,Tilda Marn,because,2031-03-05", "value is missing"),
        ("r-1,,stance,support,Tilda Marn,because,", "given_on is missing"),
        ("r-1,,stance,support,Tilda Marn,because,5.3.2031", "given_on must be a day as 2026-05-09; it is '5.3.2031'"),
        ("r-1,,mood,grim,Tilda Marn,because,2031-03-05", "field 'mood' is none of call_date, confirmed, country,"),
        ("r-1,,retracted,true,Tilda Marn,because,2031-03-05", "say in the column kind what is retracted"),
        ("r-1,,stance,angry,Tilda Marn,because,2031-03-05", "stance must be one of"),
        ("r-1,report,stance,support,Tilda Marn,because,2031-03-05", "a report has no field 'stance'"),
        ("r-1,,stance,support", "the line has 4 values, the first line 7 names"),
        ("r-1,,stance,support,Marn, Tilda,because,2031-03-05", "the line has 8 values"),
        ('r-1,,stance,support,"Tilda" Marn,because,2031-03-05', "the line is no CSV: "),
        (f"r-1,,stance,support,{'x' * 200_000},because,2031-03-05", "the line is no CSV: "),
    ],
)  # fmt: skip
def test_line_that_is_no_correction_says_why_and_the_others_count(
    tmp_path: Path, line: str, problem: str
) -> None:
    bad, good = read(tmp_path, f"{HEADER}{line}\n{GOOD}")
    assert bad["problem"].startswith(problem)
    assert bad["line"] == 2
    assert (good["line"], good["problem"]) == (3, None)


def test_a_value_without_end_is_refused_whatever_else_the_process_reads(tmp_path: Path) -> None:
    before = csv.field_size_limit(sys.maxsize)
    try:
        bad, good = read(tmp_path, f"{HEADER}r-1,,stance,support,{'x' * (LONGEST + 1)}\n{GOOD}")
    finally:
        csv.field_size_limit(before)
    assert "longer than 131,072 characters" in bad["problem"]
    assert good["problem"] is None


def test_line_without_a_kind_means_what_alone_has_its_field(tmp_path: Path) -> None:
    lines = "".join(
        f"x,,{field},{value},Tilda Marn,so it is,2031-03-05\n"
        for field, value in [("side", "NOR"), ("country", "NOR"), ("medium", "phone")]
    )
    rows = read(tmp_path, HEADER + lines)
    assert [(row["kind"], row["problem"]) for row in rows] == [
        ("reaction", None),
        ("party", None),
        ("report", None),
    ]


def test_quotation_mark_left_open_is_told_with_its_line(tmp_path: Path) -> None:
    good, bad = read(
        tmp_path, f'{HEADER}{GOOD}r-2,,stance,support,"Tilda Marn,because,2031-03-05\n'
    )
    assert good["problem"] is None
    assert (bad["line"], bad["problem"]) == (3, "the line is no CSV: unexpected end of data")


OPEN = 'r-2,,stance,support,"Tilda Marn,because,2031-03-05\n'


@pytest.mark.parametrize(
    "behind",
    [
        GOOD * 3,
        GOOD.replace("she condemned it", '"she, condemned it"') * 3,
        GOOD + GOOD.replace("she condemned it", '"she\ncondemned, it"') + GOOD,
        GOOD * 2 + GOOD.replace("Tilda Marn", "x" * LONGEST)[:-12] + '"\n' + GOOD,
    ],
    ids=["nothing quoted", "quoted", "a line end in a value", "longer than a value may be"],
)
def test_quotation_mark_left_open_takes_no_other_line_along(tmp_path: Path, behind: str) -> None:
    before, bad, *others = read(tmp_path, HEADER + GOOD + OPEN + behind)
    assert (before["line"], before["problem"]) == (2, None)
    assert (bad["line"], bad["problem"]) == (3, "the line is no CSV: a quotation mark is left open")
    assert (bad["target"], bad["value"], bad["who"]) == (
        "r-2",
        "support",
        "Tilda Marn,because,2031-03-05",
    )
    assert [row["line"] for row in others if not row["problem"]][:2] == [4, 5]
    assert sum(row["problem"] is None for row in others) == 3


def test_file_with_another_first_line_says_what_it_lacks(tmp_path: Path) -> None:
    rows = read(tmp_path, "target;field;value\nr-1;stance;support\n")
    assert [row["problem"] for row in rows] == [
        "the first line lacks target, field, value, who, why, given_on"
    ]


def test_id_follows_what_a_line_says_and_not_where_it_stands(tmp_path: Path) -> None:
    [alone] = read(tmp_path, HEADER + GOOD)
    rows = read(tmp_path, HEADER + GOOD.replace("r-1", "r-2") + GOOD + GOOD)
    assert rows[1]["correction_id"] == alone["correction_id"]
    assert len({row["correction_id"] for row in rows}) == 3, "a line written twice is two"


@given(st.binary(max_size=300))
def test_whatever_the_file_holds_each_line_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    rows = read(tmp_path_factory.getbasetemp(), HEADER.encode() + data)
    assert len({row["correction_id"] for row in rows}) == len(rows)
    assert all(row["problem"] or (row["who"] and row["why"] and row["kind"]) for row in rows)


SAID = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
    lambda text: bool(text.strip())
)


@given(who=SAID, why=SAID, times=st.integers(1, 3))
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, who: str, why: str, times: int
) -> None:
    path = tmp_path_factory.mktemp("written") / "corrections.csv"
    for _ in range(times):
        write_correction(path, TARGET, "toward", "none", who=who, why=why, given_on=DAY)
    rows = read_corrections(path)
    assert len(rows) == times
    for row in rows:
        assert row["problem"] is None
        assert (row["who"], row["why"]) == (" ".join(who.split()), " ".join(why.split()))
        assert row["quotation"] == "Quen voiced “concern”, twice"
        assert (row["target"], row["kind"], row["was"], row["url"], row["given_on"]) == (
            "r-1",
            "reaction",
            "NOR concern",
            "https://paper.example/a",
            DAY,
        )


def test_line_is_added_to_a_file_made_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text(
        "who,why,given_on,target,field,value,quotation,notes\n"
        + "Tilda Marn,so it is,2031-03-04,r-9,stance,support,,mine",
        encoding="utf-8",
    )
    write_correction(path, TARGET, "stance", "support", who="Pell Orrin", why="it is", given_on=DAY)
    first, second = read_corrections(path)
    assert (first["target"], first["problem"]) == ("r-9", None)
    assert (second["target"], second["who"], second["quotation"], second["problem"]) == (
        "r-1",
        "Pell Orrin",
        "Quen voiced “concern”, twice",
        None,
    )


@pytest.mark.parametrize(
    ("there", "field", "value", "who", "why", "says"),
    [
        (None, "mood", "grim", "Tilda Marn", "because", "a reaction has no field 'mood'"),
        (None, "stance", "angry", "Tilda Marn", "because", "stance must be one of"),
        (None, "stance", "support", " ", "because", "--who says nothing"),
        (None, "stance", "support", "Tilda Marn", "", "--why says nothing"),
        ("who,why\n", "stance", "support", "Tilda Marn", "so", "corrections.csv: the first line lacks target"),
    ],
)  # fmt: skip
def test_correction_that_cannot_be_meant_is_not_written(
    tmp_path: Path, there: str | None, field: str, value: str, who: str, why: str, says: str
) -> None:
    path = tmp_path / "corrections.csv"
    if there is not None:
        path.write_text(there, encoding="utf-8")
    with pytest.raises(CorrectionError, match=says):
        write_correction(path, TARGET, field, value, who=who, why=why, given_on=DAY)
    assert (path.read_text(encoding="utf-8") if path.exists() else None) == there


def test_a_call_is_no_later_than_its_report(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    report = Target("r-1", "report", "CHL NOR", "Quen rang", "https://paper.example/a", DAY)
    said = {"who": "Tilda Marn", "why": "so", "given_on": DAY}
    problem = (
        "call_date must be no later than its report, which is of 2031-03-05; it is '2031-03-07'"
    )
    with pytest.raises(CorrectionError, match=problem):
        write_correction(path, report, "call_date", "2031-03-07", **said)
    for day in ("2031-03-06", "2031-03-01", "none"):
        write_correction(path, report, "call_date", day, **said)
    assert len(read_corrections(path)) == 3


def test_columns_are_written_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    write_correction(path, TARGET, "stance", "support", who="Tilda Marn", why="so", given_on=DAY)
    assert path.read_text(encoding="utf-8").splitlines()[0] == ",".join(COLUMNS)


def test_file_lies_beside_the_sources_unless_another_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("READOUTS_CORRECTIONS", raising=False)
    assert corrections_file(tmp_path / "sources.yaml") == tmp_path / "corrections.csv"
    monkeypatch.setenv("READOUTS_CORRECTIONS", str(tmp_path / "mine.csv"))
    assert corrections_file(Path("sources.yaml")) == tmp_path / "mine.csv"
