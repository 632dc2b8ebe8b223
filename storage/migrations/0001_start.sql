-- The project file of Dragoman, version 1.
--
-- Offsets ("start", "end") are half-open ranges of BYTES of the document's
-- UTF-8 text. Lengths are in CODE POINTS. Times are UTC in the form
-- 2026-01-31T09:30:00.000Z. Every checksum is described in
-- docs/project-file.md; "sum" is one too.

PRAGMA application_id = 1148348269; -- "Drgm"

-- One article. Its text is kept as it was decoded and never changes.
CREATE TABLE document (
    number    INTEGER PRIMARY KEY, -- of this file only; the search index uses it
    id        TEXT NOT NULL UNIQUE, -- first 32 hexadecimal digits of the SHA-256 of the text
    title     TEXT NOT NULL,
    source    TEXT NOT NULL, -- file name, address or agency; may be empty
    meta      TEXT NOT NULL, -- JSON object: author, date, flag, flag_note and whatever files brought
    length    INTEGER NOT NULL, -- of the text, in code points
    added_at  TEXT NOT NULL,
    edited_at TEXT NOT NULL, -- when title, source or meta changed last
    checksum  INTEGER NOT NULL,
    text      TEXT NOT NULL
) STRICT;

-- The list of documents is read from this index alone, never from the texts.
CREATE INDEX document_list ON document (title, id, source, length, meta);

-- Everyone who owns an annotation set or made a change; 'gold' owns the
-- adjudicated sets.
CREATE TABLE annotator (
    name     TEXT NOT NULL PRIMARY KEY,
    added_at TEXT NOT NULL,
    checksum INTEGER NOT NULL
) STRICT;

-- All that one annotator marked in one document.
CREATE TABLE annotation_set (
    id          INTEGER PRIMARY KEY, -- of this file only
    document    TEXT NOT NULL REFERENCES document (id),
    annotator   TEXT NOT NULL REFERENCES annotator (name),
    status      TEXT NOT NULL CHECK (status IN ('', 'new', 'in_progress', 'done')), -- '' reads as new
    annotations INTEGER NOT NULL, -- how many there are
    relations   INTEGER NOT NULL,
    sum         INTEGER NOT NULL, -- of the checksums of its annotations and relations, modulo 2^64
    checksum    INTEGER NOT NULL,
    UNIQUE (document, annotator)
) STRICT;

-- A label on one or more fragments of the text.
CREATE TABLE annotation (
    id             TEXT NOT NULL PRIMARY KEY,
    annotation_set INTEGER NOT NULL REFERENCES annotation_set (id),
    label          TEXT NOT NULL,
    quote          TEXT NOT NULL, -- the covered text, fragments joined by one space
    note           TEXT NOT NULL,
    origin         TEXT NOT NULL, -- manual, imported, ...
    checksum       INTEGER NOT NULL -- covers its fragments and attributes too
) STRICT;

CREATE INDEX annotation_of_set ON annotation (annotation_set);

-- The project-wide list of annotations is read in this order.
CREATE INDEX annotation_list ON annotation (label, quote, id);

-- The spans of an annotation, in order, in BYTES of the UTF-8 text.
CREATE TABLE fragment (
    annotation TEXT NOT NULL REFERENCES annotation (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL, -- from 0
    start      INTEGER NOT NULL, -- first byte
    end        INTEGER NOT NULL, -- byte after the last
    PRIMARY KEY (annotation, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE attribute (
    annotation TEXT NOT NULL REFERENCES annotation (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    value      TEXT NOT NULL,
    PRIMARY KEY (annotation, name)
) STRICT, WITHOUT ROWID;

-- A typed link between two annotations of the same set.
CREATE TABLE relation (
    id              TEXT NOT NULL PRIMARY KEY,
    annotation_set  INTEGER NOT NULL REFERENCES annotation_set (id),
    type            TEXT NOT NULL,
    from_annotation TEXT NOT NULL REFERENCES annotation (id),
    to_annotation   TEXT NOT NULL REFERENCES annotation (id),
    checksum        INTEGER NOT NULL
) STRICT;

CREATE INDEX relation_of_set ON relation (annotation_set);
CREATE INDEX relation_from ON relation (from_annotation);
CREATE INDEX relation_to ON relation (to_annotation);

-- The log: undo, redo, history and audit. Rows are added and never changed.
CREATE TABLE change (
    number   INTEGER PRIMARY KEY AUTOINCREMENT, -- rising, without gaps
    step     INTEGER, -- number of the first row of a step that reaches further than one set; NULL for an edit in one set
    kind     TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo')),
    of       INTEGER REFERENCES change (number), -- what an undo or redo is about; NULL for do
    document TEXT REFERENCES document (id), -- NULL for a change of the schema
    owner    TEXT REFERENCES annotator (name), -- whose set it is; NULL for a change of the schema or of a document
    by       TEXT NOT NULL, -- who acted
    at       TEXT NOT NULL,
    name     TEXT NOT NULL, -- as it reads after "Undo"
    body     TEXT NOT NULL, -- JSON: what was (old) and what is (new)
    checksum INTEGER NOT NULL
) STRICT;

CREATE INDEX change_of_set ON change (document, owner, step);
CREATE INDEX change_of_step ON change (step) WHERE step IS NOT NULL;
CREATE INDEX change_of ON change (of) WHERE of IS NOT NULL;

-- Remarks on a document or an annotation.
CREATE TABLE comment (
    id         TEXT NOT NULL PRIMARY KEY,
    document   TEXT NOT NULL REFERENCES document (id),
    annotation TEXT, -- an id, which may be gone; NULL for the whole document
    annotator  TEXT NOT NULL REFERENCES annotator (name),
    at         TEXT NOT NULL,
    text       TEXT NOT NULL,
    answers    TEXT REFERENCES comment (id), -- NULL for the first of a thread
    resolved   INTEGER NOT NULL CHECK (resolved IN (0, 1)),
    checksum   INTEGER NOT NULL
) STRICT;

CREATE INDEX comment_of_document ON comment (document);
CREATE INDEX comment_of_annotation ON comment (annotation);
CREATE INDEX comment_of_answer ON comment (answers);

-- Labels, attributes and relation types, as "dragoman schema" prints them.
CREATE TABLE schema (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    body     TEXT NOT NULL, -- JSON
    checksum INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
    name     TEXT NOT NULL PRIMARY KEY,
    value    TEXT NOT NULL,
    checksum INTEGER NOT NULL
) STRICT;

-- Full-text index over titles and texts. It holds no text of its own.
CREATE VIRTUAL TABLE document_search USING fts5 (
    title, text,
    content = 'document', content_rowid = 'number',
    tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER document_added AFTER INSERT ON document BEGIN
    INSERT INTO document_search (rowid, title, text) VALUES (new.number, new.title, new.text);
END;

CREATE TRIGGER document_removed AFTER DELETE ON document BEGIN
    INSERT INTO document_search (document_search, rowid, title, text) VALUES ('delete', old.number, old.title, old.text);
END;

CREATE TRIGGER document_renamed AFTER UPDATE OF title, text ON document BEGIN
    INSERT INTO document_search (document_search, rowid, title, text) VALUES ('delete', old.number, old.title, old.text);
    INSERT INTO document_search (rowid, title, text) VALUES (new.number, new.title, new.text);
END;
