-- Handed in by who cannot read it: sealed to a compartment until somebody who holds it unlocks, then deleted here.
-- hash: SHA-256 of the body, in hexadecimal. person: the item itself, for whom it is about is inside; so an erasure can name it.
CREATE TABLE sealed_item (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL, compartment TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('sealed_item', 'insert_only', 'person', '{}', '[]');
CREATE INDEX sealed_item_about ON sealed_item (person);
-- What was sealed: age to the compartment's recipient, padded, as base64. Not journalled: deleted, it is gone, and who held
-- the keys of then opens it from no later copy.
CREATE TABLE sealed_item_body (
  uid TEXT PRIMARY KEY, body TEXT NOT NULL
) STRICT;

-- What its author has of it: when, to which compartment, under which receipt, and whether it has been taken in. The uid is the item's.
CREATE TABLE receipt (
  uid TEXT PRIMARY KEY, compartment TEXT NOT NULL, receipt TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL,
  taken_in INTEGER NOT NULL CHECK (taken_in IN (0, 1))
) STRICT;
INSERT INTO journalled VALUES ('receipt', 'columns', '', '{}', '[]');
