-- Who may call, and what an audit needs to know of each call.

ALTER TABLE event ADD COLUMN method         TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN target         TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN client_address TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN user_agent     TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN request_id     TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN correlation_id TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN change         TEXT NOT NULL DEFAULT '';

-- What happened stays as it was told; it is only ever forgotten, by age and number.
CREATE TRIGGER event_never_changes BEFORE UPDATE ON event
BEGIN
    SELECT RAISE(ABORT, 'events are never changed');
END;

-- Tokens that the API is called with, and those that agents join with. Only a slow hash of the secret is kept.
CREATE TABLE api_token (
    id            TEXT    NOT NULL PRIMARY KEY,
    name          TEXT    NOT NULL,
    role          INTEGER NOT NULL CHECK (role BETWEEN 1 AND 5),
    lookup        TEXT    NOT NULL UNIQUE,
    hash          TEXT    NOT NULL,
    max_nodes     INTEGER NOT NULL DEFAULT 0 CHECK (max_nodes >= 0),
    creator       TEXT    NOT NULL,
    create_time   TEXT    NOT NULL,
    expire_time   TEXT,
    last_use_time TEXT,
    revoke_time   TEXT
) STRICT;

CREATE UNIQUE INDEX api_token_by_name ON api_token (name) WHERE revoke_time IS NULL;

-- Which nodes have joined with which token.
CREATE TABLE token_node (
    token_id  TEXT NOT NULL REFERENCES api_token (id) ON DELETE CASCADE,
    node_name TEXT NOT NULL,
    join_time TEXT NOT NULL,
    PRIMARY KEY (token_id, node_name)
) STRICT, WITHOUT ROWID;

-- How the agent proved who it is: its id belongs to that identity. Empty = nobody asked.
ALTER TABLE agent ADD COLUMN identity TEXT NOT NULL DEFAULT '';

-- An answer is for the caller it was given to. Whoever called before this was not asked who they are.
CREATE TABLE answered_request (
    method      TEXT NOT NULL,
    actor       TEXT NOT NULL,
    request_id  TEXT NOT NULL,
    hash        BLOB NOT NULL,
    answer      BLOB NOT NULL,
    create_time TEXT NOT NULL,
    PRIMARY KEY (method, actor, request_id)
) STRICT, WITHOUT ROWID;

INSERT INTO answered_request (method, actor, request_id, hash, answer, create_time)
SELECT method, 'local', request_id, hash, answer, create_time FROM request;

DROP TABLE request;
ALTER TABLE answered_request RENAME TO request;
CREATE INDEX request_by_time ON request (create_time);
