"""seqeval, nervaluate and spaCy's converter read our CoNLL; we read what other schemes make of it."""

import re
import subprocess
import sys

from nervaluate.loaders import ConllLoader
from seqeval.metrics.sequence_labeling import get_entities
from seqeval.scheme import IOB2, Entities
from spacy.training import iob_to_biluo

import tokens
from harness import WORK, assert_equal, check, fresh, projects, read_back
from losses import assert_losses, expected

START = "-DOCSTART- -X- O O"


def read(path):
    """The documents: each a list of sentences, each a list of columns."""
    documents = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line == START:
            documents.append([[]])
        elif line == "":
            documents[-1].append([]) if documents else None
        else:
            documents[-1][-1].append(line.split(" "))
    return [[sentence for sentence in d if sentence] for d in documents]


def exported(project, *options):
    path, result = project.export("conll", "data.conll", *options)
    sets = project.sets()
    by_text = tokens.of_project(project)
    reduced, counts = expected("conll", sets, by_text)
    for s in reduced:
        s.tokens = by_text[s.text]
    documents = read(path)
    assert_equal(len(documents), len(reduced), "documents")
    return path, result, list(zip(documents, reduced)), counts


def words(s, start=0, end=None):
    """The words of a part of a text as rows have them: tokens, without white space."""
    end = len(s.text) if end is None else end
    return " ".join(s.text[a:b] for a, b in s.tokens if start <= a and b <= end).split()


def entities(s):
    return [(m.label, words(s, m.start, m.end)) for m in sorted(s.marks, key=lambda m: m.start)]


def check_columns(project):
    with check(f"CoNLL of {project.name}: four columns, all words in order"):
        _, _, pairs, _ = exported(project)
        for document, s in pairs:
            rows = [row for sentence in document for row in sentence]
            assert_equal({len(row) for row in rows} - {4}, set(), "columns")
            assert_equal([row[0] for row in rows], words(s), f"words of {s.title or s.id}")


def check_seqeval(project):
    with check(f"seqeval reads the entities of {project.name}"):
        _, _, pairs, _ = exported(project)
        for document, s in pairs:
            strict, loose = [], []
            for sentence in document:
                tags = [row[3] for row in sentence]
                strict += [
                    (e.tag, [r[0] for r in sentence[e.start : e.end]]) for e in Entities([tags], IOB2).entities[0]
                ]
                loose += [(tag, [r[0] for r in sentence[a : b + 1]]) for tag, a, b in get_entities(tags)]
            assert_equal(strict, entities(s), f"entities of {s.title or s.id}")
            assert_equal(loose, entities(s), f"entities of {s.title or s.id}, default mode")


def check_nervaluate(project):
    with check(f"nervaluate reads the entities of {project.name}"):
        _, _, pairs, _ = exported(project)
        for document, s in pairs:
            text = "\n\n".join("\n".join(f"{row[0]}\t{row[3]}" for row in sentence) for sentence in document)
            theirs = []
            for sentence, found in zip(document, ConllLoader().load(text)):
                theirs += [(e.label, [r[0] for r in sentence[e.start : e.end + 1]]) for e in found]
            assert_equal(theirs, entities(s), f"entities of {s.title or s.id}")


def check_convert(project):
    with check(f"spacy convert reads the entities of {project.name}"):
        path, _, pairs, _ = exported(project)
        out = fresh(WORK / "out" / "converted")
        out.mkdir(parents=True)
        command = [sys.executable, "-m", "spacy", "convert", path, out, "--converter", "conll"]
        done = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr
        docs = tokens.load(next(out.glob("*.spacy")))
        theirs = [(e.label_, [t.text for t in e]) for doc in docs for e in doc.ents]
        ours = [e for _, s in pairs for e in entities(s)]
        assert_equal(theirs, ours, "entities")


def check_losses(project):
    with check(f"what CoNLL of {project.name} loses is told"):
        _, result, _, counts = exported(project)
        assert_losses(result, counts)
    with check(f"CoNLL of {project.name} with --layers loses no overlap"):
        path, result = project.export("conll", "layers.conll", "--layers")
        told = {x["kind"] for x in result["losses"]}
        assert "overlap" not in told, result["losses"]
        begun = len(re.findall(r" B-", path.read_text(encoding="utf-8")))
        kept = sum(len(s.marks) for s in project.sets()) - sum(
            x["count"] for x in result["losses"] if x["kind"] in ("fragment", "cut")
        )
        assert_equal(begun, kept, "annotations")


def iob1(tags):
    """B only where an annotation follows another of its label at once."""
    return [
        "I" + tag[1:] if tag[:1] == "B" and (before == "O" or before[2:] != tag[2:]) else tag
        for before, tag in zip(["O", *tags], tags)
    ]


def iobes(tags):
    return [{"L": "E", "U": "S"}.get(t[0], t[0]) + t[1:] for t in iob_to_biluo(tags)]


SCHEMES = {"IOB2": list, "IOB1": iob1, "IOBES": iobes, "BILOU": iob_to_biluo}


def check_schemes(project, name):
    with check(f"Dragoman reads CoNLL of {project.name} in {name}"):
        _, _, pairs, _ = exported(project)
        path = fresh(WORK / "out" / f"{name}.conll")
        with open(path, "w", encoding="utf-8", newline="\n") as out:
            for document, _ in pairs:
                out.write(START + "\n\n")
                for sentence in document:
                    tags = SCHEMES[name]([row[3] for row in sentence])
                    out.writelines(f"{row[0]} -X- O {tag}\n" for row, tag in zip(sentence, tags))
                    out.write("\n")
        sets, result = read_back(path, form="conll")
        assert_equal(result["rejected"], [], "rejected")
        theirs = {s.text: [(m.label, s.quote(m).split()) for m in sorted(s.marks, key=lambda m: m.start)] for s in sets}
        for document, s in pairs:
            text = "\n".join(" ".join(row[0] for row in sentence) for sentence in document)
            assert_equal(theirs.get(text, []), entities(s), f"entities of {s.title or s.id}")


def main():
    for project in projects():
        check_columns(project)
        check_seqeval(project)
        check_nervaluate(project)
        check_convert(project)
        check_losses(project)
        for name in SCHEMES:
            check_schemes(project, name)


if __name__ == "__main__":
    main()
