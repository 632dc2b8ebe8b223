-- The project file of Dragoman, version 5: the first two letters of a word are
-- found as fast as a whole one. Tables and columns of versions 1 to 4 stay as
-- they are, and so do their checksums.

-- Full-text index over titles and texts. It holds no text of its own, and
-- beside whole words what two letters begin.
DROP TABLE IF EXISTS document_search;
CREATE VIRTUAL TABLE document_search USING fts5 (
    title, text,
    content = 'document', content_rowid = 'number',
    tokenize = 'unicode61 remove_diacritics 2',
    prefix = '2'
);

-- Bytes that are gathered before they become a part of the index, which is
-- joined with others later. SQLite's own choice is an eighth, and an import
-- would pay for the many parts.
INSERT INTO document_search (document_search, rank) VALUES ('hashsize', 8388608);

INSERT INTO document_search (document_search) VALUES ('rebuild');
