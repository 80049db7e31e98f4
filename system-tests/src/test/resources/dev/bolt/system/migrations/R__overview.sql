DROP VIEW IF EXISTS overview;
CREATE VIEW overview AS SELECT count(*) AS accounts, sum(balance) AS total FROM accounts;
