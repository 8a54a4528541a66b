-- What was looked at for a custom restore, so that it is known again after a restart. The columns
-- keep their meaning for ever; only `body` depends on `schema`.
CREATE TABLE restore_parts (
    restore_id TEXT NOT NULL REFERENCES restores (id),
    part       TEXT NOT NULL CHECK (part IN ('database', 'storage')),
    schema     INTEGER NOT NULL,
    -- Text where the path is Unicode, the system's own bytes where it is not.
    path       ANY NOT NULL,
    looked_at  TEXT NOT NULL,
    body       TEXT NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (restore_id, part)
) STRICT, WITHOUT ROWID;

-- What the user said about a restore beside its steps, and what has to be cleared away after it.
CREATE TABLE restore_notes (
    restore_id TEXT PRIMARY KEY REFERENCES restores (id),
    schema     INTEGER NOT NULL,
    body       TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;
