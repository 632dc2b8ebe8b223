"""What every export says of itself: its losses, its exit status, what it leaves out, and that it is the same each time."""

import hashlib
import json

import tokens
from check_xmi import holds as in_xml
from harness import WORK, assert_equal, check, dragoman, formats, fresh, projects, run
from losses import assert_losses, expected

OWN = {"ner_overlap", "ner_fragment", "ner_cut", "ner_moved", "date", "formula"}
ANNOTATORS = {"sample": ["ana", "ben"], "hard": ["ana", "ben", "gold"], "articles": ["ana"]}
BY_TOKENS = ("conll", "spacy")


def written():
    return [name for name, f in formats().items() if f["write"] and name not in ("jsonl", "html")]


def tokens_of(project, who):
    path, _ = project.export("spacy", "tokens.spacy", annotator=who)
    return tokens.of(tokens.load(path))


def counted(project, form, who, **choice):
    by_text = tokens_of(project, who) if form in BY_TOKENS else None
    return expected(
        form, project.sets(annotator=who), by_text, holds=in_xml if form == "xmi" else lambda text: True, **choice
    )


def check_losses(project, form):
    for who in ANNOTATORS[project.name]:
        with check(f"what {form} of {project.name} loses of {who} is what was counted"):
            path, result = project.export(form, "export", annotator=who)
            _, counts = counted(project, form, who)
            assert_losses(result, counts, own=OWN)


def check_status(project, form):
    with check(f"exit status and losses beside {form} of {project.name} say the same as the report"):
        path = fresh(WORK / "out" / f"{project.name}-export")
        status, result = run("export", project.path, "--format", form, "--out", path, "--annotator", project.annotator)
        beside = path.with_name(path.name + ".losses.json")
        assert_equal(status, 3 if result["losses"] else 0, "exit status")
        assert_equal(beside.exists(), bool(result["losses"]), "a file of losses")
        if result["losses"]:
            assert_equal(json.loads(beside.read_text(encoding="utf-8"))["losses"], result["losses"], "file of losses")


def content(path):
    """What a file, or each file of a folder, holds."""
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
    return {str(p.relative_to(path.parent)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def check_again(project, form):
    with check(f"{form} of {project.name} is the same twice"):
        path, _ = project.export(form, "export")
        first = content(path)
        path, _ = project.export(form, "export")
        assert first and content(path) == first


def check_left_out(project, form):
    with check(f"{form} of {project.name} leaves out what is unfinished, and says how much"):
        sets = project.sets(annotator="all", status="any")
        whole = "sets" in formats()[form]["keeps"]
        who = "all" if whole else "ben"
        _, result = project.export(form, "export", annotator=who, status=None)
        left = {x["kind"]: x["count"] for x in result["left_out"]}
        wanted = {
            "in_progress": sum(s.status == "in_progress" and who in ("all", s.annotator) for s in sets),
            "without_annotations": sum(s.annotator == "" for s in sets) if whole else 0,
        }
        assert_equal(left, {k: n for k, n in wanted.items() if n}, "left out")
        done = [s for s in sets if s.status != "in_progress" and s.annotator and who in ("all", s.annotator)]
        assert_equal(result["sets"], len(done), "sets")
        _, result = project.export(form, "export", annotator=who, status="any")
        assert_equal(result["left_out"], [], "left out with --status any")


def check_suggestions(form):
    with check(f"{form} leaves out suggestions that nobody looked at, unless they are asked for"):
        rows = fresh(WORK / "out" / "suggested.jsonl")
        spans = [
            {"start": 0, "end": 3, "label": "person", "origin": "manual"},
            {"start": 8, "end": 12, "label": "place", "origin": "suggested"},
        ]
        row = {"text": "Ann met Oslo people.", "annotator": "ana", "status": "done", "spans": spans}
        rows.write_text(json.dumps(row) + "\n", encoding="utf-8")
        project = fresh(WORK / "out" / "suggested.dragoman")
        dragoman("new", project)
        dragoman("import", project, rows)
        words = {}
        for options in ((), ("--suggestions",)):
            out = fresh(WORK / "out" / "suggested.export")
            result = dragoman("export", project, "--format", form, "--out", out, *options)
            left = {x["kind"]: x["count"] for x in result["left_out"]}
            assert_equal(left, {} if options else {"suggestion": 1}, "left out")
            words[options] = content(out)
        assert words[()] != words["--suggestions",], "the suggestion makes no difference"


def check_fragments(project):
    for choice in ("drop", "parts", "fill"):
        with check(f"--fragments {choice}: doccano of {project.name} has the spans that follow from it"):
            path, result = project.export("doccano", "parts.jsonl", "--fragments", choice)
            told = {x["kind"]: x["count"] for x in result["losses"]}
            sets = project.sets()
            lost = sum(len(m.fragments) > 1 for s in sets for m in s.marks)
            assert_equal(told.get("fragment", 0), lost, "fragments told")
            rows = {row["text"]: row["label"] for row in map(json.loads, path.read_bytes().splitlines())}
            for s in sets:
                ours = {tuple(p) for m in s.marks for p in pieces(m, choice)}
                assert_equal({tuple(x) for x in rows[s.text]}, ours, f"spans of {s.title or s.id}")


def pieces(mark, choice):
    if len(mark.fragments) == 1 or choice == "parts":
        return [(a, b, mark.label) for a, b in mark.fragments]
    return [(mark.start, mark.end, mark.label)] if choice == "fill" else []


def check_cuts(project):
    for cut in ("expand", "contract", "drop"):
        with check(f"--cut {cut}: spaCy reads the spans of {project.name} that follow from it"):
            path, result = project.export("spacy", "cut.spacy", "--cut", cut)
            reduced, counts = counted(project, "spacy", project.annotator, cut=cut)
            assert_losses(result, counts, own=OWN)
            docs = {d.text: d for d in tokens.load(path)}
            for s in reduced:
                theirs = sorted((((x.start_char, x.end_char),), x.label_, x.text) for x in docs[s.text].spans["sc"])
                assert_equal(theirs, s.spans(), f"spans of {s.title or s.id}")


def check_parts(project):
    for by in ("random", "cluster", "date", "source"):
        with check(f"--split by {by}: spaCy reads the parts of {project.name}, and each document stands in one"):
            split = ["--split", "train=0.6,dev=0.2,test=0.2", "--seed", "3", "--by", by]
            path, result = project.export("spacy", "parts", *split)
            told = {part["name"]: part["documents"] for part in result["split"]["parts"]}
            texts = {p.stem: [d.text for d in tokens.load(p)] for p in path.glob("*.spacy")}
            assert_equal({name: len(texts.get(name, [])) for name in told}, told, "documents of each part")
            assert_equal(sorted(sum(texts.values(), [])), sorted(s.text for s in project.sets()), "all documents")
            first = content(path)
            path, _ = project.export("spacy", "parts", *split)
            assert_equal(content(path), first, "the same seed")


def main():
    for form in written():
        for project in projects():
            check_losses(project, form)
        for project in projects()[:2]:
            check_status(project, form)
            check_again(project, form)
            check_left_out(project, form)
        check_suggestions(form)
    for project in projects():
        check_fragments(project)
        check_cuts(project)
        check_parts(project)


if __name__ == "__main__":
    main()
