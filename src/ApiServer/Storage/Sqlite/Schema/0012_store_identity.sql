-- Which store this is: the file beside the database, <file>.id, names the same. The server fills in the row when it opens the store.
CREATE TABLE store (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    id TEXT NOT NULL,
    opened INTEGER NOT NULL,
    key_check TEXT NOT NULL
) STRICT;

INSERT INTO store (only, id, opened, key_check) VALUES (1, '', 0, '');
