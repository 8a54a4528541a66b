-- Releases on their way from development to production. The columns keep their meaning for ever;
-- only `body` depends on `schema`. Without a foreign key to projects: what was released stays
-- readable after a project is removed.
CREATE TABLE releases (
    id         TEXT PRIMARY KEY,
    schema     INTEGER NOT NULL,
    project_id TEXT NOT NULL,
    started_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    -- Nobody gave a verdict yet.
    open       INTEGER NOT NULL CHECK (open IN (0, 1)),
    revision   INTEGER NOT NULL,
    body       TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX releases_by_time ON releases (project_id, started_at);

-- Which lines a readiness review has; a project without a row has the usual ones.
CREATE TABLE release_templates (
    project_id TEXT PRIMARY KEY,
    schema     INTEGER NOT NULL,
    updated_at TEXT NOT NULL,
    body       TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;

-- A package also comes to an environment by a promotion that was clicked in the Portal: what brought
-- it is an upload or a press.
ALTER TABLE placements RENAME COLUMN upload_job TO brought_by;
