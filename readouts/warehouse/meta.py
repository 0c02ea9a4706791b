"""The tables of ``meta``: what a file of the warehouse knows of itself.

What belongs here: their columns and comments. What does not: the tables of the data, which ``expectations/`` defines.

A file of an earlier release gains a new column by ``ALTER``, so that it keeps which editions are published.
"""

from __future__ import annotations

META_DDL = """
CREATE SCHEMA IF NOT EXISTS meta;
CREATE TABLE IF NOT EXISTS meta.editions (
    edition DATE NOT NULL, status VARCHAR NOT NULL, reason VARCHAR, parser VARCHAR, extractor VARCHAR,
    input VARCHAR, digest VARCHAR, is_half_done BOOLEAN
);
ALTER TABLE meta.editions ADD COLUMN IF NOT EXISTS digest VARCHAR;
ALTER TABLE meta.editions ADD COLUMN IF NOT EXISTS is_half_done BOOLEAN;
CREATE TABLE IF NOT EXISTS meta.definitions (digest VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS meta.models (table_name VARCHAR NOT NULL, digest VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS meta.touched (table_name VARCHAR NOT NULL, value VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS meta.gate_results (
    edition DATE NOT NULL, table_name VARCHAR NOT NULL, expectation VARCHAR NOT NULL, severity VARCHAR NOT NULL,
    description VARCHAR NOT NULL, success BOOLEAN NOT NULL, shut BOOLEAN NOT NULL, rows_checked BIGINT NOT NULL,
    rows_failed BIGINT NOT NULL, examples VARCHAR[] NOT NULL
);
CREATE TABLE IF NOT EXISTS meta.publication (
    publication_id VARCHAR NOT NULL, published_at TIMESTAMP NOT NULL, edition DATE, readouts VARCHAR NOT NULL,
    parser VARCHAR NOT NULL, extractor VARCHAR NOT NULL, duckdb VARCHAR NOT NULL, core_digest VARCHAR
);
ALTER TABLE meta.publication ADD COLUMN IF NOT EXISTS core_digest VARCHAR;
CREATE TABLE IF NOT EXISTS meta.lineage (
    table_name VARCHAR NOT NULL, column_name VARCHAR, source_table VARCHAR, source_column VARCHAR
);
"""

META_COMMENTS = {
    "meta.editions": (
        "One row an edition that a run has touched: its state, and the versions that read it.",
        {
            "edition": "The UTC day",
            "status": "open (begun), building (its marts are being made), published, or refused (a gate shut)",
            "reason": "Why a gate shut; NULL otherwise",
            "parser": "Version of the parser that read it",
            "extractor": "Version of the extractor that read its pages",
            "input": "Digest of the pages, rules and definitions it was made from",
            "digest": "Digest of its rows in core; NULL until it is published",
            "is_half_done": "True while a published edition is made anew; NULL otherwise, as in every published file",
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
