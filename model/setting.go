package model

// The settings of a project that have a meaning for its annotation sets.
const (
	SettingAnnotator = "annotator" // who works in the project, where a person has not said so
	SettingOwner     = "owner"     // the annotator who made or reviews the project
	SettingOthers    = "others"    // OthersShown, or anything else: the sets of others are hidden
)

// OthersShown is the value of SettingOthers when annotators may see each
// other's sets.
const OthersShown = "shown"
