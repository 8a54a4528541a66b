-- Custom restore sessions. The columns keep their meaning for ever; only `body` depends on
-- `schema`. Without a foreign key to projects: what was restored stays readable after a project
-- is removed.
CREATE TABLE restores (
    id         TEXT PRIMARY KEY,
    schema     INTEGER NOT NULL,
    project_id TEXT NOT NULL,
    started_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    -- The Portal has one open session at a time for each project.
    open       INTEGER NOT NULL CHECK (open IN (0, 1)),
    revision   INTEGER NOT NULL,
    body       TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX restores_by_time ON restores (project_id, started_at);
CREATE UNIQUE INDEX one_open_restore ON restores (project_id) WHERE open = 1;
