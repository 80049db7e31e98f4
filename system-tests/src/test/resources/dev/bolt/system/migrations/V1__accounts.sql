CREATE TABLE accounts (
  id INTEGER PRIMARY KEY,
  owner VARCHAR(40) NOT NULL,
  balance INTEGER NOT NULL CHECK (balance >= 0)
);

-- A semicolon in a text; is no end.
INSERT INTO accounts VALUES (0, 'house; home', 1000);
INSERT INTO accounts VALUES (1, 'it''s me', 1000), (2, 'you', 1000), (3, 'she', 1000);
