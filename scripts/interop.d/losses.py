"""Counts, from our JSON Lines alone, what an export loses: the rules of docs/formats.md written a second time."""

import bisect
import collections
import dataclasses

from harness import assert_equal, formats, short


def keeps(form):
    return set(formats()[form]["keeps"])


def size(text, a, b):
    return len(text[a:b].encode())


def aligned(text, tokens, fragments, cut="expand"):
    """The fragments on whole tokens, without white space at their ends; None where the choice leaves them out."""
    starts, ends = [a for a, _ in tokens], [b for _, b in tokens]
    found, last = [], 0
    for a, b in fragments:
        first, end = bisect.bisect_right(ends, a), bisect.bisect_left(starts, b)
        if cut == "contract":
            first, end = bisect.bisect_left(starts, a), bisect.bisect_right(ends, b)
        while first < end and not text[slice(*tokens[first])].strip():
            first += 1
        while first < end and not text[slice(*tokens[end - 1])].strip():
            end -= 1
        if first >= end or first < last:
            return None
        found.append((tokens[first][0], tokens[end - 1][1]))
        last = end
    return None if cut == "drop" and tuple(found) != fragments else tuple(found)


def on_tokens(counts, text, tokens, marks, keep_cuts=False, cut="expand"):
    """Annotations on whole tokens; those that become equal to another go."""
    kept, seen = [], set()
    for mark in marks:
        fragments = aligned(text, tokens, mark.fragments, cut)
        if keep_cuts and fragments != mark.fragments:
            fragments = mark.fragments
        if fragments is None or (mark.label, fragments) in seen:
            counts["cut"] += 1
            continue
        seen.add((mark.label, fragments))
        kept.append(dataclasses.replace(mark, fragments=fragments))
    return kept


def without_overlaps(counts, text, marks, prefer):
    """What stays where annotations overlap: by label where asked, else the longest, then the first."""

    def rank(m):
        order = prefer.index(m.label) if m.label in prefer else len(prefer)
        return order, -size(text, m.start, m.end), m.start, m.label, m.id

    taken = []
    for mark in sorted(marks, key=rank):
        if any(mark.start < t.end and t.start < mark.end for t in taken):
            counts["overlap"] += 1
        else:
            taken.append(mark)
    return taken


def reduce(counts, form, s, tokens=None, prefer=(), cut="expand"):
    """One set as the format can hold it; adds to counts what goes."""
    kept, marks = keeps(form), s.marks
    if "fragments" not in kept:
        counts["fragment"] += sum(len(m.fragments) > 1 for m in marks)
        marks = [m for m in marks if len(m.fragments) == 1]
    if tokens is not None:
        marks = on_tokens(counts, s.text, tokens, marks, "cuts" in kept, cut)
    if "overlaps" not in kept:
        marks = without_overlaps(counts, s.text, marks, list(prefer))
    before = {m.id: m.fragments for m in s.marks}
    counts["moved"] += sum(m.fragments != before[m.id] for m in marks)
    ids = {m.id for m in marks}
    relations = [r for r in s.relations if "relations" in kept and r[1] in ids and r[2] in ids]
    counts["relation"] += len(s.relations) - len(relations)
    if "attributes" not in kept:
        counts["attribute"] += sum(len(m.attributes) for m in marks)
    if "notes" not in kept:
        counts["note"] += sum(m.note != "" for m in marks)
    if "ids" not in kept:
        counts["id"] += len(marks) + len(relations)
    if "origins" not in kept:
        counts["origin"] += sum(m.origin != "" for m in marks)
        counts["verdict"] += sum(m.sources for m in s.marks) + sum(len(link.get("sources", [])) for link in s.links)
    if "status" not in kept and s.status != "new":
        counts["status"] += 1
    if "annotators" not in kept and s.annotator not in ("", "imported"):
        counts["annotator"] += 1
    return dataclasses.replace(s, marks=marks, relations=relations)


def expected(form, sets, tokens=None, holds=lambda text: True, **choice):
    """The sets as the format can hold them, and what is lost. tokens: by text, as the export has them."""
    counts, reduced, seen = collections.Counter(), [], set()
    for s in sets:
        if s.id not in seen:
            seen.add(s.id)
            if "text" not in keeps(form) or not holds(s.text):
                counts["text"] += 1
            if "properties" not in keeps(form):
                counts["property"] += (s.title != "") + (s.source != "") + len(s.meta)
        reduced.append(reduce(counts, form, s, None if tokens is None else tokens[s.text], **choice))
    return reduced, +counts


def assert_losses(result, counts, own=()):
    """The report of the export equals what was counted. own: kinds of the format's own, which the caller looks at."""
    told = {loss["kind"]: loss["count"] for loss in result["losses"] if loss["kind"] not in own}
    assert_equal(told, dict(counts), "losses")
    for loss in result["losses"]:
        assert 0 < len(loss["examples"]) <= 3 and loss["examples"] == loss["examples"][: loss["count"]], short(loss)
