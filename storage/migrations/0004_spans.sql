-- The project file of Dragoman, version 4: an annotation is read from its row
-- alone. Tables and columns of versions 1 to 3 stay as they are, and so do
-- their checksums.

-- The fragments, as table fragment has them: 0-5, or 0-5 9-12 for two.
ALTER TABLE annotation ADD COLUMN spans TEXT NOT NULL DEFAULT '';

-- How many rows of table attribute belong to the annotation.
ALTER TABLE annotation ADD COLUMN attributes INTEGER NOT NULL DEFAULT 0;

UPDATE annotation SET
    spans = coalesce((SELECT group_concat(f.start || '-' || f.end, ' ' ORDER BY f.number) FROM fragment f WHERE f.annotation = annotation.id), ''),
    attributes = (SELECT count(*) FROM attribute t WHERE t.annotation = annotation.id);
