-- The ground of every compartment: what it is, its journal, and which tables the journal watches.
CREATE TABLE meta (
  name TEXT PRIMARY KEY, value TEXT NOT NULL
) STRICT;
CREATE TABLE counter (
  only INTEGER PRIMARY KEY CHECK (only = 1), commits INTEGER NOT NULL, silent INTEGER NOT NULL CHECK (silent IN (0, 1))
) STRICT;
INSERT INTO counter (only, commits, silent) VALUES (1, 0, 0);
-- kind: 'columns' or 'insert_only'; person: the column that names the person a row is about, or '';
-- strict: a JSON object {column: [values, mildest first]}; cells: a JSON array of groups of columns that are one cell.
CREATE TABLE journalled (
  tbl TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('columns', 'insert_only')), person TEXT NOT NULL,
  strict TEXT NOT NULL, cells TEXT NOT NULL
) STRICT;
CREATE TABLE step (
  device TEXT NOT NULL, step INTEGER NOT NULL, clock INTEGER NOT NULL, at TEXT NOT NULL, user TEXT NOT NULL,
  verb TEXT NOT NULL, about TEXT NOT NULL, person TEXT, knows TEXT, undoes TEXT,
  previous TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (device, step)
) STRICT, WITHOUT ROWID;
CREATE INDEX step_in_order ON step (clock);
CREATE TABLE journal (
  id INTEGER PRIMARY KEY, device TEXT, step INTEGER, n INTEGER, tbl TEXT NOT NULL, row TEXT NOT NULL, person TEXT,
  op TEXT NOT NULL CHECK (op IN ('I', 'U', 'D')), change TEXT, salt TEXT, digest TEXT
) STRICT;
CREATE UNIQUE INDEX journal_entry ON journal (device, step, n) WHERE step IS NOT NULL;
CREATE INDEX journal_row ON journal (tbl, row);
CREATE INDEX journal_person ON journal (person);
