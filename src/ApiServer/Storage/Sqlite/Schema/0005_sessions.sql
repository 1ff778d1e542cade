-- Who is signed in with a browser. A row is a session that has not ended: what ends one deletes it, so that a copied cookie finds nothing.
CREATE TABLE user_session (
    id            TEXT    NOT NULL PRIMARY KEY,
    hash          TEXT    NOT NULL UNIQUE,
    actor         TEXT    NOT NULL,
    role          INTEGER NOT NULL CHECK (role BETWEEN 1 AND 4),
    token_id      TEXT    REFERENCES api_token (id) ON DELETE CASCADE,
    address       TEXT    NOT NULL,
    user_agent    TEXT    NOT NULL,
    create_time   TEXT    NOT NULL,
    last_use_time TEXT    NOT NULL,
    expire_time   TEXT    NOT NULL
) STRICT;

CREATE INDEX user_session_by_actor ON user_session (actor);
CREATE INDEX user_session_by_token ON user_session (token_id) WHERE token_id IS NOT NULL;
CREATE INDEX user_session_by_use ON user_session (last_use_time);
CREATE INDEX user_session_by_end ON user_session (expire_time);

-- What proves a token's secret without the slow hash: its SHA-256, encrypted. NULL = not known yet; the first use stores it.
ALTER TABLE api_token ADD COLUMN proof BLOB;
