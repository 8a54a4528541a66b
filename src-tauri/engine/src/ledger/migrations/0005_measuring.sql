-- What is measured around a promotion. The columns keep their meaning for ever; only `body`
-- depends on `schema`. Without foreign keys to projects and releases: what was measured stays
-- readable after either is removed.

-- The questions a project's sites are asked.
CREATE TABLE probes (
    project_id TEXT PRIMARY KEY,
    schema     INTEGER NOT NULL,
    body       TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;

CREATE TABLE smoke_runs (
    id         TEXT PRIMARY KEY,
    schema     INTEGER NOT NULL,
    project_id TEXT NOT NULL,
    env        TEXT NOT NULL,
    -- The package that was there, as far as that was known.
    sha256     TEXT,
    at         TEXT NOT NULL,
    body       TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX smoke_runs_by_time ON smoke_runs (project_id, env, at);

-- The last comparison of two environments.
CREATE TABLE parities (
    project_id TEXT NOT NULL,
    left_env   TEXT NOT NULL,
    right_env  TEXT NOT NULL,
    schema     INTEGER NOT NULL,
    at         TEXT NOT NULL,
    body       TEXT NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (project_id, left_env, right_env)
) STRICT, WITHOUT ROWID;

-- How a stage's sites answered before the deployment.
CREATE TABLE baselines (
    release_id TEXT NOT NULL,
    stage      TEXT NOT NULL,
    schema     INTEGER NOT NULL,
    at         TEXT NOT NULL,
    body       TEXT NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (release_id, stage)
) STRICT, WITHOUT ROWID;

-- Monitors: phase, gaps, fired triggers, last looks.
CREATE TABLE monitors (
    job_id     TEXT PRIMARY KEY,
    release_id TEXT NOT NULL,
    stage      TEXT NOT NULL,
    schema     INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    body       TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX monitors_of_release ON monitors (release_id, stage, started_at);

-- What their probes showed, counted together in windows of time.
CREATE TABLE monitor_windows (
    job_id  TEXT NOT NULL REFERENCES monitors (job_id),
    part    TEXT NOT NULL CHECK (part IN ('before', 'during')),
    number  INTEGER NOT NULL,
    body    TEXT NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (job_id, part, number)
) STRICT, WITHOUT ROWID;
