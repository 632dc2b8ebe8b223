package command

// reads are the commands of the menu Annotate that change nothing.
var reads = map[string]bool{
	"annotate.next": true, "annotate.previous": true, "annotate.next_overlap": true, "annotate.previous_overlap": true, "annotate.leave": true,
}

// writes are the commands of other menus that do nothing but change something,
// or lead to nothing else.
var writes = map[string]bool{
	"edit.undo": true, "edit.redo": true, "document.done": true, "document.open": true, "document.new": true, "document.done_next": true,
	"document.flag": true, "document.skip": true, "document.unflag": true, "project.import": true, "project.import_folder": true,
	"project.import_choices": true, "project.paste": true, "project.merge": true, "project.backup_now": true,
	"document.delete": true, "document.restore": true,
}

// edits reports whether a command is not possible in a project that cannot be
// written to.
func edits(c Command) bool { return c.Menu == Annotate && !reads[c.ID] || writes[c.ID] }

// notReadOnly returns the reasons of a command that writes.
func (t *Table) notReadOnly(disabled func() string) func() string {
	return func() string {
		if reason := t.window.ReadOnly(); reason != "" {
			return "Nothing can be changed, for the project is open for reading only: " + reason + "."
		}
		if disabled == nil {
			return ""
		}
		return disabled()
	}
}
