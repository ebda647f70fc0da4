-- Version 1. Other programs can read it with SQLite 3.37 or later. Offsets are code points into the text, half open, so
-- that substr(text, start + 1, "end" - start) is the surface. Lists are joined by semicolons. Days are written 2022-01-25.

-- One call of `legation ingest` that kept something. `ended` is NULL where it was killed or stopped.
CREATE TABLE runs (
    id            INTEGER PRIMARY KEY,
    started       TEXT NOT NULL,
    ended         TEXT,
    coder         TEXT NOT NULL,
    codebook      TEXT NOT NULL,
    codebook_hash TEXT NOT NULL,
    model         TEXT NOT NULL,
    settings      TEXT NOT NULL,
    added         INTEGER NOT NULL DEFAULT 0,
    coded         INTEGER NOT NULL DEFAULT 0,
    events        INTEGER NOT NULL DEFAULT 0,
    there         INTEGER NOT NULL DEFAULT 0,
    failed        INTEGER NOT NULL DEFAULT 0
) STRICT;

-- `key` is the article's own: the same words, title and day have the same one. `document` is the id by which the input
-- knew it. `state`: coded, waiting (kept without coding), foreign (not English, never coded). `events`: how many, once coded.
CREATE TABLE articles (
    id        INTEGER PRIMARY KEY,
    key       TEXT NOT NULL UNIQUE,
    document  TEXT NOT NULL,
    title     TEXT,
    published TEXT,
    url       TEXT,
    publisher TEXT,
    license   TEXT,
    language  TEXT NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('coded', 'waiting', 'foreign')),
    kept_by   INTEGER NOT NULL REFERENCES runs,
    coded_by  INTEGER REFERENCES runs,
    events    INTEGER,
    CHECK ((state = 'coded') = (coded_by IS NOT NULL)),
    CHECK ((state = 'coded') = (events IS NOT NULL))
) STRICT;
CREATE INDEX articles_published ON articles (published);
CREATE INDEX articles_document ON articles (document);

-- The text by itself, so that what is said of an article can change without writing it again.
CREATE TABLE texts (
    article INTEGER PRIMARY KEY REFERENCES articles,
    text    TEXT NOT NULL
) STRICT;

-- Where else the very same article was seen.
CREATE TABLE sightings (
    article   INTEGER NOT NULL REFERENCES articles,
    document  TEXT NOT NULL,
    url       TEXT NOT NULL,
    publisher TEXT NOT NULL,
    PRIMARY KEY (article, document, url, publisher)
) STRICT, WITHOUT ROWID;

CREATE TABLE stories (
    article        INTEGER NOT NULL REFERENCES articles,
    number         INTEGER NOT NULL,
    start          INTEGER NOT NULL,
    "end"          INTEGER NOT NULL,
    headline_start INTEGER,
    headline_end   INTEGER,
    dateline_start INTEGER,
    dateline_end   INTEGER,
    dated          TEXT,
    PRIMARY KEY (article, number)
) STRICT, WITHOUT ROWID;

-- `kind`: 0 body, 1 headline, 2 about the page.
CREATE TABLE sentences (
    article   INTEGER NOT NULL REFERENCES articles,
    number    INTEGER NOT NULL,
    story     INTEGER NOT NULL,
    paragraph INTEGER NOT NULL,
    kind      INTEGER NOT NULL,
    start     INTEGER NOT NULL,
    "end"     INTEGER NOT NULL,
    PRIMARY KEY (article, number)
) STRICT, WITHOUT ROWID;

-- Resolved places, each once. What is not known is '' or 0 in the columns that tell places apart.
CREATE TABLE places (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    country    TEXT NOT NULL,
    geonameid  INTEGER NOT NULL,
    lat        REAL,
    lon        REAL,
    feature    TEXT,
    resolution INTEGER,
    UNIQUE (name, country, geonameid)
) STRICT;
CREATE INDEX places_country ON places (country);

-- What the coder found, one row an event record, in the order of the text. `key` is the record's id.
CREATE TABLE events (
    id                INTEGER PRIMARY KEY,
    article           INTEGER NOT NULL REFERENCES articles,
    number            INTEGER NOT NULL,
    key               TEXT NOT NULL,
    run               INTEGER NOT NULL REFERENCES runs,
    story             INTEGER NOT NULL,
    sentence          INTEGER NOT NULL,
    start             INTEGER NOT NULL,
    "end"             INTEGER NOT NULL,
    type              TEXT NOT NULL,
    mode              TEXT NOT NULL,
    context           TEXT NOT NULL,
    auxiliary         TEXT NOT NULL,
    quad              INTEGER NOT NULL,
    scale             REAL NOT NULL,
    cameo             TEXT NOT NULL,
    killed            INTEGER,
    injured           INTEGER,
    arrested          INTEGER,
    date              TEXT,
    enddate           TEXT,
    granularity       TEXT,
    date_source       TEXT,
    place             INTEGER REFERENCES places,
    place_text        TEXT,
    place_source      TEXT,
    stance            TEXT,
    attribution       TEXT,
    trigger           TEXT NOT NULL,
    topic             TEXT NOT NULL,
    confidence        REAL NOT NULL,
    UNIQUE (article, number)
) STRICT;
CREATE INDEX events_key ON events (key);
CREATE INDEX events_date ON events (date);
CREATE INDEX events_type ON events (type, date);
CREATE INDEX events_place ON events (place, date) WHERE place IS NOT NULL;

CREATE TABLE event_contexts (
    context TEXT NOT NULL,
    event   INTEGER NOT NULL REFERENCES events,
    PRIMARY KEY (context, event)
) STRICT, WITHOUT ROWID;

-- `side`: 0 actor, 1 recipient, 2 source (who says so). Day, quad class and scale are the event's, so that a time line of a
-- country is read from one index.
CREATE TABLE participants (
    event      INTEGER NOT NULL REFERENCES events,
    side       INTEGER NOT NULL,
    number     INTEGER NOT NULL,
    text       TEXT NOT NULL,
    start      INTEGER NOT NULL,
    "end"      INTEGER NOT NULL,
    kind       TEXT,
    name       TEXT,
    identifier TEXT,
    code       TEXT,
    sector     TEXT NOT NULL,
    office     TEXT,
    confidence REAL NOT NULL,
    date       TEXT,
    quad       INTEGER NOT NULL,
    scale      REAL NOT NULL,
    PRIMARY KEY (event, side, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX participants_code ON participants (code, side, date, event, quad, scale) WHERE code IS NOT NULL;
CREATE INDEX participants_name ON participants (name, event) WHERE name IS NOT NULL;

-- Who acts on whom: a row for each code of an actor and code of a recipient, or, where an event has actors alone, for each
-- two of their codes, both ways. `date` is '' where it is not known.
CREATE TABLE dyads (
    actor     TEXT NOT NULL,
    recipient TEXT NOT NULL,
    date      TEXT NOT NULL,
    event     INTEGER NOT NULL REFERENCES events,
    quad      INTEGER NOT NULL,
    scale     REAL NOT NULL,
    PRIMARY KEY (actor, recipient, date, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX dyads_event ON dyads (event);

CREATE TABLE participant_sectors (
    sector TEXT NOT NULL,
    event  INTEGER NOT NULL REFERENCES events,
    side   INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (sector, event, side, number)
) STRICT, WITHOUT ROWID;

-- Which rows of `events` report the same happening: `event` is the row that stands for it, itself where it is alone.
-- `why` says what joined them.
CREATE TABLE reports (
    report  INTEGER PRIMARY KEY REFERENCES events,
    event   INTEGER NOT NULL REFERENCES events,
    article INTEGER NOT NULL REFERENCES articles,
    why     TEXT
) STRICT;
CREATE INDEX reports_event ON reports (event);

-- The records of an article as they were written, JSON lines compressed with zstd: what an export gives out.
CREATE TABLE records (
    article INTEGER PRIMARY KEY REFERENCES articles,
    jsonl   BLOB NOT NULL
) STRICT;

-- Persons with an office or country, as the texts tell them. '' where it is not known. `first` and `last`: days of events.
CREATE TABLE people (
    id      INTEGER PRIMARY KEY,
    name    TEXT NOT NULL,
    office  TEXT NOT NULL,
    code    TEXT NOT NULL,
    sector  TEXT NOT NULL,
    first   TEXT,
    last    TEXT,
    events  INTEGER NOT NULL,
    UNIQUE (name, office, code, sector)
) STRICT;

-- Articles that tell the same text, in groups: copies, excerpts, later versions. `cluster` is the lowest article of the
-- group; `nearest` the article that it was found alike to, with what they share.
CREATE TABLE copies (
    article     INTEGER PRIMARY KEY REFERENCES articles,
    cluster     INTEGER NOT NULL REFERENCES articles,
    nearest     INTEGER NOT NULL REFERENCES articles,
    relation    TEXT NOT NULL,
    jaccard     REAL NOT NULL,
    containment REAL NOT NULL
) STRICT;
CREATE INDEX copies_cluster ON copies (cluster);

-- A row a group: how many it has, the earliest by day of publication and the longest, with what they are compared by.
CREATE TABLE clusters (
    cluster  INTEGER PRIMARY KEY REFERENCES articles,
    articles INTEGER NOT NULL,
    earliest INTEGER NOT NULL REFERENCES articles,
    day      TEXT,
    fullest  INTEGER NOT NULL REFERENCES articles,
    length   INTEGER NOT NULL
) STRICT;

-- MinHash bands of the articles, by which likely copies are looked up.
CREATE TABLE bands (
    hash    INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles,
    PRIMARY KEY (hash, article)
) STRICT, WITHOUT ROWID;

-- What people say against the machine, beside what the machine said. `event` is an event's key. `field` and `value` (JSON)
-- are for changes.
CREATE TABLE corrections (
    id      INTEGER PRIMARY KEY,
    event   TEXT NOT NULL,
    article TEXT NOT NULL,
    action  TEXT NOT NULL CHECK (action IN ('accept', 'reject', 'change', 'add', 'merge', 'split')),
    field   TEXT,
    value   TEXT,
    author  TEXT NOT NULL,
    made    TEXT NOT NULL,
    note    TEXT
) STRICT;
CREATE INDEX corrections_event ON corrections (event);

-- Records that could not be read, each once.
CREATE TABLE failures (
    id      INTEGER PRIMARY KEY,
    run     INTEGER NOT NULL REFERENCES runs,
    place   TEXT NOT NULL,
    message TEXT NOT NULL,
    UNIQUE (place, message)
) STRICT;

CREATE VIEW search_source AS
    SELECT a.id AS id, a.title AS title, t.text AS text FROM articles a JOIN texts t ON t.article = a.id;

CREATE VIRTUAL TABLE search USING fts5 (
    title, text, content = 'search_source', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
);
