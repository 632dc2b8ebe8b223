"""bioc and pybrat parse our brat folder; we read it as a person would have changed it, and bioc's own writing."""

import re

from bioc import brat
from pybrat.parser import BratParser

from harness import WORK, assert_equal, check, fresh, projects, read_back
from losses import assert_losses, expected

EVERYTHING = {"annotator": "all", "status": "any"}


def exported(project, **choice):
    path, result = project.export("brat", "brat", **(choice or EVERYTHING))
    return path, result


def text_of(ann):
    """As brat reads it: nothing of the line ends is changed."""
    return ann.with_suffix(".txt").read_bytes().decode()


def owner_of(sets):
    """Whose set a .ann holds: its folder tells where there are several annotators."""
    names = {s.annotator for s in sets if s.annotator}
    return lambda root, ann: ann.parent.name if ann.parent != root else next(iter(names)) if len(names) == 1 else ""


def escaped(name):
    """Names in brat: other characters than it allows by their number."""
    return re.sub(r"[^A-Za-z0-9_-]", lambda m: f"_x{ord(m[0]):04X}_", name)


def value(text):
    """Values may hold more."""
    return re.sub(r"[\s,|]", lambda m: f"_x{ord(m[0]):04X}_", text)


# Without what no line of a .ann can hold, and what some readers take for the end of one.
UNBROKEN = re.compile(r"[^\t\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


def lines_of(text, fragments):
    """Fragments cut at line breaks and tabs."""
    pieces = [(a + m.start(), a + m.end()) for a, b in fragments for m in UNBROKEN.finditer(text[a:b])]
    return pieces or list(fragments)


def check_parsed(project):
    with check(f"bioc parses the brat folder of {project.name}: annotations, relations, attributes, notes"):
        root, result = exported(project)
        sets = project.sets(**EVERYTHING)
        reduced, counts = expected("brat", sets)
        assert_losses(result, counts)
        ours, annotator_of = {(s.text, s.annotator): s for s in reduced}, owner_of(sets)
        for ann in sorted(root.rglob("*.ann")):
            text = text_of(ann)
            s = ours.pop((text, annotator_of(root, ann)))
            with open(ann, encoding="utf-8", newline="\n") as f:
                doc = brat.load_ann(f)
            compare(doc, s, text)
        assert not ours, f"no file for {list(ours)}"


def compare(doc, s, text):
    theirs = {}
    for e in doc.entities:
        pieces = [(loc.begin, loc.end) for loc in sorted(e.locations)]
        quote = " ".join(text[a:b] for a, b in pieces)
        assert_equal(e.text, re.sub(r"[\r\n]", " ", quote).rstrip(), f"covered text of {e.id}")
        theirs[e.id] = (e.type, pieces)
    wanted = sorted((escaped(m.label), lines_of(s.text, m.fragments)) for m in s.marks)
    assert_equal(sorted(theirs.values()), wanted, f"annotations of {s.title or s.id}")
    ends = {m.id: (escaped(m.label), lines_of(s.text, m.fragments)) for m in s.marks}
    links = [(r.type, theirs[r.arguments["Arg1"]], theirs[r.arguments["Arg2"]]) for r in doc.relations]
    assert_equal(sorted(links), sorted((escaped(k), ends[a], ends[b]) for k, a, b in s.relations), "relations")
    attributes = [(a.type, theirs[a.refid], *a.attributes) for a in doc.attributes]
    wanted = [(escaped(k), ends[m.id], value(v)) for m in s.marks for k, v in m.attributes.items()]
    assert_equal(sorted(attributes), sorted(wanted), "attributes")
    notes = [(theirs[n.refid], " ".join(n.text.split())) for n in doc.notes]
    assert_equal(sorted(notes), sorted((ends[m.id], " ".join(m.note.split())) for m in s.marks if m.note), "notes")


def check_pybrat(project):
    with check(f"pybrat parses the brat folder of {project.name}"):
        root, _ = exported(project)
        sets = project.sets(**EVERYTHING)
        ours, annotator_of = {(s.text, s.annotator): s for s in sets}, owner_of(sets)
        # It takes two labels on the same words for a mistake unless told otherwise.
        parser = BratParser(error="ignore")
        for folder in {ann.parent for ann in root.rglob("*.ann")}:
            for example in parser.parse(folder):
                ann = folder / f"{example.id}.ann"
                s = ours[text_of(ann), annotator_of(root, ann)]
                theirs = sorted((e.type, [(x.start, x.end) for x in e.spans]) for e in example.entities)
                assert_equal(
                    theirs, sorted((escaped(m.label), lines_of(s.text, m.fragments)) for m in s.marks), ann.name
                )
                ends = {m.id: (escaped(m.label), lines_of(s.text, m.fragments)) for m in s.marks}
                links = [
                    (r.type, *((e.type, [(x.start, x.end) for x in e.spans]) for e in (r.arg1, r.arg2)))
                    for r in example.relations
                ]
                assert_equal(
                    sorted(links), sorted((escaped(k), ends[a], ends[b]) for k, a, b in s.relations), "relations"
                )


def facts(s):
    marks = [(m.id, m.label, m.fragments, sorted(m.attributes.items()), m.note, m.origin, m.sources) for m in s.marks]
    return s.id, s.title, s.source, s.meta, s.annotator, s.status, sorted(marks), sorted(s.relations)


def check_back(project):
    with check(f"Dragoman reads its brat folder of {project.name}: nothing changed"):
        root, _ = exported(project)
        sets, result = read_back(root)
        assert_equal(result["rejected"], [], "rejected")
        assert_equal([facts(s) for s in sets], [facts(s) for s in project.sets(**EVERYTHING)], "sets")


def check_rewritten(project):
    """bioc writes .ann files, in an order of its own, and nothing of ours stands beside them."""
    with check(f"Dragoman reads what bioc writes of {project.name}"):
        root, _ = exported(project, annotator=project.annotator)
        out = fresh(WORK / "out" / "bioc")
        out.mkdir(parents=True)
        for ann in sorted(root.rglob("*.ann")):
            with open(ann, encoding="utf-8", newline="\n") as f:
                doc = brat.load_ann(f)
            doc.text = text_of(ann)
            with open(out / ann.name, "w", encoding="utf-8", newline="\n") as a:
                brat.dump_ann(doc, a)
            (out / ann.name).with_suffix(".txt").write_bytes(doc.text.encode())
        sets, result = read_back(out)
        assert_equal(result["rejected"], [], "rejected")
        theirs = {s.text: s for s in sets}
        for s in project.sets():
            wanted = sorted((tuple(lines_of(s.text, m.fragments)), escaped(m.label)) for m in s.marks)
            found = sorted((tuple(lines_of(s.text, m.fragments)), m.label) for m in theirs[s.text].marks)
            assert_equal(found, wanted, f"annotations of {s.title or s.id}")
            assert_equal(len(theirs[s.text].relations), len(s.relations), "relations")


def check_documented():
    """The examples of brat's description of its format: events, binary attributes, old modifiers, normalisations."""
    with check("Dragoman reads brat's documented examples and says what it leaves"):
        folder = fresh(WORK / "out" / "standoff")
        folder.mkdir(parents=True)
        text = "Sony formed a joint venture with Ericsson, a company in Sweden. \U0001f600 Sony left."
        at = lambda w: f"{text.index(w)} {text.index(w) + len(w)}"
        ann = [
            f"T1\tOrganization {at('Sony')}\tSony", f"T2\tMERGE-ORG {at('joint venture')}\tjoint venture",
            f"T3\tOrganization {at('Ericsson')}\tEricsson", f"T4\tCountry {at('Sweden')}\tSweden",
            f"T5\tMERGE-ORG {at('formed')};{at('venture')}\tformed venture",
            f"T6\tOrganization {text.rindex('Sony')} {text.rindex('Sony') + 4}\tSony",
            "E1\tMERGE-ORG:T2 Org1:T1 Org2:T3", "R1\tOrigin Arg1:T3 Arg2:T4", "A1\tNegation E1", "M1\tConfidence T3 L1",
            "N1\tReference T4 Wikipedia:5058739\tSweden", "*\tEquiv T1 T6", "#1\tAnnotatorNotes T4\tthis annotation is suspect",
        ]  # fmt: skip
        (folder / "a.txt").write_bytes(text.encode())
        (folder / "a.ann").write_bytes(("\n".join(ann) + "\n").encode())
        sets, result = read_back(folder)
        assert_equal((len(sets), sets[0].text, result["rejected"]), (1, text, []), "documents")
        assert_equal(
            sorted(m.label for m in sets[0].marks), sorted(line.split("\t")[1].split()[0] for line in ann[:6]), "labels"
        )
        links = {(k, by(sets[0], a), by(sets[0], b)) for k, a, b in sets[0].relations}
        wanted = {
            ("Origin", "Ericsson", "Sweden"),
            ("Org", "joint venture", "Sony"),
            ("Org", "joint venture", "Ericsson"),
        }
        assert_equal(sorted(links), sorted(wanted), "relations")
        facts = {s: m for m in sets[0].marks for s in [sets[0].quote(m)]}
        assert facts["joint venture"].attributes.get("Negation") == "true", facts["joint venture"]
        assert facts["Ericsson"].attributes.get("Confidence") == "L1", facts["Ericsson"]
        assert facts["Sweden"].note == "this annotation is suspect", facts["Sweden"]
        assert sum(x["count"] for x in result["losses"]) >= 2, "the reference and the equivalence go without a word"


def by(s, one):
    return next(s.quote(m) for m in s.marks if m.id == one)


def main():
    for project in projects():
        check_parsed(project)
        check_pybrat(project)
        check_back(project)
        check_rewritten(project)
    check_documented()


if __name__ == "__main__":
    main()
