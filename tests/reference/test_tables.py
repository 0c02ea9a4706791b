import itertools
import re
import subprocess
import sys
from collections import Counter

import pytest

from readouts.base.files import TableError
from readouts.reference import tables


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "HERE", tmp_path)
    return tmp_path


def test_notes_and_empty_lines_are_skipped(folder):
    (folder / "ports.tsv").write_text("# a note\nport\tkind\n\nOslo\tsea\n# more\nBasel\triver\n")
    assert tables.read_table("ports") == [
        {"port": "Oslo", "kind": "sea"},
        {"port": "Basel", "kind": "river"},
    ]


def test_quotes_are_plain_characters(folder):
    (folder / "ports.tsv").write_text('port\n"Oslo\n')
    assert tables.read_table("ports") == [{"port": '"Oslo'}]


def test_a_row_of_the_wrong_length_is_named(folder):
    (folder / "ports.tsv").write_text("port\tkind\nOslo\tsea\nBasel\n")
    with pytest.raises(TableError, match=r"ports\.tsv.*Basel.*1 cells, expected 2"):
        tables.read_table("ports")


@pytest.mark.parametrize("table", ["call_words.tsv", "stance_grammar.tsv"])
def test_the_rows_of_a_class_stand_together(table):
    # Rows of one name are one class: a name used anew further down would widen what others go by.
    names = [
        line.split("\t")[0]
        for line in (tables.HERE / "en" / table).read_text().splitlines()
        if line and line[0] != "#"
    ]
    runs = [name for name, _ in itertools.groupby(names)]
    assert len(runs) == len(set(runs)), [name for name, n in Counter(runs).items() if n > 1]


_WORDINGS = ("elsewhere.tsv", "in_passing.tsv", "no_calls.tsv", "silence.tsv")


@pytest.mark.parametrize("table", ["call_words.tsv", "small_words.tsv", "stance_grammar.tsv"])
def test_each_class_is_asked_for(table):
    package = tables.HERE.parent
    code = "".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    wordings = (tables.HERE / "en" / name for name in _WORDINGS)
    patterns = "".join(path.read_text(encoding="utf-8") for path in wordings)
    code += "".join(f'"{name}"' for name in re.findall(r"[\[|](\w+)(?=[|\]])", patterns))
    code += "".join(f'"{row["unless"]}"' for row in tables.read_table("silence", "en"))
    lines = (tables.HERE / "en" / table).read_text(encoding="utf-8").splitlines()
    names = {line.split("\t")[0] for line in lines if "\t" in line and line[0] != "#"} - {
        "set",
        "name",
    }
    counted = {name for name in names if name.rpartition("_")[2].isdigit()}  # f"count_{n}"
    asked = {name for name in names if f'"{name}"' in code}
    assert names - counted - asked == set()


def test_a_list_cell_is_split():
    assert tables.items("Kyiv|Kiev") == ("Kyiv", "Kiev")
    assert tables.items("") == ()


def test_importing_reads_no_file():
    program = (
        "import readouts.reference as r\n"
        "from readouts.reference.geography import countries\n"
        "assert countries.cache_info().currsize == 0\n"
        "assert r.words_to_country('en')\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
