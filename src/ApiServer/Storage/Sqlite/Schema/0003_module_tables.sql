-- Tables in the observability database, and how long their rows are kept.

-- The table that a revision's rows go to, once it was ready; empty = it never was. Agents are told of a revision only then.
ALTER TABLE module_revision ADD COLUMN table_name TEXT NOT NULL DEFAULT '';

CREATE INDEX schema_by_module ON schema (uid, version);

-- name '' = all tables that have none of their own.
CREATE TABLE table_retention (
    name    TEXT    NOT NULL PRIMARY KEY,
    seconds INTEGER NOT NULL CHECK (seconds > 0)
) STRICT, WITHOUT ROWID;
