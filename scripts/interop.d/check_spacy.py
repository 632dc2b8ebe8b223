"""spaCy loads the .spacy file, trains on it, and reads our CoNLL through its own converter."""

import json
import random
import subprocess
import sys

import spacy
from spacy.tokens import DocBin
from spacy.training import Example
from spacy.util import minibatch

import tokens
from harness import WORK, assert_equal, check, fresh, projects
from losses import assert_losses, expected, without_overlaps


def exported(project, *options):
    """The file, the report, the documents as spaCy has them, and our sets as the format can hold them."""
    path, result = project.export("spacy", "train.spacy", *options)
    sets = project.sets()
    docs = tokens.load(path)
    assert_equal(sorted(d.text for d in docs), sorted(s.text for s in sets), "doc.text")
    reduced, counts = expected("spacy", sets, tokens.of(docs))
    return path, result, docs, reduced, counts


def spans_of(doc):
    return sorted((((s.start_char, s.end_char),), s.label_, s.text) for s in doc.spans["sc"])


def check_spans(project):
    with check(f"spaCy reads every span of {project.name}: text, label, id"):
        _, _, docs, reduced, _ = exported(project)
        by_text = {d.text: d for d in docs}
        for s in reduced:
            doc = by_text[s.text]
            assert_equal(spans_of(doc), s.spans(), f"spans of {s.title or s.id}")
            assert_equal(
                sorted(x.id_ for x in doc.spans["sc"]), sorted(m.id for m in s.marks), f"span ids of {s.title or s.id}"
            )


def check_entities(project, *options):
    with check(f"spaCy reads as entities of {project.name} what does not overlap {' '.join(options)}".strip()):
        _, result, docs, reduced, counts = exported(project, *options)
        prefer = options[1].split(",") if options else []
        by_text, lost = {d.text: d for d in docs}, {"overlap": 0}
        for s in reduced:
            kept = without_overlaps(lost, s.text, s.marks, prefer)
            ours = sorted((m.start, m.end, m.label) for m in kept)
            theirs = sorted((e.start_char, e.end_char, e.label_) for e in by_text[s.text].ents)
            assert_equal(theirs, ours, f"entities of {s.title or s.id}")
        told = {x["kind"]: x["count"] for x in result["losses"]}
        assert_equal(told.get("ner_overlap", 0), lost["overlap"], "what is lost for ner")
        assert_losses(result, counts, own={"ner_overlap"})


def check_facts(project):
    with check(f"user data of {project.name} holds properties, attributes, notes and relations"):
        _, _, docs, reduced, _ = exported(project)
        by_text = {d.text: d.user_data for d in docs}
        for s in reduced:
            data = by_text[s.text]
            assert_equal(
                (data["id"], data.get("title", ""), data["annotator"]), (s.id, s.title, s.annotator), "document"
            )
            assert_equal(json.loads(data.get("meta", "{}")), s.meta, "meta")
            ours = {m.id: (m.note, m.attributes) for m in s.marks if m.note or m.attributes}
            theirs = {k: (v.get("note", ""), v.get("attributes", {})) for k, v in data["annotations"].items()}
            assert_equal({k: v for k, v in theirs.items() if any(v)}, ours, "notes and attributes")
            assert_equal(
                sorted((r["type"], r["from"], r["to"]) for r in data["relations"]), sorted(s.relations), "relations"
            )


def check_update(project, pipe):
    with check(f"a blank pipeline with {pipe} learns from {project.name} for one epoch"):
        path, _, docs, _, _ = exported(project)
        nlp = spacy.blank("xx")
        nlp.add_pipe(pipe)
        docs = list(DocBin().from_disk(path).get_docs(nlp.vocab))
        examples = [Example(nlp.make_doc(doc.text), doc) for doc in docs if doc.text.strip()]
        random.Random(1).shuffle(examples)
        nlp.initialize(lambda: examples)
        losses = {}
        for batch in minibatch(examples, 2):
            nlp.update(batch, losses=losses, drop=0.1)
        assert losses[pipe] > 0, losses


def check_training(project):
    """What people do: spacy init config, debug data, train."""
    path, _ = project.export("spacy", "train.spacy")
    config, out = fresh(WORK / "out" / "config.cfg"), fresh(WORK / "out" / "model")
    limit = ["--training.max_epochs", "1", "--paths.train", path, "--paths.dev", path]
    with check(f"spacy train runs one epoch of spancat on {project.name}"):
        command(
            "init", "config", config, "--lang", "en", "--pipeline", "spancat", "--optimize", "efficiency", "--force"
        )
        said = command("train", config, "--output", out, *limit)
        assert "Saved pipeline" in said, said
        assert "spancat" in spacy.load(out / "model-last").pipe_names


def command(*arguments):
    done = subprocess.run(
        [sys.executable, "-m", "spacy", *map(str, arguments)], capture_output=True, text=True, timeout=400
    )
    if done.returncode:
        raise AssertionError(f"spacy {arguments[0]}: {(done.stdout + done.stderr)[-3000:]}")
    return done.stdout + done.stderr


def main():
    for project in projects():
        check_spans(project)
        check_entities(project)
        check_facts(project)
        check_update(project, "spancat")
        check_update(project, "ner")
    check_entities(projects()[1], "--prefer", "PERSON,ORG")
    check_training(projects()[0])


if __name__ == "__main__":
    main()
