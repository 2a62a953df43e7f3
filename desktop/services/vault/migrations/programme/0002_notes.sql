-- Notes: metadata that may change until signed; each saved wording is a row of its own, so that none is ever lost.
-- pair, meeting: what else the note is about. signed: when it was locked. moved_to: the note that took its place in another record.
CREATE TABLE note (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person (uid), pair TEXT, meeting TEXT, author TEXT NOT NULL,
  written TEXT NOT NULL, happened_on TEXT NOT NULL, signed TEXT, moved_to TEXT, moved_from TEXT, moved_why TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('note', 'columns', 'person', '{}', '[["moved_to","moved_why"]]');
CREATE INDEX note_of ON note (person);

CREATE TABLE note_text (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL, note TEXT NOT NULL REFERENCES note (uid), text TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('note_text', 'insert_only', 'person', '{}', '[]');
CREATE INDEX note_text_of ON note_text (note);
CREATE INDEX note_text_about ON note_text (person);

CREATE TABLE addendum (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL, note TEXT NOT NULL REFERENCES note (uid), reason TEXT NOT NULL, text TEXT NOT NULL,
  author TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('addendum', 'insert_only', 'person', '{}', '[]');
CREATE INDEX addendum_of ON addendum (note);
CREATE INDEX addendum_about ON addendum (person);
