package model

// Hit is a document that a search found. One that was found by its title alone
// has no matches.
type Hit struct {
	Document DocumentID
	Title    string
	Matches  []Match // in order of the text
}

// Match is one place in a document's text that a search found.
type Match struct {
	Span    Span   // in the text
	Snippet string // the place with a few words around it, on one line
	Marked  Span   // the match in Snippet
}
