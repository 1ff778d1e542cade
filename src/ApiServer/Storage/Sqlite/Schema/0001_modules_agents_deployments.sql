-- The embedded store. docs/schema.md says for each column what it means, who writes it, and an example.
-- Times are UTC, RFC 3339 text; ids are UUIDv7 text; lists and maps are JSON text.

CREATE TABLE code (
    id             TEXT    NOT NULL PRIMARY KEY,
    name           TEXT    NOT NULL UNIQUE,
    description    TEXT    NOT NULL DEFAULT '',
    labels         TEXT    NOT NULL DEFAULT '{}' CHECK (json_valid(labels)),
    ebpf           TEXT    NOT NULL CHECK (json_valid(ebpf)),
    wasm           TEXT    NOT NULL,
    wasm_content   BLOB    NOT NULL,
    wasm_file_name TEXT    NOT NULL,
    fn             TEXT    NOT NULL,
    schema_name    TEXT    NOT NULL UNIQUE,
    schema_attr    TEXT    NOT NULL CHECK (json_valid(schema_attr)),
    panel          TEXT    NOT NULL CHECK (json_valid(panel)),
    status         INTEGER NOT NULL CHECK (status BETWEEN 1 AND 3),
    revision       INTEGER NOT NULL CHECK (revision > 0),
    update_count   INTEGER NOT NULL DEFAULT 1,
    create_time    TEXT    NOT NULL,
    update_time    TEXT    NOT NULL
) STRICT;

CREATE TABLE ebpf (
    id           TEXT    NOT NULL PRIMARY KEY,
    code_id      TEXT    NOT NULL UNIQUE REFERENCES code (id) ON DELETE CASCADE,
    code         TEXT    NOT NULL,
    event_size   INTEGER NOT NULL CHECK (event_size >= 0),
    perf_buffers TEXT    NOT NULL CHECK (json_valid(perf_buffers)),
    entry        TEXT    NOT NULL CHECK (json_valid(entry)),
    return       TEXT    NOT NULL CHECK (json_valid(return)),
    create_time  TEXT    NOT NULL
) STRICT;

-- Written by the observability database room.
CREATE TABLE schema (
    id                   TEXT    NOT NULL PRIMARY KEY,
    name                 TEXT    NOT NULL UNIQUE,
    uid                  TEXT    NOT NULL,
    columns              TEXT    NOT NULL CHECK (json_valid(columns)),
    grafana_dashboard_id INTEGER,
    version              INTEGER NOT NULL CHECK (version > 0),
    create_time          TEXT    NOT NULL
) STRICT;

-- The next three are written by the Grafana room; password, api_key and auth_value hold protected text only.
CREATE TABLE datasource (
    id                    TEXT    NOT NULL PRIMARY KEY,
    name                  TEXT    NOT NULL UNIQUE,
    type                  TEXT    NOT NULL,
    host                  TEXT    NOT NULL,
    user                  TEXT    NOT NULL,
    password              TEXT    NOT NULL,
    database              TEXT    NOT NULL,
    tables_name           TEXT    NOT NULL CHECK (json_valid(tables_name)),
    uid                   TEXT    NOT NULL UNIQUE,
    grafana_datasource_id INTEGER NOT NULL,
    create_time           TEXT    NOT NULL
) STRICT;

CREATE TABLE grafana_api (
    id          TEXT NOT NULL PRIMARY KEY,
    name        TEXT NOT NULL UNIQUE,
    api_key     TEXT NOT NULL,
    auth_value  TEXT NOT NULL,
    create_time TEXT NOT NULL
) STRICT;

CREATE TABLE grafana_dashboard (
    id                   TEXT    NOT NULL PRIMARY KEY,
    name                 TEXT    NOT NULL,
    uid                  TEXT    NOT NULL UNIQUE,
    grafana_dashboard_id INTEGER NOT NULL,
    version              INTEGER NOT NULL,
    create_time          TEXT    NOT NULL
) STRICT;

-- Immutable content: what agents run is always one of these.
CREATE TABLE module_revision (
    module_id   TEXT    NOT NULL REFERENCES code (id) ON DELETE CASCADE,
    revision    INTEGER NOT NULL CHECK (revision > 0),
    definition  TEXT    NOT NULL CHECK (json_valid(definition)),
    ebpf_source TEXT    NOT NULL,
    ebpf_object BLOB    NOT NULL,
    wasm_source TEXT    NOT NULL,
    wasm_binary BLOB    NOT NULL,
    create_time TEXT    NOT NULL,
    PRIMARY KEY (module_id, revision)
) STRICT;

-- Desired state, once per module. No foreign key: a deleted module's row stays as the tombstone that keeps its stop orders.
CREATE TABLE deployment (
    module_id         TEXT    NOT NULL PRIMARY KEY,
    module_name       TEXT    NOT NULL,
    target            INTEGER NOT NULL CHECK (target IN (1, 2)),
    revision          INTEGER NOT NULL,
    generation        INTEGER NOT NULL UNIQUE,
    agents_revision   INTEGER NOT NULL,
    agents_generation INTEGER NOT NULL,
    deleted           INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
    drop_data         INTEGER NOT NULL DEFAULT 0 CHECK (drop_data IN (0, 1)),
    start_time        TEXT    NOT NULL,
    update_time       TEXT    NOT NULL
) STRICT;

-- The last generation given out; it only grows.
CREATE TABLE generation (
    only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
    last INTEGER NOT NULL
) STRICT;

INSERT INTO generation (only, last) VALUES (1, 0);

CREATE TABLE agent (
    id                TEXT    NOT NULL PRIMARY KEY,
    node_name         TEXT    NOT NULL,
    pod_uid           TEXT    NOT NULL,
    version           TEXT    NOT NULL,
    kernel_release    TEXT    NOT NULL,
    architecture      TEXT    NOT NULL,
    labels            TEXT    NOT NULL CHECK (json_valid(labels)),
    operator_labels   TEXT    CHECK (operator_labels IS NULL OR json_valid(operator_labels)),
    protocol          INTEGER NOT NULL CHECK (protocol IN (1, 2)),
    state             INTEGER NOT NULL CHECK (state BETWEEN 1 AND 3),
    cordoned          INTEGER NOT NULL DEFAULT 0 CHECK (cordoned IN (0, 1)),
    cordon_generation INTEGER NOT NULL DEFAULT 0,
    session_id        TEXT    NOT NULL,
    connect_time      TEXT    NOT NULL,
    last_seen_time    TEXT    NOT NULL
) STRICT;

CREATE INDEX agent_by_node ON agent (node_name);

-- What is known to run where. Rows outlive their module and their agent for as long as that agent could come back.
-- observed_revision: 0 = runs nothing, -1 = unknown (a legacy agent was told something and has not answered).
CREATE TABLE module_instance (
    module_id         TEXT    NOT NULL,
    agent_id          TEXT    NOT NULL,
    observed_revision INTEGER NOT NULL,
    generation        INTEGER NOT NULL,
    state             INTEGER NOT NULL CHECK (state BETWEEN 1 AND 5),
    message           TEXT    NOT NULL DEFAULT '',
    attempt           INTEGER NOT NULL DEFAULT 0,
    update_time       TEXT    NOT NULL,
    PRIMARY KEY (agent_id, module_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX module_instance_by_module ON module_instance (module_id);

-- The poison brake: how often a node's agent was lost right after it was given this generation.
CREATE TABLE delivery_loss (
    module_id  TEXT    NOT NULL,
    node_key   TEXT    NOT NULL,
    generation INTEGER NOT NULL,
    losses     INTEGER NOT NULL,
    message    TEXT    NOT NULL,
    loss_time  TEXT    NOT NULL,
    PRIMARY KEY (module_id, node_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
    sequence  INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    id        TEXT    NOT NULL UNIQUE,
    time      TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    actor     TEXT    NOT NULL,
    module_id TEXT    NOT NULL DEFAULT '',
    agent_id  TEXT    NOT NULL DEFAULT '',
    revision  INTEGER NOT NULL DEFAULT 0,
    outcome   TEXT    NOT NULL,
    message   TEXT    NOT NULL
) STRICT;

CREATE INDEX event_by_module ON event (module_id, sequence) WHERE module_id <> '';
CREATE INDEX event_by_agent ON event (agent_id, sequence) WHERE agent_id <> '';
CREATE INDEX event_by_kind ON event (kind, sequence);
CREATE INDEX event_by_time ON event (time);

-- Answers to changing calls, kept for a day so that a repeat gets the same one.
CREATE TABLE request (
    method      TEXT NOT NULL,
    request_id  TEXT NOT NULL,
    hash        BLOB NOT NULL,
    answer      BLOB NOT NULL,
    create_time TEXT NOT NULL,
    PRIMARY KEY (method, request_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX request_by_time ON request (create_time);
