package gui

import (
	"testing"

	"dragoman/app/background"
	"dragoman/model"
)

// A project belongs to its owner, who works in it until a person says otherwise.
func TestOwnerWorksInTheirProject(t *testing.T) {
	s := &stage{t: t, queue: background.NewQueue()}
	p := s.file("ours.dragoman", stageSchema(t))
	s.must(p.SetSetting(t.Context(), model.SettingOwner, "lead"))
	s.open(&Opened{Project: p, Writer: p, Search: p.Find, Annotations: p.Annotations})
	if got := s.session.Annotator(); got != "lead" {
		t.Errorf("%s works in the project of lead", got)
	}
}
