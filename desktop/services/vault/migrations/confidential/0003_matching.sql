-- What a student answered in private about a pair on trial (uid from pair and role; person is who answered).
CREATE TABLE trial_slip (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL, pair TEXT NOT NULL, role TEXT NOT NULL CHECK (role IN ('mentor', 'mentee')),
  answer TEXT NOT NULL CHECK (answer IN ('yes', 'no', 'unsure')), author TEXT NOT NULL, given_on TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('trial_slip', 'columns', 'person', '{}', '[["answer","author","given_on"]]');
CREATE INDEX trial_slip_of ON trial_slip (person);
CREATE INDEX trial_slip_about ON trial_slip (pair);

-- Why staff keep two people apart; it outlives its author. block: the uid in the programme's compartment, where only that it is so is kept.
CREATE TABLE block_reason (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL, other TEXT NOT NULL, block TEXT NOT NULL, words TEXT NOT NULL, author TEXT NOT NULL, written TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('block_reason', 'insert_only', 'person', '{}', '[]');
CREATE INDEX block_reason_of ON block_reason (person);
CREATE INDEX block_reason_about ON block_reason (block);
