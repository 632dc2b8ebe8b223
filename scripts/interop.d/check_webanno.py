"""No program that reads WebAnno TSV is in the registry: a reader of these lines, written from their description, reads ours."""

import re

from harness import WORK, assert_equal, check, dragoman, fresh, need, projects, read_back
from losses import assert_losses, expected

ESCAPED = re.compile(r"\\(.)")
CONTROL = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "b": "\b"}


def unescape(text):
    return ESCAPED.sub(lambda m: CONTROL.get(m[1], m[1]), text)


def units(text):
    return text.encode("utf-16-le", "surrogatepass")


def split(cell, sign):
    """The parts of a cell, at signs that are not escaped."""
    return re.split(r"(?<!\\)(?:\\\\)*" + re.escape(sign), cell) if cell != "_" else []


def read(path):
    """Layers, tokens as (begin, end, text), and by number or place the pieces and features of annotations."""
    layers, tokens, marks = [], [], {}
    lines = path.read_bytes().decode().split("\n")
    assert lines[0] == "#FORMAT=WebAnno TSV 3.3", lines[0]
    for line in lines[1:]:
        if line.startswith("#T_"):
            kind, _, rest = line[3:].partition("=")
            name, *features = rest.split("|")
            layers.append((kind, name, features))
        elif line and not line.startswith("#"):
            row(line, layers, tokens, marks)
    return layers, tokens, marks


def row(line, layers, tokens, marks):
    number, place, word, *cells = line.split("\t")
    begin, end = map(int, place.split("-"))
    tokens.append((begin, end, unescape(word), "." in number))
    if not layers:
        return
    features = layers[0][2]
    columns = [split(cell, "|") for cell in cells[: len(features)]]
    for i, first in enumerate(columns[0]):
        stacked = re.search(r"\[(\d+)\]$", first)
        key = stacked[1] if stacked else number
        values = [unescape(re.sub(r"\[\d+\]$", "", column[i])) for column in columns]
        marks.setdefault(key, (dict(zip(features, values)), []))[1].append((begin, end))


def spans(marks, text):
    """Annotations by id: label and fragments, put together from their parts, in code points."""
    found = {}
    for features, pieces in marks.values():
        begin, end = min(a for a, _ in pieces), max(b for _, b in pieces)
        a, b = (len(units(text)[: 2 * n].decode("utf-16-le")) for n in (begin, end))
        found.setdefault(features["identifier"], (features["label"], []))[1].append((a, b))
    return {key: (label, tuple(sorted(pieces))) for key, (label, pieces) in found.items()}


def check_files(project):
    with check(f"the lines of {project.name} hold every token and annotation at its place"):
        need("webanno")
        path, result = project.export("webanno", "webanno")
        reduced, counts = expected("webanno", project.sets())
        assert_losses(result, counts)
        files = sorted(path.glob("*.tsv"))
        assert_equal(len(files), len(reduced), "files")
        by_name = {name: s for s in reduced for name in [s.id[:16]]}
        for file in files:
            s = next(s for key, s in by_name.items() if key in file.name)
            _, tokens, marks = read(file)
            data = units(s.text)
            for begin, end, word, _ in tokens:
                assert_equal(word, data[2 * begin : 2 * end].decode("utf-16-le"), f"token at {begin} of {s.title}")
            whole = [(a, b) for a, b, _, part in tokens if not part]
            assert whole == sorted(whole) and all(a[1] <= b[0] for a, b in zip(whole, whole[1:])), "tokens overlap"
            assert_equal(
                spans(marks, s.text),
                {m.id: (m.label, m.fragments) for m in s.marks},
                f"annotations of {s.title or s.id}",
            )


def check_back(project):
    with check(f"Dragoman reads its files of {project.name}: nothing changed but what was told"):
        path, _ = project.export("webanno", "webanno")
        sets, result = read_back(path)
        assert_equal(result["rejected"], [], "rejected")
        theirs = {s.text: s for s in sets}
        for s in project.sets():
            same = lambda m: (m.id, m.label, m.fragments, sorted(m.attributes.items()), m.note)
            assert_equal(
                sorted(map(same, theirs[s.text].marks)), sorted(map(same, s.marks)), f"annotations of {s.title or s.id}"
            )
            assert_equal(theirs[s.text].ends(), s.ends(), f"relations of {s.title or s.id}")


# Of the description of the format in INCEpTION's user guide.
DOCUMENTED = """#FORMAT=WebAnno TSV 3.3
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value
#T_RL=webanno.custom.Link|role|BT_de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity


#Text=\U0001f600 Ms. Haag plays Elianti .
1-1\t0-2\t\U0001f600\t_\t_\t_\t_\t
1-2\t3-6\tMs.\t_\t_\t_\t_\t
1-3\t7-11\tHaag\t*\tPER\t_\t_\t
1-4\t12-17\tplays\t_\t_\t_\t_\t
1-5\t18-25\tElianti\t*[1]|*[2]\tOTH[1]|PER[2]\tplays\t1-3[0_1]\t
1-5.1\t18-20\tEl\t*\tPART\t_\t_\t
1-6\t26-27\t.\t_\t_\t_\t_\t
"""


def check_documented():
    with check("Dragoman reads the documented lines: stacked, within tokens, linked"):
        need("webanno", "read")
        path = fresh(WORK / "out" / "documented.tsv")
        path.write_text(DOCUMENTED, encoding="utf-8", newline="\n")
        sets, result = read_back(path)
        assert_equal((result["rejected"], len(sets)), ([], 1), "rejected")
        s = sets[0]
        wanted = [("OTH", "Elianti"), ("PART", "El"), ("PER", "Elianti"), ("PER", "Haag")]
        assert_equal(sorted((m.label, s.quote(m)) for m in s.marks), wanted, "annotations")
        assert_equal([(k, a[1], b[1]) for k, a, b in s.ends()], [("plays", "PER", "OTH")], "relations")
    with check("lines whose offsets count something else are refused or read by their words, never shifted"):
        path = fresh(WORK / "out" / "shifted.tsv")
        shifted = re.sub(
            r"(1-\d[.\d]*)\t(\d+)-(\d+)", lambda m: f"{m[1]}\t{max(int(m[2]) - 1, 0)}-{int(m[3]) - 1}", DOCUMENTED
        )
        path.write_text(shifted, encoding="utf-8", newline="\n")
        project = fresh(WORK / "out" / "shifted.dragoman")
        dragoman("new", project)
        dragoman("import", project, path)
        out = fresh(WORK / "out" / "shifted.jsonl")
        dragoman("export", project, "--format", "jsonl", "--out", out)
        assert all(
            word in ("Haag", "Elianti", "El")
            for word in re.findall(r'"label":"[A-Z]+","text":"([^"]*)"', out.read_text())
        ), out.read_text()


def main():
    for project in projects():
        check_files(project)
        check_back(project)
    check_documented()


if __name__ == "__main__":
    main()
