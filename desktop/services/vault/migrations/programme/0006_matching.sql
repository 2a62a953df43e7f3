-- The matching workbench. Null in a column added here means: none, or not asked.
-- What a participant gave beside interests and goals: subjects a mentee needs or a mentor offers, experiences they chose to share (JSON arrays of
-- text), and the sliders of the style inventory (JSON array of numbers 0 to 5, 0 for none).
ALTER TABLE participant ADD COLUMN subjects TEXT;
ALTER TABLE participant ADD COLUMN experiences TEXT;
ALTER TABLE participant ADD COLUMN style TEXT;

-- When a draft was put aside; null for the one that is worked on.
ALTER TABLE round ADD COLUMN aside TEXT;

-- What counts in matching (uid from the programme). settings: JSON.
CREATE TABLE matching_settings (
  uid TEXT PRIMARY KEY, programme TEXT NOT NULL REFERENCES programme (uid), settings TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('matching_settings', 'columns', '', '{}', '[]');
CREATE INDEX matching_settings_of ON matching_settings (programme);

-- A pair placed in a round against rules that may be decided otherwise (uid from round, mentee and mentor). rules: JSON array of rule ids.
-- reason: a code of overrides.REASONS. It holds no words about either.
CREATE TABLE round_override (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person (uid), round TEXT NOT NULL REFERENCES round (uid),
  mentor TEXT NOT NULL REFERENCES person (uid), rules TEXT NOT NULL, reason TEXT NOT NULL, author TEXT NOT NULL, made TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('round_override', 'columns', 'person', '{}', '[["rules","reason","author","made"]]');
CREATE INDEX round_override_of ON round_override (person);
CREATE INDEX round_override_to ON round_override (mentor);
CREATE INDEX round_override_in ON round_override (round);

-- A group in a round (uid from round and leading mentor, who is person): its period and the second leader.
CREATE TABLE round_team (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person (uid), round TEXT NOT NULL REFERENCES round (uid),
  second TEXT REFERENCES person (uid), period TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('round_team', 'columns', 'person', '{}', '[["second","period"]]');
CREATE INDEX round_team_of ON round_team (person);
CREATE INDEX round_team_with ON round_team (second);
CREATE INDEX round_team_in ON round_team (round);

-- A published group: pairs with one leading mentor (person) that share it, and meet together. second: who leads with them.
CREATE TABLE team (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person (uid), programme TEXT NOT NULL REFERENCES programme (uid),
  round TEXT REFERENCES round (uid), second TEXT REFERENCES person (uid), label TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('team', 'columns', 'person', '{}', '[]');
CREATE INDEX team_of ON team (person);
CREATE INDEX team_with ON team (second);
CREATE INDEX team_in ON team (programme);
CREATE INDEX team_from ON team (round);
ALTER TABLE pair ADD COLUMN team TEXT REFERENCES team (uid);
CREATE INDEX pair_together ON pair (team);

-- begins: 'first_meeting' where a pair waits for its first meeting before it counts as active; null: it began when it was made.
-- first_met: the day on which that meeting was held.
ALTER TABLE pair ADD COLUMN begins TEXT;
ALTER TABLE pair ADD COLUMN first_met TEXT;

-- The first meeting of a pair (uid from the pair; person is the mentee). checks, signed: JSON arrays of codes; absent: who did not come, '' for nobody.
CREATE TABLE first_meeting (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person (uid), pair TEXT NOT NULL REFERENCES pair (uid),
  planned_on TEXT, adult TEXT NOT NULL, checks TEXT NOT NULL, signed TEXT NOT NULL, next_on TEXT, absent TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('first_meeting', 'columns', 'person', '{}', '[]');
CREATE INDEX first_meeting_of ON first_meeting (person);
CREATE INDEX first_meeting_with ON first_meeting (pair);

-- What a pair sets out to do, one to three to begin with. person is the mentee.
CREATE TABLE starter_goal (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person (uid), pair TEXT NOT NULL REFERENCES pair (uid),
  words TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('open', 'reached', 'dropped')), set_on TEXT NOT NULL, place INTEGER NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('starter_goal', 'columns', 'person', '{}', '[]');
CREATE INDEX starter_goal_of ON starter_goal (person);
CREATE INDEX starter_goal_with ON starter_goal (pair);

-- When a pair on trial is looked at again, and what came of it (uid from the pair; person is the mentee).
CREATE TABLE trial (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person (uid), pair TEXT NOT NULL REFERENCES pair (uid),
  review_on TEXT NOT NULL, reviewed_on TEXT, outcome TEXT NOT NULL CHECK (outcome IN ('', 'go_on', 'change'))
) STRICT;
INSERT INTO journalled VALUES ('trial', 'columns', 'person', '{}', '[["reviewed_on","outcome"]]');
CREATE INDEX trial_of ON trial (person);
CREATE INDEX trial_with ON trial (pair);

-- Two whom staff keep apart (uid from both). Why stands in the counselling compartment. One that stands is stricter than a lifted one.
CREATE TABLE block (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person (uid), other TEXT NOT NULL REFERENCES person (uid),
  state TEXT NOT NULL CHECK (state IN ('lifted', 'standing'))
) STRICT;
INSERT INTO journalled VALUES ('block', 'columns', 'person', '{"state":["lifted","standing"]}', '[]');
CREATE INDEX block_of ON block (person);
CREATE INDEX block_about ON block (other);

-- A meet-and-greet, and whom each person named after it (uid from event, person and other). place: 1 for the first.
CREATE TABLE meet_event (
  uid TEXT PRIMARY KEY, programme TEXT NOT NULL REFERENCES programme (uid), day TEXT NOT NULL, label TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'closed'))
) STRICT;
INSERT INTO journalled VALUES ('meet_event', 'columns', '', '{}', '[]');
CREATE INDEX meet_event_in ON meet_event (programme);

-- The number on somebody's badge at a meet-and-greet (uid from event, person and role): they stay when others come later.
CREATE TABLE badge (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person (uid), event TEXT NOT NULL REFERENCES meet_event (uid),
  role TEXT NOT NULL CHECK (role IN ('mentor', 'mentee')), code TEXT NOT NULL
) STRICT;
INSERT INTO journalled VALUES ('badge', 'columns', 'person', '{}', '[]');
CREATE INDEX badge_of ON badge (person);
CREATE INDEX badge_at ON badge (event);

CREATE TABLE tick (
  uid TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person (uid), event TEXT NOT NULL REFERENCES meet_event (uid),
  other TEXT NOT NULL REFERENCES person (uid), place INTEGER NOT NULL CHECK (place BETWEEN 1 AND 9)
) STRICT;
INSERT INTO journalled VALUES ('tick', 'columns', 'person', '{}', '[]');
CREATE INDEX tick_of ON tick (person);
CREATE INDEX tick_about ON tick (other);
CREATE INDEX tick_at ON tick (event);
