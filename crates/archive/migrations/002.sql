-- Version 2. Reports of one event are linked (`reports` says the outcome): what was compared, what it gave, and what it showed.

-- A row an event record that linking has looked at. `machine` is the lowest record of its group before corrections by hand.
-- `words` are those of the sentence that are compared.
CREATE TABLE linked (
    report  INTEGER PRIMARY KEY REFERENCES events,
    machine INTEGER NOT NULL REFERENCES events,
    words   TEXT NOT NULL
) STRICT;
CREATE INDEX linked_machine ON linked (machine);

-- Where likely reports of one event are looked up: by day (a Julian day number) and a pair of countries, `other` '' where
-- only one is known.
CREATE TABLE link_keys (
    day    INTEGER NOT NULL,
    code   TEXT NOT NULL,
    other  TEXT NOT NULL,
    report INTEGER NOT NULL REFERENCES events,
    PRIMARY KEY (day, code, other, report)
) STRICT, WITHOUT ROWID;

-- The trail: which record a record was found most alike to, and how much by what, each from 0 to 1; NULL where one of them
-- does not tell it.
CREATE TABLE links (
    report  INTEGER PRIMARY KEY REFERENCES events,
    nearest INTEGER NOT NULL REFERENCES events,
    score   REAL NOT NULL,
    type    REAL NOT NULL,
    sides   REAL,
    day     REAL NOT NULL,
    place   REAL,
    size    REAL,
    words   REAL
) STRICT;

-- Names are asked for in small letters and capitals alike.
CREATE INDEX participants_identity ON participants (name COLLATE NOCASE, event) WHERE name IS NOT NULL;
