"""The tables of ``meta``: what a file of the warehouse knows of itself.

What belongs here: their columns and comments. What does not: the tables of the data, which ``expectations/`` defines,
and bringing a file of another release to these columns (``layout``).
"""

from __future__ import annotations

EDITIONS = "meta.editions"
"""The record of how far editions are: the one table of a build file that no run can fill again by itself."""

META_COLUMNS: dict[str, dict[str, str]] = {
    "meta.editions": {
        "edition": "DATE NOT NULL",
        "status": "VARCHAR NOT NULL",
        "reason": "VARCHAR",
        "parser": "VARCHAR",
        "extractor": "VARCHAR",
        "input": "VARCHAR",
        "digest": "VARCHAR",
        "is_half_done": "BOOLEAN",
        "warning": "VARCHAR",
    },
    "meta.definitions": {"digest": "VARCHAR NOT NULL"},
    "meta.models": {"table_name": "VARCHAR NOT NULL", "digest": "VARCHAR NOT NULL"},
    "meta.touched": {"table_name": "VARCHAR NOT NULL", "value": "VARCHAR NOT NULL"},
    "meta.gate_results": {
        "edition": "DATE NOT NULL",
        "table_name": "VARCHAR NOT NULL",
        "expectation": "VARCHAR NOT NULL",
        "severity": "VARCHAR NOT NULL",
        "description": "VARCHAR NOT NULL",
        "success": "BOOLEAN NOT NULL",
        "shut": "BOOLEAN NOT NULL",
        "rows_checked": "BIGINT NOT NULL",
        "rows_failed": "BIGINT NOT NULL",
        "examples": "VARCHAR[] NOT NULL",
    },
    "meta.publication": {
        "publication_id": "VARCHAR NOT NULL",
        "published_at": "TIMESTAMP NOT NULL",
        "edition": "DATE",
        "readouts": "VARCHAR NOT NULL",
        "parser": "VARCHAR NOT NULL",
        "extractor": "VARCHAR NOT NULL",
        "duckdb": "VARCHAR NOT NULL",
        "core_digest": "VARCHAR",
    },
    "meta.lineage": {
        "table_name": "VARCHAR NOT NULL",
        "column_name": "VARCHAR",
        "source_table": "VARCHAR",
        "source_column": "VARCHAR",
    },
}
"""By table, the type of each column."""

META_COMMENTS = {
    "meta.editions": (
        "One row an edition that a run has touched: its state, and the versions that read it.",
        {
            "edition": "The UTC day",
            "status": (
                "open (begun), building (its marts are being made), published (it passed every gate), refused (a gate"
                " shut), or withdrawn (by a person)"
            ),
            "reason": "Why it is refused, withdrawn or, though it is published, to be made anew; NULL otherwise",
            "parser": "Version of the parser that read it",
            "extractor": "Version of the extractor that read its pages",
            "input": "Digest of the pages, rules and definitions it was made from",
            "digest": "Digest of its rows in core; NULL until it is published",
            "is_half_done": "True while a published edition is made anew; NULL otherwise, as in every published file",
            "warning": "What is to be known of it though it was published: that no fetch succeeded; NULL otherwise",
        },
    ),
    "meta.definitions": (
        "One row: the definitions of tables that this file was made by.",
        {"digest": "Digest of all files under expectations/"},
    ),
    "meta.models": (
        "One row a model whose table is made: by which SQL.",
        {"table_name": "The table it makes", "digest": "Digest of its SQL"},
    ),
    "meta.touched": (
        "One row a part of a model's table that is to be made anew; none once a run is through.",
        {
            "table_name": "The table that the model makes",
            "value": "The part, as the column that cuts the model has it",
        },
    ),
    "meta.gate_results": (
        "One row an expectation, table and edition: the result of its last audit.",
        {
            "edition": "The edition of the run that audited",
            "table_name": "The table audited, with its schema",
            "expectation": "The name of the expectation in the table's definition",
            "severity": "critical or warning",
            "description": "What is expected, and why",
            "success": "No row failed, or the table as a whole is as expected",
            "shut": "This expectation shut the gate",
            "rows_checked": "Rows it looked at",
            "rows_failed": "Rows that failed; of a critical expectation, those are in quarantine",
            "examples": "Up to five keys of rows that failed, or what was observed",
        },
    ),
    "meta.lineage": (
        "One row a column and a column that its value is computed from.",
        {
            "table_name": "The table, with its schema",
            "column_name": "The column; NULL where the source decides which rows there are",
            "source_table": "The table it comes from; NULL for a constant and for a count of rows",
            "source_column": "The column it comes from; NULL where the table as a whole is meant",
        },
    ),
    "meta.publication": (
        "One row: which publication this file is.",
        {
            "publication_id": "Names the publication: a digest of core and of the models that the figures are made by",
            "published_at": "When it was published, UTC",
            "edition": "The edition whose run published it; NULL for a rebuild of all",
            "readouts": "Version of Readouts",
            "parser": "Version of the parser",
            "extractor": "Version of the extractor",
            "duckdb": "Version of DuckDB that wrote the file",
            "core_digest": "Digest of all rows of core, in whatever order they lie",
        },
    ),
}
