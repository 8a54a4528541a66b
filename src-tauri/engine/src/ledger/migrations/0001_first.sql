-- Moments are text of one width (2026-07-17T19:57:00.000000000Z), so that they sort as time does.

CREATE TABLE projects (
    id           TEXT PRIMARY KEY,
    name         TEXT NOT NULL,
    guid         TEXT NOT NULL,
    portal       TEXT NOT NULL,
    plan         TEXT NOT NULL,
    role         TEXT NOT NULL,
    environments TEXT NOT NULL CHECK (json_valid(environments)),
    practice     INTEGER NOT NULL CHECK (practice IN (0, 1)),
    created_at   TEXT NOT NULL
) STRICT;

-- What may be known about a project's token. The token itself never comes here.
CREATE TABLE token_notes (
    project_id TEXT PRIMARY KEY REFERENCES projects (id) ON DELETE CASCADE,
    last4      TEXT NOT NULL CHECK (length(last4) <= 4),
    saved_at   TEXT NOT NULL
) STRICT;

CREATE TABLE packages (
    id           TEXT PRIMARY KEY,
    -- Text where the path is Unicode, the system's own bytes where it is not.
    path         ANY NOT NULL,
    file_name    TEXT NOT NULL,
    stamp        TEXT NOT NULL CHECK (json_valid(stamp)),
    inspection   TEXT NOT NULL CHECK (json_valid(inspection)),
    sha256       TEXT,
    crc64        INTEGER,
    inspected_at TEXT NOT NULL
) STRICT;
CREATE INDEX packages_by_sha256 ON packages (sha256);
CREATE INDEX packages_by_time ON packages (inspected_at);

-- The columns keep their meaning for ever; only `body` depends on `schema`. A row written by a
-- later version can therefore still be shown.
CREATE TABLE jobs (
    id         TEXT PRIMARY KEY,
    schema     INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL,
    project_id TEXT,
    env        TEXT,
    package    TEXT,
    started_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision   INTEGER NOT NULL,
    dismissed  INTEGER NOT NULL DEFAULT 0 CHECK (dismissed IN (0, 1)),
    body       TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX jobs_by_time ON jobs (started_at);
CREATE INDEX jobs_by_place ON jobs (project_id, env);

-- A confirmation is used once, for ever: also after its job is gone from every list.
CREATE TABLE confirmations (
    id     TEXT PRIMARY KEY,
    job_id TEXT NOT NULL REFERENCES jobs (id),
    at     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER confirmations_stay BEFORE UPDATE ON confirmations
BEGIN SELECT RAISE(ABORT, 'a confirmation is used once'); END;
CREATE TRIGGER confirmations_are_kept BEFORE DELETE ON confirmations
BEGIN SELECT RAISE(ABORT, 'a confirmation is used once'); END;

-- Without a foreign key to projects: what went where stays readable after a project is removed.
CREATE TABLE placements (
    id           INTEGER PRIMARY KEY,
    upload_job   TEXT NOT NULL UNIQUE,
    project_id   TEXT NOT NULL,
    env          TEXT NOT NULL,
    sha256       TEXT NOT NULL,
    file_name    TEXT NOT NULL,
    build_number TEXT,
    code_version TEXT,
    at           TEXT NOT NULL,
    known_by     TEXT NOT NULL,
    downtime_ms  INTEGER
) STRICT;
CREATE INDEX placements_by_place ON placements (project_id, env, at);
CREATE INDEX placements_by_package ON placements (sha256);

CREATE TABLE samples (
    id     INTEGER PRIMARY KEY,
    job_id TEXT NOT NULL REFERENCES jobs (id),
    at     TEXT NOT NULL,
    body   TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX samples_by_job ON samples (job_id, id);

-- What a watch concluded from its samples so far.
CREATE TABLE watches (
    job_id  TEXT PRIMARY KEY REFERENCES jobs (id),
    summary TEXT NOT NULL CHECK (json_valid(summary))
) STRICT;

-- The last single look at a site that was asked for on its own.
CREATE TABLE looks (
    project_id TEXT NOT NULL,
    env        TEXT NOT NULL,
    at         TEXT NOT NULL,
    body       TEXT NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (project_id, env)
) STRICT, WITHOUT ROWID;

CREATE TABLE preferences (
    only  INTEGER PRIMARY KEY CHECK (only = 1),
    value TEXT NOT NULL CHECK (json_valid(value))
) STRICT;

CREATE TABLE entries (
    seq          INTEGER PRIMARY KEY,
    at           TEXT NOT NULL,
    person       TEXT NOT NULL,
    kind         TEXT NOT NULL,
    project_id   TEXT,
    project_name TEXT,
    env          TEXT,
    sha256       TEXT,
    reason       TEXT,
    params       TEXT NOT NULL CHECK (json_valid(params)),
    hash         TEXT NOT NULL
) STRICT;
CREATE INDEX entries_by_kind ON entries (kind);

-- How long the chain is and how it ends: without it, cutting off its end would go unnoticed.
CREATE TABLE chain_head (
    only    INTEGER PRIMARY KEY CHECK (only = 1),
    entries INTEGER NOT NULL,
    hash    TEXT NOT NULL
) STRICT;
INSERT INTO chain_head VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

CREATE TRIGGER entries_follow BEFORE INSERT ON entries
WHEN NEW.seq IS NOT (SELECT entries + 1 FROM chain_head)
BEGIN SELECT RAISE(ABORT, 'an entry follows the last one'); END;
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;
CREATE TRIGGER entries_are_kept BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;
CREATE TRIGGER chain_head_is_kept BEFORE DELETE ON chain_head
BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;
