package storage

import (
	"fmt"
	"path/filepath"
)

// Warnings returns sentences about where the project lies, for a person to know
// before they work there: none where all is well. It tells only what the system
// says for certain.
func (p *Project) Warnings() []string {
	kind := p.network(filepath.Dir(p.path))
	if kind == "" {
		return nil
	}
	return []string{fmt.Sprintf("The project lies in a network folder (%s), where two computers may not see each other's locks. "+
		"Never open it on two of them at the same time; it is safer to work on a copy on this computer's own disk, and to bring that back when it is closed.", kind)}
}
