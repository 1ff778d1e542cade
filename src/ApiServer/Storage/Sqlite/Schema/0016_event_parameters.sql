-- What the text of an event is made of, by name, as JSON; empty for none. The text can be said in other languages by it.
ALTER TABLE event ADD COLUMN parameters TEXT NOT NULL DEFAULT '';
