package spacy

// StringID is stringID, for tests.
var StringID = stringID
