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
  // The camera; and documents that came with their vectors may lack whatever is read of a file. SQLite takes no NOT NULL back.
  `
  CREATE TABLE images_next (
    slot INTEGER PRIMARY KEY,
    image_id TEXT NOT NULL UNIQUE,
    relative_path TEXT NOT NULL UNIQUE,
    image_name TEXT NOT NULL,
    tags TEXT NOT NULL, -- a JSON array of strings
    taken_at TEXT,
    latitude REAL,
    longitude REAL,
    camera TEXT,
    added_at TEXT,
    updated_at TEXT,
    width INTEGER,
    height INTEGER,
    format TEXT,
    size_bytes INTEGER,
    file_modified_at TEXT,
    content_sha256 TEXT,
    origin TEXT NOT NULL,
    vector BLOB NOT NULL -- float32, little-endian
  ) STRICT;
  INSERT INTO images_next
    SELECT slot, image_id, relative_path, image_name, tags, taken_at, latitude, longitude, NULL, added_at, updated_at,
      width, height, format, size_bytes, file_modified_at, content_sha256, origin, vector
    FROM images ORDER BY slot;
  DROP TABLE images;
  ALTER TABLE images_next RENAME TO images;
  CREATE INDEX images_by_content ON images (content_sha256);
  -- Holds all that a summary needs, so that no vector is read for one.
  CREATE INDEX images_by_format ON images (format, size_bytes);

  CREATE TABLE jobs (
    job_id TEXT PRIMARY KEY,
    created_at TEXT NOT NULL,
    is_open INTEGER NOT NULL,
    version INTEGER NOT NULL, -- counted up with each write
    document TEXT NOT NULL -- the job as JSON
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX jobs_by_time ON jobs (created_at);

  CREATE TABLE answers (
    key TEXT PRIMARY KEY,
    taken_at TEXT NOT NULL,
    document TEXT NOT NULL -- the answer and its request's fingerprint as JSON
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX answers_by_time ON answers (taken_at);
  `,
  // Lists by name and by time.
  `
  CREATE INDEX images_by_name ON images (image_name, image_id);
  CREATE INDEX images_by_taken_at ON images (taken_at, image_id);
  CREATE INDEX images_by_added_at ON images (added_at, image_id);
  `,
  // The words of each image, by its slot, and nothing else: no text, no places within it. The tokenizer splits at spaces and leaves what
  // word-table.ts puts there as it is; that file also has the function.
  `
  CREATE VIRTUAL TABLE image_words USING fts5 (
    terms, content = '', contentless_delete = 1, detail = 'none', tokenize = 'ascii'
  );
  INSERT INTO image_words (rowid, terms)
    SELECT slot, likeness_terms(image_name, relative_path, tags) FROM images ORDER BY slot;
  `,
  // Words about a picture, and the attributes that its owner declared.
  `
  ALTER TABLE images ADD COLUMN caption TEXT;
  ALTER TABLE images ADD COLUMN attributes TEXT NOT NULL DEFAULT '{}'; -- a JSON object
  `,
]
