-- What people were shown of an instance when its agent was lost, a number of DisplayState; 0 = nothing was kept.
ALTER TABLE module_instance ADD COLUMN last_shown INTEGER NOT NULL DEFAULT 0 CHECK (last_shown BETWEEN 0 AND 9);

-- The agents of an event that is about several: what they had in common is stored once, and found by each of them. A row may outlive its event
-- for a while; it is forgotten with the events of its time.
CREATE TABLE event_agent (
    agent_id TEXT    NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (agent_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE INDEX event_agent_by_sequence ON event_agent (sequence);
