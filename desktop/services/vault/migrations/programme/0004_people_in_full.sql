-- People of every kind in full: how to reach them, who looks after whom, what they say of themselves, and where they came from.
-- Null in a column added here means: none. email, phone, job: of staff, guardians and helpers. languages: JSON array of text. access_needs: what helps at meetings.
-- same_as: this record was found to be the same person as another, which is the one that is shown (records.py).
ALTER TABLE person ADD COLUMN email TEXT;
ALTER TABLE person ADD COLUMN phone TEXT;
ALTER TABLE person ADD COLUMN job TEXT;
ALTER TABLE person ADD COLUMN languages TEXT;
ALTER TABLE person ADD COLUMN access_needs TEXT;
ALTER TABLE person ADD COLUMN same_as TEXT REFERENCES person (uid);
CREATE INDEX person_same ON person (same_as);

-- Who looks after a student (uid from student and guardian); person is the student. It holds no words about either.
-- place: in which order they are asked, from 1. responsible: by law. Not to be contacted is stricter than allowed.
CREATE TABLE guardian (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person (uid), guardian TEXT NOT NULL REFERENCES person (uid),
  relation TEXT NOT NULL CHECK (relation IN ('mother', 'father', 'parent', 'step_parent', 'grandparent', 'foster_carer', 'carer', 'sibling', 'relative', 'other')),
  place INTEGER NOT NULL CHECK (place >= 1), responsible INTEGER NOT NULL CHECK (responsible IN (0, 1)),
  emergency INTEGER NOT NULL CHECK (emergency IN (0, 1)),
  contact TEXT NOT NULL CHECK (contact IN ('allowed', 'not_to_be_contacted'))
) STRICT;
INSERT INTO journalled VALUES ('guardian', 'columns', 'person', '{"contact":["allowed","not_to_be_contacted"]}', '[]');
CREATE INDEX guardian_of ON guardian (person);
CREATE INDEX guardian_by ON guardian (guardian);

-- A small picture of a person: JPEG as base64.
CREATE TABLE photo (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person (uid), content TEXT NOT NULL, taken TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('photo', 'insert_only', 'person', '{}', '[]');
CREATE INDEX photo_of ON photo (person);

-- What a school lets people say of themselves. There is none until somebody adds one and says why it is asked.
CREATE TABLE own_field (
  uid TEXT PRIMARY KEY, label TEXT NOT NULL, reason TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('asked', 'retired'))
) STRICT;
INSERT INTO journalled VALUES ('own_field', 'columns', '', '{}', '[]');

-- What one person says of themselves (uid from person and field).
CREATE TABLE own_value (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person (uid), field TEXT NOT NULL REFERENCES own_field (uid), value TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('own_value', 'columns', 'person', '{}', '[]');
CREATE INDEX own_value_of ON own_value (person);
CREATE INDEX own_value_in ON own_value (field);

-- Which column was which, by a source's headings (uid from them and the kind of file). fields: JSON object, heading to field.
CREATE TABLE column_map (
  uid TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('students', 'staff', 'participants', 'pairs')),
  name TEXT NOT NULL, headings TEXT NOT NULL, fields TEXT NOT NULL, used TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('column_map', 'columns', '', '{}', '[["name","headings","fields","used"]]');

-- One import, written in its own step: what the file was taken for, its columns, what was counted, and the rows to look
-- at. No value of the file stands here. columns, counts, problems, notices: JSON.
CREATE TABLE import_run (
  uid TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('students', 'staff', 'participants', 'pairs')), source TEXT NOT NULL,
  columns TEXT NOT NULL, counts TEXT NOT NULL, problems TEXT NOT NULL, notices TEXT NOT NULL, author TEXT NOT NULL, made TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('import_run', 'insert_only', '', '{}', '[]');

-- A choice of whom a list shows, kept by name. rule: JSON.
CREATE TABLE saved_filter (
  uid TEXT PRIMARY KEY, page TEXT NOT NULL, name TEXT NOT NULL, rule TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('saved_filter', 'columns', '', '{}', '[["name","rule"]]');

-- What the matching area publishes to others: who is or was a pair with whom. Its tables are its own to read.
CREATE VIEW paired (mentee, mentor) AS SELECT DISTINCT person, mentor FROM pair;

-- The first day on which a meeting of the pair counts as due; null: since they are a pair. A pair that met before it was
-- brought here is not behind with meetings that nobody could record.
ALTER TABLE pair ADD COLUMN counted_from TEXT;
