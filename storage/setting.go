package storage

import "context"

// Setting returns the value of the project's setting of that name, and "" where
// it has none.
func (p *Project) Setting(ctx context.Context, name string) (string, error) {
	var value string
	err := p.read(ctx, func(q querier) (err error) {
		value, err = q.setting(name)
		return err
	})
	return value, err
}

// Setting returns a setting, as Project.Setting does.
func (tx *Tx) Setting(name string) (string, error) { return tx.setting(name) }

func (q querier) setting(name string) (string, error) {
	var value string
	err := q.row("SELECT value FROM setting WHERE name = ?", name).Scan(&value)
	if isNoRow(err) {
		return "", nil
	}
	return value, wrap("read setting "+name, err)
}

// SetSetting keeps the value in the project; an empty one removes the setting.
func (p *Project) SetSetting(ctx context.Context, name, value string) error {
	return p.Update(ctx, func(tx *Tx) error { return tx.SetSetting(name, value) })
}

// SetSetting keeps a setting, as Project.SetSetting does.
func (tx *Tx) SetSetting(name, value string) error {
	return wrap("write setting "+name, tx.setSetting(name, value))
}

func (tx *Tx) setSetting(name, value string) error {
	if value == "" {
		return tx.run("DELETE FROM setting WHERE name = ?", name)
	}
	row := settingRow{Name: name, Value: value}
	return tx.run(`INSERT INTO setting (name, value, checksum) VALUES (?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value, checksum = excluded.checksum`, row.Name, row.Value, row.sum())
}
