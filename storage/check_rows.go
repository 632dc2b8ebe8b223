package storage

// rows checks the checksums of all tables whose rows stand alone; those of
// annotation sets are checked set by set.
func (c *checker) rows() {
	c.table("document", func(scan func(...any) error) (string, int64, int64, error) {
		var r documentRow
		err := scan(&r.ID, &r.Title, &r.Source, &r.Meta, &r.Length, &r.AddedAt, &r.EditedAt, &r.Checksum, &r.Binned)
		return r.ID, r.Checksum, r.sum(), err
	}, "SELECT id, title, source, meta, length, added_at, edited_at, checksum, binned FROM document")
	c.table("annotator", func(scan func(...any) error) (string, int64, int64, error) {
		var r annotatorRow
		err := scan(&r.Name, &r.AddedAt, &r.Checksum)
		return r.Name, r.Checksum, r.sum(), err
	}, "SELECT name, added_at, checksum FROM annotator")
	c.table("change", func(scan func(...any) error) (string, int64, int64, error) {
		var r changeRow
		err := scan(&r.Number, &r.Step, &r.Kind, &r.Of, &r.Document, &r.Owner, &r.By, &r.At, &r.Name, &r.Body, &r.Checksum)
		return rowKey(&r.Number), r.Checksum, r.sum(), err
	}, "SELECT number, step, kind, of, document, owner, by, at, name, body, checksum FROM change")
	c.table("comment", func(scan func(...any) error) (string, int64, int64, error) {
		var r commentRow
		err := scan(&r.ID, &r.Document, &r.Annotation, &r.Annotator, &r.At, &r.Text, &r.Answers, &r.Resolved, &r.Checksum)
		return r.ID, r.Checksum, r.sum(), err
	}, "SELECT id, document, annotation, annotator, at, text, answers, resolved, checksum FROM comment")
	c.table("past", func(scan func(...any) error) (string, int64, int64, error) {
		var r pastRow
		err := scan(&r.Number, &r.Change, &r.Kind, &r.By, &r.At, &r.Name, &r.Body, &r.Tip, &r.Checksum)
		return rowKey(&r.Number), r.Checksum, r.sum(), err
	}, "SELECT number, change, kind, by, at, name, body, tip, checksum FROM past")
	c.table("assignment", func(scan func(...any) error) (string, int64, int64, error) {
		var r assignmentRow
		err := scan(&r.Annotator, &r.Document, &r.At, &r.File, &r.Checksum)
		return r.Document + " " + r.Annotator, r.Checksum, r.sum(), err
	}, "SELECT annotator, document, at, file, checksum FROM assignment")
	c.table("waiting", func(scan func(...any) error) (string, int64, int64, error) {
		var r waitingRow
		err := scan(&r.Document, &r.Annotator, &r.Source, &r.At, &r.Body, &r.Checksum)
		return r.Document + " " + r.Annotator, r.Checksum, r.sum(), err
	}, "SELECT document, annotator, source, at, body, checksum FROM waiting")
	c.table("schema", func(scan func(...any) error) (string, int64, int64, error) {
		var r schemaRow
		err := scan(&r.Body, &r.Checksum)
		return "1", r.Checksum, r.sum(), err
	}, "SELECT body, checksum FROM schema")
	c.table("setting", func(scan func(...any) error) (string, int64, int64, error) {
		var r settingRow
		err := scan(&r.Name, &r.Value, &r.Checksum)
		return r.Name, r.Checksum, r.sum(), err
	}, "SELECT name, value, checksum FROM setting")
}

// table checks the rows that the query finds; read gives a row's key, its
// checksum and what that should be.
func (c *checker) table(name string, read func(scan func(...any) error) (string, int64, int64, error), query string) {
	err := c.q.each(func(scan func(...any) error) error {
		key, have, want, err := read(scan)
		if err == nil {
			c.sum(name, key, have, want)
		}
		return err
	}, query)
	c.failed(name, "", err)
}

// parts compares what the rows of annotations say of their fragments and
// attributes with the tables of these.
func (c *checker) parts() {
	err := c.q.each(func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		c.report("annotation", id, "Its spans are not its fragments, or it has more or fewer attributes than it says.")
		return err
	}, `SELECT a.id FROM annotation a WHERE
		a.spans <> coalesce((SELECT group_concat(f.start || '-' || f.end, ' ' ORDER BY f.number) FROM fragment f WHERE f.annotation = a.id), '')
		OR a.attributes <> (SELECT count(*) FROM attribute t WHERE t.annotation = a.id)`)
	c.failed("annotation", "", err)
}
