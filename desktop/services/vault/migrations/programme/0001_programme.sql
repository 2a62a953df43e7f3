-- Tier 1: people, calendar, participation, matching, meetings, notes of the programme, register of printed matter.
CREATE TABLE setting (
  uid TEXT PRIMARY KEY, name TEXT NOT NULL, value TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('setting', 'columns', '', '{}', '[]');

CREATE TABLE term (
  uid TEXT PRIMARY KEY, label TEXT NOT NULL, starts TEXT NOT NULL, ends TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('term', 'columns', '', '{}', '[["starts","ends"]]');

CREATE TABLE closed_day (
  uid TEXT PRIMARY KEY, day TEXT NOT NULL, reason TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('closed_day', 'columns', '', '{}', '[]');

-- A cell of the school's week. weekday: 1 Monday to 7 Sunday, or null where the label does not say.
CREATE TABLE period (
  uid TEXT PRIMARY KEY, label TEXT NOT NULL, weekday INTEGER CHECK (weekday BETWEEN 1 AND 7), position INTEGER NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('period', 'columns', '', '{}', '[]');

CREATE TABLE person (
  uid TEXT PRIMARY KEY, number TEXT NOT NULL, source_key TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('student', 'staff', 'guardian', 'helper')),
  family TEXT NOT NULL, given TEXT NOT NULL, preferred TEXT NOT NULL, birth_date TEXT, year TEXT NOT NULL, form TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('present', 'left', 'archived'))
) STRICT;
INSERT INTO journalled VALUES ('person', 'columns', 'uid', '{}', '[["family","given","preferred"]]');
CREATE INDEX person_by_number ON person (number);

CREATE TABLE free_period (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person (uid), period TEXT NOT NULL REFERENCES period (uid)
) STRICT;
INSERT INTO journalled VALUES ('free_period', 'columns', 'person', '{}', '[]');
CREATE INDEX free_period_of ON free_period (person);
CREATE INDEX free_period_in ON free_period (period);

CREATE TABLE programme (
  uid TEXT PRIMARY KEY, name TEXT NOT NULL,
  model TEXT NOT NULL CHECK (model IN ('cross_age', 'buddy', 'reciprocal', 'group', 'study', 'transition')),
  state TEXT NOT NULL CHECK (state IN ('planned', 'running', 'closed'))
) STRICT;
INSERT INTO journalled VALUES ('programme', 'columns', '', '{}', '[]');

-- Enrolment: uid from programme, person and role. Lists are JSON arrays of text as it was given.
CREATE TABLE participant (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person (uid), programme TEXT NOT NULL REFERENCES programme (uid),
  role TEXT NOT NULL CHECK (role IN ('mentor', 'mentee')), places INTEGER NOT NULL CHECK (places >= 0),
  interests TEXT NOT NULL, goals TEXT NOT NULL, languages TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('enrolled', 'withdrawn')), since TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('participant', 'columns', 'person', '{"status":["enrolled","withdrawn"]}', '[]');
CREATE INDEX participant_of ON participant (person);
CREATE INDEX participant_in ON participant (programme);

-- uid from person, other and kind. An avoid that stands is stricter than one that was lifted.
CREATE TABLE wish (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person (uid), other TEXT NOT NULL REFERENCES person (uid),
  kind TEXT NOT NULL CHECK (kind IN ('want', 'avoid')), state TEXT NOT NULL CHECK (state IN ('lifted', 'standing'))
) STRICT;
INSERT INTO journalled VALUES ('wish', 'columns', 'person', '{"state":["lifted","standing"]}', '[]');
CREATE INDEX wish_of ON wish (person);
CREATE INDEX wish_about ON wish (other);

CREATE TABLE round (
  uid TEXT PRIMARY KEY, programme TEXT NOT NULL REFERENCES programme (uid), label TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'discarded')), settings TEXT NOT NULL, engine TEXT NOT NULL,
  inputs TEXT NOT NULL, made TEXT NOT NULL, published TEXT
) STRICT;
INSERT INTO journalled VALUES ('round', 'columns', '', '{}', '[]');
CREATE INDEX round_in ON round (programme);

-- What the matcher knew of each person in a round, so that "why this pair?" is answerable later. answers: JSON.
CREATE TABLE round_entry (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person (uid), round TEXT NOT NULL REFERENCES round (uid),
  role TEXT NOT NULL CHECK (role IN ('mentor', 'mentee')), answers TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('round_entry', 'insert_only', 'person', '{}', '[]');
CREATE INDEX round_entry_of ON round_entry (person);
CREATE INDEX round_entry_in ON round_entry (round);

-- One mentee's place in a round (uid from round and person); mentor null: not placed. score in thousandths.
CREATE TABLE proposal (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person (uid), round TEXT NOT NULL REFERENCES round (uid),
  mentor TEXT REFERENCES person (uid), score INTEGER, locked INTEGER NOT NULL CHECK (locked IN (0, 1)),
  by_hand INTEGER NOT NULL CHECK (by_hand IN (0, 1)), period TEXT REFERENCES period (uid)
) STRICT;
INSERT INTO journalled VALUES ('proposal', 'columns', 'person', '{}', '[["mentor","score","by_hand"]]');
CREATE INDEX proposal_of ON proposal (person);
CREATE INDEX proposal_to ON proposal (mentor);
CREATE INDEX proposal_in ON proposal (round);
CREATE INDEX proposal_at ON proposal (period);

-- A mentor and a mentee who meet; person is the mentee. It holds no words about either.
CREATE TABLE pair (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person (uid), mentor TEXT NOT NULL REFERENCES person (uid),
  programme TEXT NOT NULL REFERENCES programme (uid), round TEXT REFERENCES round (uid), score INTEGER,
  period TEXT REFERENCES period (uid), since TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'ended')), ended TEXT, reason TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('pair', 'columns', 'person', '{}', '[["state","ended","reason"]]');
CREATE INDEX pair_of ON pair (person);
CREATE INDEX pair_to ON pair (mentor);
CREATE INDEX pair_in ON pair (programme);
CREATE INDEX pair_from ON pair (round);
CREATE INDEX pair_at ON pair (period);

-- One planned or held meeting (uid from pair, day and period); person is the mentee. topics: JSON array of codes; moods 1 to 5.
CREATE TABLE meeting (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person (uid), pair TEXT NOT NULL REFERENCES pair (uid),
  held_on TEXT NOT NULL, period TEXT REFERENCES period (uid),
  status TEXT NOT NULL CHECK (status IN ('held', 'missed_mentor', 'missed_mentee', 'missed_both', 'school_closed', 'rescheduled')),
  minutes INTEGER CHECK (minutes BETWEEN 0 AND 600),
  mentor_came INTEGER CHECK (mentor_came IN (0, 1)), mentee_came INTEGER CHECK (mentee_came IN (0, 1)),
  topics TEXT NOT NULL, mood_mentor INTEGER CHECK (mood_mentor BETWEEN 1 AND 5), mood_mentee INTEGER CHECK (mood_mentee BETWEEN 1 AND 5),
  next_step TEXT NOT NULL, author TEXT NOT NULL, entered TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('meeting', 'columns', 'person', '{}', '[["status","mentor_came","mentee_came"]]');
CREATE INDEX meeting_of ON meeting (person);
CREATE INDEX meeting_with ON meeting (pair);
CREATE INDEX meeting_at ON meeting (period);
CREATE INDEX meeting_on ON meeting (held_on);

-- The register of what was printed, previewed or saved for others. copies: how many numbered copies.
CREATE TABLE release (
  uid TEXT PRIMARY KEY, kind TEXT NOT NULL, audience TEXT NOT NULL, form TEXT NOT NULL, copies INTEGER NOT NULL,
  first_copy INTEGER NOT NULL, author TEXT NOT NULL, made TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('release', 'insert_only', '', '{}', '[]');
