/**
 * How the store's format came about: the database of format N has had the first N of these. One that has been released
 * is never changed; what comes next is appended.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  -- Definitions and large values, each once, by the SHA-256 of their JSON.
  CREATE TABLE blobs (hash BLOB NOT NULL UNIQUE, body TEXT NOT NULL) STRICT;

  -- n is the order of acceptance; sum is a checksum of the other columns.
  CREATE TABLE runs (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    pipeline TEXT NOT NULL,
    status TEXT NOT NULL,
    seq INTEGER NOT NULL,
    summary TEXT NOT NULL,
    definition BLOB,
    engine INTEGER,
    host TEXT,
    start_key TEXT UNIQUE,
    sum INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX runs_by_pipeline ON runs (pipeline, status);
  CREATE INDEX runs_by_status ON runs (status);

  -- Runs that have not ended. crashes counts those in a row at which the run was no further than crash_progress.
  CREATE TABLE open_runs (
    n INTEGER PRIMARY KEY REFERENCES runs (n),
    crashes INTEGER NOT NULL DEFAULT 0,
    crash_progress INTEGER NOT NULL DEFAULT -1,
    taking_up INTEGER NOT NULL DEFAULT 0,
    hold_kind TEXT,
    hold_reason TEXT
  ) STRICT;

  -- The events of one append. place is n * 65536 + the seq of the last of them; body a JSON array.
  CREATE TABLE batches (
    place INTEGER PRIMARY KEY,
    first_seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    has_values INTEGER NOT NULL,
    sum INTEGER NOT NULL
  ) STRICT;

  -- Which runs hold which large values, so that a value can go with the last run that holds it.
  CREATE TABLE run_blobs (n INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (n, hash)) STRICT, WITHOUT ROWID;
  `,
  `
  -- Runs whose rows are gone and whose events and values are still to go, a few at a time.
  CREATE TABLE removals (n INTEGER PRIMARY KEY) STRICT;

  -- What tells whether a definition or a value is still needed.
  CREATE INDEX runs_by_definition ON runs (definition);
  CREATE INDEX run_blobs_by_hash ON run_blobs (hash);
  `,
  `
  -- Events get a durable order of all commits: nr is the position of the last event of the append among those of all runs.
  -- Positions grow and have gaps. Of what was stored before, the order of the runs is all that is known.
  ALTER TABLE batches RENAME TO batches_by_run;
  CREATE TABLE batches (
    nr INTEGER PRIMARY KEY,
    place INTEGER NOT NULL UNIQUE,
    first_seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    has_values INTEGER NOT NULL,
    sum INTEGER NOT NULL
  ) STRICT;
  INSERT INTO batches (nr, place, first_seq, body, has_values, sum)
    SELECT nr, place, first_seq, body, has_values, sum
    FROM (SELECT place, sum(place % 65536 - first_seq + 1) OVER (ORDER BY place) AS nr FROM batches_by_run)
    JOIN batches_by_run USING (place);
  DROP TABLE batches_by_run;

  -- order_id tells the positions of this store from those of another one; up to order_start some are missing, because
  -- their runs were removed.
  INSERT INTO meta (key, value) VALUES ('order_id', lower(hex(randomblob(6)))), ('order_start', '0');
  CREATE TRIGGER runs_removed AFTER DELETE ON runs BEGIN
    UPDATE meta SET value = max(CAST(value AS INTEGER), ifnull((
      SELECT nr FROM batches WHERE place BETWEEN old.n * 65536 AND old.n * 65536 + 65535 ORDER BY place DESC LIMIT 1
    ), 0)) WHERE key = 'order_start';
  END;

  -- The runs of one pipeline in their order, whatever their status.
  CREATE INDEX runs_of_pipeline ON runs (pipeline);
  `,
];
