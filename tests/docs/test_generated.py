"""Documents that are made from data are those that the data would make now."""

from __future__ import annotations

from readouts.base.instance.home import ROOT
from readouts.warehouse.models.build import load_models
from readouts.warehouse.models.lineage import TARGET as LINEAGE
from readouts.warehouse.models.lineage import all_lineage, document
from readouts.warehouse.reading.dictionary import TARGET, dictionary
from readouts.warehouse.tables.definitions import load_catalogue


def test_dictionary_of_tables_is_current() -> None:
    assert TARGET.read_text(encoding="utf-8") == dictionary(load_catalogue(ROOT / "expectations"))


def test_document_of_lineage_is_current() -> None:
    found = all_lineage(load_catalogue(ROOT / "expectations"), load_models(ROOT / "sql"))
    assert LINEAGE.read_text(encoding="utf-8") == document(found)
