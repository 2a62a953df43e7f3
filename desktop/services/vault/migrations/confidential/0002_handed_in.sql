-- What was handed in by who cannot read it, exactly as it was sealed: every laptop that takes it in writes the same row.
-- person: whom it is about, or the item itself where nobody is named. author: '' where it cannot be told who it was.
CREATE TABLE handed_in (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL, receipt TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL, text TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('handed_in', 'insert_only', 'person', '{}', '[]');
CREATE INDEX handed_in_about ON handed_in (person);
