-- What is needed to keep tokens, datasources and dashboards right in Grafana, and to know ours from others'.

-- One row: what this server calls itself in Grafana, so that several servers can share one.
CREATE TABLE grafana_identity (
    name TEXT NOT NULL PRIMARY KEY
) STRICT;

INSERT INTO grafana_identity (name) VALUES (lower(hex(randomblob(4))));

-- Grafana's numbers of a token and of the service account it belongs to; account 0 = it is an API key.
ALTER TABLE grafana_api ADD COLUMN grafana_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE grafana_api ADD COLUMN account_id INTEGER NOT NULL DEFAULT 0;

-- '' = created by a caller; else what the server keeps it for: database or prometheus.
ALTER TABLE datasource ADD COLUMN purpose TEXT NOT NULL DEFAULT '';

-- module_id '' = a built-in dashboard. state: 0 ours, 1 edited by somebody, 2 deleted in Grafana.
-- content_hash: of what was written last. written: the last few of them, with what was about to be written. generation: the deployment it was written for.
-- fields: JSON array of what was found in JSON columns. annotated: sequence of the last event marked on it.
ALTER TABLE grafana_dashboard ADD COLUMN module_id    TEXT    NOT NULL DEFAULT '';
ALTER TABLE grafana_dashboard ADD COLUMN path         TEXT    NOT NULL DEFAULT '';
ALTER TABLE grafana_dashboard ADD COLUMN state        INTEGER NOT NULL DEFAULT 0;
ALTER TABLE grafana_dashboard ADD COLUMN content_hash TEXT    NOT NULL DEFAULT '';
ALTER TABLE grafana_dashboard ADD COLUMN written      TEXT    NOT NULL DEFAULT '';
ALTER TABLE grafana_dashboard ADD COLUMN generation   INTEGER NOT NULL DEFAULT 0;
ALTER TABLE grafana_dashboard ADD COLUMN fields       TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(fields));
ALTER TABLE grafana_dashboard ADD COLUMN annotated    INTEGER NOT NULL DEFAULT 0;

CREATE INDEX grafana_dashboard_by_module ON grafana_dashboard (module_id);
