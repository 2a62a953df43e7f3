-- What the programme area publishes to others: who takes part now, and as what. Its tables are its own to read.
CREATE VIEW enrolled_role (person, role) AS SELECT DISTINCT person, role FROM participant WHERE status = 'enrolled';
