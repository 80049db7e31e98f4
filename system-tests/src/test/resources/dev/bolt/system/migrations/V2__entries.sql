CREATE TABLE entries (worker INTEGER NOT NULL, number INTEGER NOT NULL, note VARCHAR, PRIMARY KEY (worker, number));
CREATE INDEX entries_by_note ON entries (note);
ALTER TABLE accounts ADD COLUMN comment VARCHAR;
