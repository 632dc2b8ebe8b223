"""Prodigy is not free: spaCy holds its tasks to what Prodigy asks of them, and we read the examples of its documentation."""

import json

import spacy
from spacy.tokens import Doc

from harness import WORK, assert_equal, check, fresh, need, projects, read_back
from losses import assert_losses, expected

EVERYTHING = {"annotator": "all", "status": "any"}


def exported(project):
    path, result = project.export("prodigy", "tasks.jsonl", **EVERYTHING)
    return path, result, [json.loads(line) for line in path.read_bytes().splitlines()]


def doc_of(task):
    """The document that Prodigy makes of a task: of its tokens, as spaCy does."""
    tokens = task["tokens"]
    assert_equal([t["id"] for t in tokens], list(range(len(tokens))), "ids of tokens")
    doc = Doc(spacy.blank("xx").vocab, words=[t["text"] for t in tokens], spaces=[t["ws"] for t in tokens])
    assert_equal(doc.text, task["text"], "text of the tokens")
    assert_equal([t.idx for t in doc], [t["start"] for t in tokens], "starts of tokens")
    assert_equal([t.idx + len(t) for t in doc], [t["end"] for t in tokens], "ends of tokens")
    return doc


def check_tasks(project):
    with check(f"spaCy makes a document of every task of {project.name}, with every span on tokens"):
        _, result, tasks = exported(project)
        sets = project.sets(**EVERYTHING)
        _, counts = expected("prodigy", sets)
        assert_losses(result, counts)
        assert_equal(len(tasks), len(sets), "tasks")
        for s, task in zip(sets, tasks):
            doc = doc_of(task)
            ours = {(m.id, i): (at, m.label) for m in s.marks for i, at in enumerate(m.fragments)}
            assert_equal(task.get("_annotator_id") or "", s.annotator, "annotator")
            for found in task["spans"]:
                number = int(found["id"].rpartition("_")[2]) - 1 if "part_of" in found else 0
                at, label = ours.pop((found.get("part_of", found["id"]), number))
                assert_equal(((found["start"], found["end"]), found["label"]), (tuple(at), label), "span")
                assert_equal(found["text"], task["text"][found["start"] : found["end"]], "text of a span")
                span = doc.char_span(found["start"], found["end"], label=found["label"])
                assert span is not None, f"{label} {found['text']!a} does not stand on tokens"
                assert_equal((span.start, span.end - 1), (found["token_start"], found["token_end"]), "tokens of a span")
            assert not ours, f"spans that are missing: {ours}"
            doc.spans["sc"] = [doc.char_span(x["start"], x["end"], label=x["label"]) for x in task["spans"]]


def check_relations(project):
    with check(f"relations of {project.name} link the tokens of their spans"):
        _, _, tasks = exported(project)
        for s, task in zip(project.sets(**EVERYTHING), tasks):
            ends = {m.id: (*m.fragments[0], m.label) for m in s.marks}
            theirs = []
            for r in task.get("relations", []):
                head, child = r["head_span"], r["child_span"]
                assert head["token_start"] <= r["head"] <= head["token_end"], r
                assert child["token_start"] <= r["child"] <= child["token_end"], r
                theirs.append((r["label"], *((x["start"], x["end"], x["label"]) for x in (head, child))))
            assert_equal(
                sorted(theirs), sorted((k, ends[a], ends[b]) for k, a, b in s.relations), f"relations of {s.title}"
            )


def facts(s):
    marks = [(m.id, m.label, m.fragments, sorted(m.attributes.items()), m.note, m.origin, m.sources) for m in s.marks]
    return s.id, s.title, s.source, s.meta, s.annotator, s.status, sorted(marks), sorted(s.relations)


def check_back(project):
    with check(f"Dragoman reads its tasks of {project.name}: nothing changed"):
        path, _, _ = exported(project)
        sets, result = read_back(path, form="prodigy")
        assert_equal(result["rejected"], [], "rejected")
        assert_equal([facts(s) for s in sets], [facts(s) for s in project.sets(**EVERYTHING)], "sets")


def check_documented():
    """Tasks as Prodigy's documentation and prodigy-recipes show them."""
    with check("Dragoman reads Prodigy's documented task of ner_manual"):
        need("prodigy", "read")
        text = "First look at the new MacBook Pro"
        words, at = text.split(), 0
        tokens = []
        for i, word in enumerate(words):
            at = text.index(word, at)
            tokens.append({"text": word, "start": at, "end": at + len(word), "id": i, "ws": True})
        span = {"start": 22, "end": 33, "label": "PRODUCT", "token_start": 5, "token_end": 6}
        task = {"text": text, "tokens": tokens, "spans": [span], "_input_hash": 5, "_task_hash": -6, "answer": "accept"}
        session = {"_session_id": "set-ana", "_view_id": "ner_manual", "_annotator_id": "set-ana"}
        sets, result = back([{**task, **session}])
        assert_equal(result["rejected"], [], "rejected")
        assert_equal([s.spans() for s in sets], [[(((22, 33),), "PRODUCT", "MacBook Pro")]], "spans")
        sets, result = back([{**task, **session, "answer": "reject"}])
        assert_equal([len(s.marks) for s in sets], [0], "what was rejected is no annotation")
    with check("Dragoman reads Prodigy's documented task of rel.manual"):
        text = "My mother’s name is Sasha Smith. She likes dogs."
        spans = [
            {"start": 3, "end": 9, "token_start": 1, "token_end": 1, "label": "REF"},
            {"start": 20, "end": 31, "token_start": 5, "token_end": 6, "label": "PERSON"},
        ]
        words, tokens, at = (
            ["My", "mother", "’s", "name", "is", "Sasha", "Smith", ".", "She", "likes", "dogs", "."],
            [],
            0,
        )
        for i, word in enumerate(words):
            at = text.index(word, at)
            tokens.append(
                {"text": word, "start": at, "end": at + len(word), "id": i, "ws": text[at + len(word) :][:1] == " "}
            )
        link = {"head": 1, "child": 6, "head_span": spans[0], "child_span": spans[1], "label": "COREF"}
        sets, result = back(
            [
                {
                    "text": text,
                    "tokens": tokens,
                    "spans": spans,
                    "relations": [link],
                    "answer": "accept",
                    "_view_id": "relations",
                }
            ]
        )
        assert_equal(result["rejected"], [], "rejected")
        ends = [[(kind, a[1], b[1]) for kind, a, b in s.ends()] for s in sets]
        assert_equal(ends, [[("COREF", "REF", "PERSON")]], "relations")


def back(tasks):
    path = fresh(WORK / "out" / "documented.jsonl")
    path.write_text("".join(json.dumps(t) + "\n" for t in tasks), encoding="utf-8")
    return read_back(path, form="prodigy")


def main():
    for project in projects():
        check_tasks(project)
        check_relations(project)
        check_back(project)
    check_documented()


if __name__ == "__main__":
    main()
