package model

import "time"

// Backup is a copy of a project that the program made by itself and keeps
// beside the project.
type Backup struct {
	Path  string     `json:"path"`
	At    time.Time  `json:"at"` // UTC, when it was made
	Cause BackupKind `json:"cause"`
	Size  int64      `json:"size"` // bytes
}

// BackupKind says why a backup was made. It stands in its file name.
type BackupKind string

// The kinds of backups. Only those of the day are thinned out by their age.
const (
	BackupDay     BackupKind = "day"     // at the first change of a day
	BackupVersion BackupKind = "version" // before a migration
	BackupRestore BackupKind = "restore" // of what stood there, before a backup was put in its place
	BackupAsked   BackupKind = "asked"   // a person asked for one without naming a file
)

// Salvage says what was saved out of a damaged project file.
type Salvage struct {
	Path        string    `json:"path"` // of the new project
	Documents   int       `json:"documents"`
	Sets        int       `json:"sets"`
	Annotations int       `json:"annotations"`
	Relations   int       `json:"relations"`
	Repaired    []Finding `json:"repaired"` // was damaged and is whole again; the sentence says out of what
	Lost        []Finding `json:"lost"`     // could not be saved, or not as it was
}
