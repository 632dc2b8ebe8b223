package gui

import (
	"testing"

	"dragoman/assets"
	"dragoman/model"
)

func defaultDraft(t *testing.T) (model.Schema, draft) {
	schema, err := model.ParseSchema(assets.Schema())
	if err != nil {
		t.Fatal(err)
	}
	return schema, newDraft(schema)
}

func TestDraftSharesNothing(t *testing.T) {
	schema, d := defaultDraft(t)
	before := string(schema.Format())
	d.renameLabel(0, "human")
	d.schema.Labels[1].Attributes[0].Name = "x"
	d.deleteLabel(2)
	d.moveLabel(0, 1)
	if string(schema.Format()) != before {
		t.Error("editing the draft changed the schema")
	}
}

// A new name renames; it does not delete.
func TestRenameIsNoDeletion(t *testing.T) {
	_, d := defaultDraft(t)
	d.renameLabel(0, "human")
	d.renameLink(1, "said_by")
	edit := d.edit()
	if err := edit.New.Check(); err != nil {
		t.Fatalf("the relation types do not follow the new name: %v", err)
	}
	if len(edit.Labels) != 1 || edit.Labels["person"] != "human" || edit.RelationTypes["speaker"] != "said_by" {
		t.Errorf("the edit says %v, %v", edit.Labels, edit.RelationTypes)
	}
}

func TestNewLabelIsReadyForUse(t *testing.T) {
	_, d := defaultDraft(t)
	l := d.schema.Labels[d.addLabel()]
	if l.Key != "5" || l.Colour == "" || l.Name == "" {
		t.Errorf("a new label is %+v", l)
	}
	d.addLabel()
	d.addLink()
	if err := d.schema.Check(); err != nil {
		t.Error(err)
	}
}

// A relation type that loses all labels of a side goes: without any it would
// allow every label.
func TestDeletingALabelTakesItsRelationTypes(t *testing.T) {
	_, d := defaultDraft(t)
	d.deleteLabel(1) // meeting
	if _, there := d.schema.RelationType("participant"); there {
		t.Error("participant now leads from every label")
	}
	if speaker, _ := d.schema.RelationType("speaker"); len(speaker.From) != 2 {
		t.Errorf("speaker leads from %v", speaker.From)
	}
	if len(d.wasRelType) != len(d.schema.RelationTypes) || len(d.wasLabel) != len(d.schema.Labels) {
		t.Error("the draft lost count")
	}
}
