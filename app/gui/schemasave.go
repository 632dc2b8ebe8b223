package gui

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"dragoman/app/gui/ui"
	"dragoman/app/session"
)

// save works out what the new schema does to the annotations, asks where that
// needs a decision, and saves it.
func (e *schemaEditor) save() {
	if err := e.draft.schema.Check(); err != nil {
		e.check()
		return
	}
	if why := e.w.session.MayEditSchema(e.draft.schema); why != "" {
		e.note.Set(capital(why) + ".")
		return
	}
	e.plan(e.draft.edit())
}

func (e *schemaEditor) plan(edit session.SchemaEdit) {
	project, by := e.w.opened.Project, e.w.session.Annotator()
	type planned struct {
		plan  session.SchemaPlan
		inUse *session.InUseError
	}
	work(e.w, "Looking what changes", func(ctx context.Context, _ *progress) (planned, error) {
		plan, err := session.PlanSchema(ctx, project, by, edit)
		var inUse *session.InUseError
		if errors.As(err, &inUse) {
			return planned{inUse: inUse}, nil
		}
		return planned{plan: plan}, err
	}, func(p planned) {
		if p.inUse != nil {
			e.askWhatBecomes(edit, p.inUse)
			return
		}
		e.confirm(p.plan)
	})
}

// confirm saves the plan; where annotations go it asks first.
func (e *schemaEditor) confirm(p session.SchemaPlan) {
	done := func() {
		e.sheet.close()
		e.w.attempt(func() error {
			err := e.w.session.EditSchema(e.w.ctx, p)
			if err == nil {
				e.w.Say("The labels and relations are saved. Project › Steps of the project… takes it back.")
			}
			return err
		})
	}
	if p.Deleted+p.Merged+p.Relations+p.Values == 0 {
		done()
		return
	}
	e.w.ask("Save the labels and relations?", planWords(p)+" It is one step, which can be taken back.", "Save", done)
}

func planWords(p session.SchemaPlan) string {
	var parts []string
	add := func(n int, noun, what string) {
		if n > 0 {
			parts = append(parts, count(n, noun)+" "+what)
		}
	}
	add(p.Relabelled, "annotation", "get another label")
	add(p.Deleted, "annotation", "are removed")
	add(p.Merged, "annotation", "go, as another has the same label and words")
	add(p.Relations, "relation", "are removed")
	add(p.Values, "attribute value", "are removed")
	return fmt.Sprintf("In %s: %s.", count(p.Documents, "document"), strings.Join(parts, ", "))
}

const deleteThem = "Delete them"

// askWhatBecomes asks what becomes of the annotations and links whose label or
// type goes.
func (e *schemaEditor) askWhatBecomes(edit session.SchemaEdit, inUse *session.InUseError) {
	column := ui.Column(12, ui.NewText("What is to become of those that are in use?", ui.Prose))
	edit.Labels, edit.RelationTypes = maps.Clone(edit.Labels), maps.Clone(edit.RelationTypes)
	for _, what := range slices.Sorted(maps.Keys(inUse.Counts)) {
		label, isLabel := strings.CutPrefix(what, "label ")
		options, into, name := []string{deleteThem}, edit.RelationTypes, strings.TrimPrefix(what, "relation type ")
		if isLabel {
			into, name = edit.Labels, label
			for _, l := range e.draft.schema.Labels {
				options = append(options, l.Name)
			}
		} else {
			for _, r := range e.draft.schema.RelationTypes {
				options = append(options, r.Name)
			}
		}
		into[name] = ""
		choice := ui.NewSelect(options, func(s string) {
			into[name] = s
			if s == deleteThem {
				into[name] = ""
			}
		})
		choice.Selected = deleteThem
		column.Add(named(fmt.Sprintf("%s, %s: turn into", capital(what), count(inUse.Counts[what], "time")), choice))
	}
	var s *sheet
	goOn := ui.NewButton(ui.Primary, "Go on", func() {
		s.close()
		e.plan(edit)
	})
	s = e.w.openSheet("In use", column, fyne.NewSize(480, float32(200+64*len(inUse.Counts))), "Back", goOn)
}
