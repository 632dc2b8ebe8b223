package command

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dragoman/app/session"
	"dragoman/model"
	"dragoman/model/agree"
)

// nobodysTake reports whether a command takes the version of an annotator who
// is not compared.
func (t *Table) nobodysTake(c Command) bool {
	n, err := strconv.Atoi(strings.TrimPrefix(c.ID, "review.take."))
	return err == nil && n > len(t.review().Annotators())
}

func (t *Table) cannotTake(i int) func() string {
	return func() string {
		if reason := t.needCase(); reason != "" {
			return reason
		}
		people := t.review().Annotators()
		if n := len(people); i >= n {
			return fmt.Sprintf("Only %d annotators are compared: Shift+A chooses others.", n)
		}
		if !t.review().Has(people[i]) {
			return string(people[i]) + " has not annotated this document: take what another has, or neither with 0."
		}
		return ""
	}
}

func (t *Table) take(i int) error {
	r := t.review()
	who := r.Annotators()[i]
	return t.decided("Taken from "+string(who), r.Take(t.window.Context(), who, t.why()))
}

func (t *Table) takeBoth() error {
	return t.decided("Taken from all", t.review().TakeBoth(t.window.Context(), t.why()))
}

func (t *Table) takeNeither() error {
	return t.decided("Rejected", t.review().Neither(t.window.Context(), t.why()))
}

// decided says what was decided and what comes next, unless it failed.
func (t *Table) decided(what string, err error) error {
	if err != nil {
		return err
	}
	t.reason = reason{}
	if decided, all := Decided(t.review().Cases()); decided == all && t.review().Gold().Status != model.StatusDone {
		t.window.Say(what + ". All differences are decided: D marks the document as reviewed.")
	}
	return nil
}

// Decided returns how many of the differences among cases are decided, and how
// many there are.
func Decided(cases []session.ReviewCase) (decided, all int) {
	for _, c := range cases {
		if c.Kind == agree.Agreed {
			continue
		}
		all++
		if !c.Open() {
			decided++
		}
	}
	return decided, all
}

// AgreedWaits reports whether all agree in a case that is not decided.
func AgreedWaits(cases []session.ReviewCase) bool {
	return slices.ContainsFunc(cases, func(c session.ReviewCase) bool { return c.Kind == agree.Agreed && c.Open() })
}

func (t *Table) cannotTakeAgreed() string {
	if reason := t.needReview(); reason != "" {
		return reason
	}
	if reason := t.goldCompared(); reason != "" {
		return reason
	}
	if AgreedWaits(t.review().Cases()) {
		return ""
	}
	if slices.ContainsFunc(t.review().Cases(), func(c session.ReviewCase) bool { return c.Kind == agree.Agreed }) {
		return "All that the annotators agree on is decided already."
	}
	return "The annotators agree on nothing here: N goes through the differences."
}

func (t *Table) takeAgreed() error {
	n, err := t.review().TakeAgreed(t.window.Context())
	if err == nil {
		t.window.Say(fmt.Sprintf("%d taken that all agree on.", n))
	}
	return err
}
