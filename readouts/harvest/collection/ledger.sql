-- The tables of the harvester's ledger (ledger.py): all of it can be read from the archive's indexes again.
CREATE TABLE pages (
    url TEXT PRIMARY KEY,
    state TEXT NOT NULL,            -- done, transient or gone
    source_id TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    failed_editions INTEGER NOT NULL,
    last_running TEXT,
    discovered_date TEXT, date_kind TEXT, discovered_at TEXT, title TEXT
) WITHOUT ROWID;
CREATE INDEX pages_open ON pages (source_id) WHERE state <> 'done';
CREATE TABLE validators (
    url TEXT PRIMARY KEY, etag TEXT, last_modified TEXT
) WITHOUT ROWID;
CREATE TABLE outcomes (
    edition TEXT, url TEXT, outcome TEXT,
    PRIMARY KEY (edition, url, outcome)
) WITHOUT ROWID;
CREATE TABLE daily (
    day TEXT, source_id TEXT, pages INTEGER NOT NULL, PRIMARY KEY (day, source_id)
) WITHOUT ROWID;
CREATE TABLE looked (source_id TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE robots (
    origin TEXT PRIMARY KEY, at TEXT NOT NULL, status INTEGER, text TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE folders (name TEXT PRIMARY KEY, changed INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE ingested (name TEXT PRIMARY KEY) WITHOUT ROWID;
