-- The project file of Dragoman, version 2: what review and merge need. Tables
-- and columns of version 1 stay as they are, and so do their checksums.

-- Whether others' annotations were shown while the set was made: '' when
-- nobody knows.
ALTER TABLE annotation_set ADD COLUMN blind TEXT NOT NULL DEFAULT '' CHECK (blind IN ('', 'blind', 'seen'));

-- How many verdicts there are; 0 but in gold sets.
ALTER TABLE annotation_set ADD COLUMN verdicts INTEGER NOT NULL DEFAULT 0;

-- What a gold set says of one annotation or relation of an annotator.
CREATE TABLE verdict (
    annotation_set INTEGER NOT NULL REFERENCES annotation_set (id), -- the gold set
    of             TEXT NOT NULL, -- id of what was judged, which may be gone
    annotator      TEXT NOT NULL, -- whose it is
    gold           TEXT NOT NULL, -- id in the gold set of what stands for it; '' when it was rejected
    was            TEXT NOT NULL, -- fingerprint of what was judged; may be ''
    why            TEXT NOT NULL,
    by             TEXT NOT NULL, -- who decided
    checksum       INTEGER NOT NULL,
    PRIMARY KEY (annotation_set, of)
) STRICT, WITHOUT ROWID;

-- What merges brought of the logs of other project files. Rows are added and
-- never changed.
CREATE TABLE past (
    number   INTEGER PRIMARY KEY AUTOINCREMENT, -- rising, without gaps
    change   INTEGER NOT NULL REFERENCES change (number), -- the row of the merge, which names the set
    kind     TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo')),
    by       TEXT NOT NULL,
    at       TEXT NOT NULL,
    name     TEXT NOT NULL,
    body     TEXT NOT NULL, -- JSON, as in change
    tip      TEXT NOT NULL, -- of the history up to and with this row
    checksum INTEGER NOT NULL
) STRICT;

CREATE INDEX past_of_change ON past (change);

-- Who was handed which document.
CREATE TABLE assignment (
    annotator TEXT NOT NULL,
    document  TEXT NOT NULL REFERENCES document (id),
    at        TEXT NOT NULL,
    file      TEXT NOT NULL, -- name of the project file that was handed out
    checksum  INTEGER NOT NULL,
    PRIMARY KEY (annotator, document)
) STRICT, WITHOUT ROWID;

CREATE INDEX assignment_of_document ON assignment (document);

-- Annotation sets that a merge could not bring and that wait for a decision.
CREATE TABLE waiting (
    document  TEXT NOT NULL REFERENCES document (id),
    annotator TEXT NOT NULL,
    source    TEXT NOT NULL, -- the file it came from
    at        TEXT NOT NULL, -- of the merge
    body      TEXT NOT NULL, -- JSON: the set and its history
    checksum  INTEGER NOT NULL,
    PRIMARY KEY (document, annotator)
) STRICT;
