-- Logs that were read for a release. Without foreign keys, as what was measured. The columns keep
-- their meaning for ever; only `body` depends on `schema`. The logs themselves are not kept: only what
-- was found in them, without secrets.
CREATE TABLE release_logs (
    id         TEXT PRIMARY KEY,
    release_id TEXT NOT NULL,
    stage      TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    read_at    TEXT NOT NULL,
    schema     INTEGER NOT NULL,
    body       TEXT NOT NULL CHECK (json_valid(body)),
    UNIQUE (release_id, stage, sha256)
) STRICT, WITHOUT ROWID;

-- Reviews as they stood when they were handed out. What says the same is kept once.
CREATE TABLE release_reviews (
    release_id TEXT NOT NULL,
    stage      TEXT NOT NULL,
    -- Of what `body` tells.
    sha256     TEXT NOT NULL,
    frozen_at  TEXT NOT NULL,
    schema     INTEGER NOT NULL,
    body       TEXT NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (release_id, stage, sha256)
) STRICT, WITHOUT ROWID;
