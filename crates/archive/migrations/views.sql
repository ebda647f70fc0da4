-- The views, for whoever asks the archive in SQL. They are a promise: columns are added, none is renamed or dropped. What is looked
-- up elsewhere stands in queries of its own, which cost nothing where the column is not asked for. They are made anew whenever an
-- archive is brought to the present version: who changes one adds a version.

DROP VIEW IF EXISTS article;
CREATE VIEW article AS
SELECT a.id, a.key, a.document, a.title, a.published, a.url, a.publisher, a.license, a.language, a.state, a.events,
    c.cluster, c.relation, c.nearest,
    coalesce(g.articles, 0) AS copies,
    g.cluster IS NULL OR g.earliest = a.id AS earliest, g.cluster IS NULL OR g.fullest = a.id AS fullest,
    r.started AS added, (SELECT t.text FROM texts t WHERE t.article = a.id) AS text
FROM articles a
LEFT JOIN runs r ON r.id = a.kept_by
LEFT JOIN copies c ON c.article = a.id
LEFT JOIN clusters g ON g.cluster = c.cluster;

DROP VIEW IF EXISTS event;
CREATE VIEW event AS
SELECT e.key AS id, e.article, (SELECT a.document FROM articles a WHERE a.id = e.article) AS document, e.story,
    e.type AS event, e.mode, e.context, e.auxiliary,
    e.quad AS quad_code, e.scale AS event_scale, e.cameo, e.date, e.enddate, e.granularity, e.date_source,
    (SELECT group_concat(shown, ';') FROM (SELECT coalesce(p.name, p.text) AS shown FROM participants p
        WHERE p.event = e.id AND p.side = 0 ORDER BY p.number)) AS actor,
    (SELECT group_concat(shown, ';') FROM (SELECT coalesce(p.code, '') AS shown FROM participants p
        WHERE p.event = e.id AND p.side = 0 ORDER BY p.number)) AS actor_code,
    (SELECT group_concat(shown, ';') FROM (SELECT coalesce(p.name, p.text) AS shown FROM participants p
        WHERE p.event = e.id AND p.side = 1 ORDER BY p.number)) AS recipient,
    (SELECT group_concat(shown, ';') FROM (SELECT coalesce(p.code, '') AS shown FROM participants p
        WHERE p.event = e.id AND p.side = 1 ORDER BY p.number)) AS recipient_code,
    coalesce((SELECT l.name FROM places l WHERE l.id = e.place), e.place_text) AS place,
    (SELECT nullif(l.country, '') FROM places l WHERE l.id = e.place) AS country,
    (SELECT l.lat FROM places l WHERE l.id = e.place) AS lat, (SELECT l.lon FROM places l WHERE l.id = e.place) AS lon,
    (SELECT nullif(l.geonameid, 0) FROM places l WHERE l.id = e.place) AS geonameid,
    e.attribution, e.stance, e.killed, e.injured, e.arrested, e.trigger, e.topic,
    (SELECT substr(t.text, e.start + 1, e."end" - e.start) FROM texts t WHERE t.article = e.article) AS text,
    e.confidence,
    (SELECT count(*) FROM reports o WHERE o.event = e.id) AS reports,
    (SELECT r.coder FROM runs r WHERE r.id = e.run) AS coder, (SELECT r.codebook FROM runs r WHERE r.id = e.run) AS codebook,
    (SELECT r.model FROM runs r WHERE r.id = e.run) AS model,
    (SELECT count(DISTINCT coalesce(c.cluster, o.article)) FROM reports o LEFT JOIN copies c ON c.article = o.article
        WHERE o.event = e.id) AS tellings
FROM events e
JOIN reports g ON g.report = e.id AND g.event = e.id;

DROP VIEW IF EXISTS participant;
CREATE VIEW participant AS
SELECT e.key AS event, p.number, CASE p.side WHEN 0 THEN 'actor' WHEN 1 THEN 'recipient' ELSE 'source' END AS side,
    p.text, p.start, p."end", p.kind, p.name, p.identifier, p.code, p.sector, p.office, p.confidence,
    e.article, e.date
FROM participants p
JOIN events e ON e.id = p.event;

DROP VIEW IF EXISTS report;
CREATE VIEW report AS
SELECT h.key AS event, e.key AS report, g.why, e.article, a.document, a.title, a.publisher, a.published, a.url,
    e.attribution, e.stance, e.date, e.start, e."end",
    (SELECT substr(t.text, e.start + 1, e."end" - e.start) FROM texts t WHERE t.article = e.article) AS text,
    e.confidence, e.type, e.mode, e.killed, e.injured, e.arrested,
    coalesce(c.cluster, e.article) AS telling, n.key AS nearest,
    l.score, l.type AS like_type, l.sides AS like_sides, l.day AS like_day, l.place AS like_place, l.size AS like_size,
    l.words AS like_words
FROM reports g
JOIN events e ON e.id = g.report
JOIN events h ON h.id = g.event
LEFT JOIN articles a ON a.id = e.article
LEFT JOIN copies c ON c.article = e.article
LEFT JOIN links l ON l.report = e.id
LEFT JOIN events n ON n.id = l.nearest;

DROP VIEW IF EXISTS person;
CREATE VIEW person AS
SELECT name, nullif(office, '') AS office, nullif(code, '') AS code, sector, first, last, events FROM people;

-- What the reports of an event say of it, side by side: one row a value of `killed`, `injured`, `arrested`, `actor` (who did
-- it), with who says so. `tellings` counts copies of one article once; `values` is how many values there are.
DROP VIEW IF EXISTS account;
CREATE VIEW account AS
SELECT h.key AS event, s.field, s.value, count(*) AS reports,
    count(DISTINCT coalesce(c.cluster, s.article)) AS tellings,
    group_concat(DISTINCT coalesce(s.attribution, a.publisher, a.document)) AS sources,
    count(*) OVER (PARTITION BY h.id, s.field) AS "values"
FROM (
    SELECT g.event, e.article, e.attribution, 'killed' AS field, CAST(e.killed AS TEXT) AS value
        FROM reports g JOIN events e ON e.id = g.report WHERE e.killed IS NOT NULL
    UNION ALL SELECT g.event, e.article, e.attribution, 'injured', CAST(e.injured AS TEXT)
        FROM reports g JOIN events e ON e.id = g.report WHERE e.injured IS NOT NULL
    UNION ALL SELECT g.event, e.article, e.attribution, 'arrested', CAST(e.arrested AS TEXT)
        FROM reports g JOIN events e ON e.id = g.report WHERE e.arrested IS NOT NULL
    UNION ALL SELECT g.event, e.article, e.attribution, 'actor', p.code
        FROM reports g JOIN events e ON e.id = g.report
        JOIN participants p ON p.event = e.id AND p.side = 0 AND p.code IS NOT NULL
) s
JOIN events h ON h.id = s.event
JOIN articles a ON a.id = s.article
LEFT JOIN copies c ON c.article = s.article
GROUP BY h.id, s.field, s.value;
