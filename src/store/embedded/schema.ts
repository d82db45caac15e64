// The embedded store's tables, as the list of steps that lead to them. database.ts applies what a file lacks.

/** Marks the SQLite file as ours (`PRAGMA application_id`): "LIKE" in ASCII. */
export const applicationId = 0x4c494b45

/**
 * Step i leads from schema version i to i + 1. Steps are never changed once released; a change of the tables is a new step.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- The slot is the vector's place in the memory mirror. A new vector of an old image goes to another slot.
  CREATE TABLE images (
    slot INTEGER PRIMARY KEY,
    image_id TEXT NOT NULL UNIQUE,
    relative_path TEXT NOT NULL UNIQUE,
    image_name TEXT NOT NULL,
    tags TEXT NOT NULL, -- a JSON array of strings
    taken_at TEXT,
    latitude REAL,
    longitude REAL,
    added_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    format TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    content_sha256 TEXT NOT NULL,
    origin TEXT NOT NULL,
    vector BLOB NOT NULL -- float32, little-endian
  ) STRICT;

  CREATE TABLE tombstones (
    relative_path TEXT PRIMARY KEY
  ) STRICT, WITHOUT ROWID;
  `,
  `
  ALTER TABLE images ADD COLUMN file_modified_at TEXT;
  CREATE INDEX images_by_content ON images (content_sha256);
  `,
]
