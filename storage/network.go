package storage

import (
	"fmt"
	"os"
	"path/filepath"
)

// Warnings returns sentences about where the project lies and what was found
// there, for a person to know before they work: none where all is well. It tells
// only what is certain.
func (p *Project) Warnings() []string {
	var warnings []string
	if kind := p.network(filepath.Dir(p.path)); kind != "" {
		warnings = append(warnings, fmt.Sprintf("The project lies in a network folder (%s), where two computers may not see each other's locks. "+
			"Never open it on two of them at the same time; it is safer to work on a copy on this computer's own disk, and to bring that back when it is closed.", kind))
	}
	if p.stray != "" {
		warnings = append(warnings, fmt.Sprintf("The project file was replaced by another one while it was open, and Dragoman was ended by force then. "+
			"The last edits of the file that stood here before are no part of this one: they are kept in %s.", p.stray))
	}
	if p.loose {
		warnings = append(warnings, "Locks do not work in this folder: another program can write to the project while it is open here. "+
			"Open it nowhere else meanwhile, or move it to this computer's own disk.")
	}
	return warnings
}

// own takes the lock of the project. In a network folder, where a lock of
// another computer may not be seen, the lock file tells which computer has it.
func (p *Project) own() (err error) {
	shared := p.network(filepath.Dir(p.path)) != ""
	if shared {
		if err := p.ownedElsewhere(); err != nil {
			return err
		}
	}
	if p.lock, err = acquire(p.path); err != nil || !shared {
		return err
	}
	p.loose = !p.lock.excludes()
	p.lock.sign(owner{computer: thisComputer()})
	return nil
}

// ownedElsewhere reports that the lock file names another computer.
func (p *Project) ownedElsewhere() error {
	other := readOwner(p.path + "-lock").computer
	if other == "" || other == thisComputer() {
		return nil
	}
	return passing{fmt.Errorf("%w, on the computer %q, or that ended without closing it; close it there; "+
		"if it is surely not open there, remove the file %s and try again", ErrInUse, other, p.path+"-lock")}
}

// thisComputer returns the name of this computer, "" where it has none.
func thisComputer() string {
	name, err := os.Hostname()
	if err != nil {
		return ""
	}
	return name
}
