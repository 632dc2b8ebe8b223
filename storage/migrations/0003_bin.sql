-- The project file of Dragoman, version 3: documents can be put into the bin.
-- Tables and columns of versions 1 and 2 stay as they are, and so do their
-- checksums.

-- Who put the document into the bin; '' when it is not there. When that was
-- says edited_at.
ALTER TABLE document ADD COLUMN binned TEXT NOT NULL DEFAULT '';

-- The list of documents is read from this index alone, never from the texts.
DROP INDEX document_list;
CREATE INDEX document_list ON document (title, id, source, length, meta) WHERE binned = '';

CREATE INDEX document_bin ON document (id) WHERE binned <> '';
