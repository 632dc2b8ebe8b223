"""Label Studio's SDK checks our tasks against our labelling configuration and converts them; we read what it writes."""

import json

from label_studio_sdk.converter import Converter
from label_studio_sdk.label_interface import LabelInterface
from seqeval.metrics.sequence_labeling import get_entities

from harness import WORK, assert_equal, check, dragoman, fresh, projects, read_back
from losses import assert_losses, expected

CONFIG = ".config.xml"


def exported(project, **choice):
    path, result = project.export("labelstudio", "tasks.json", **choice)
    tasks = json.loads(path.read_text(encoding="utf-8"))
    config = path.with_name(path.name + CONFIG).read_text(encoding="utf-8")
    return path, result, tasks, config


EVERYTHING = {"annotator": "all", "status": "any"}


def check_config(project):
    with check(f"the labelling configuration of {project.name} is valid and knows every label"):
        _, _, _, config = exported(project, **EVERYTHING)
        interface = LabelInterface(config)
        interface.validate()
        labels = set(interface.get_control("label").labels)
        used = {m.label for s in project.sets(**EVERYTHING) for m in s.marks}
        assert used <= labels, f"missing: {used - labels}"


def check_tasks(project):
    with check(f"every task of {project.name} fits the configuration"):
        _, _, tasks, config = exported(project, **EVERYTHING)
        interface = LabelInterface(config)
        for task in tasks:
            for annotation in task["annotations"]:
                # What predictions are held to is more than annotations are.
                errors = interface.validate_prediction(annotation, return_errors=True)
                assert_equal(errors, [], f"errors of task {task['id']}")
                assert interface.validate_annotation(annotation)


def check_offsets(project):
    with check(f"the tasks of {project.name} hold every annotation and relation"):
        _, result, tasks, _ = exported(project, **EVERYTHING)
        sets = project.sets(**EVERYTHING)
        reduced, counts = expected("labelstudio", sets)
        assert_losses(result, counts)
        ours = {(s.text, s.annotator): s for s in reduced if s.annotator}
        for task in tasks:
            text = task["data"]["text"]
            for annotation in task["annotations"]:
                s = ours.pop((text, annotation["annotator"]))
                regions = [r for r in annotation["result"] if r["type"] == "labels"]
                theirs = [(r["value"]["start"], r["value"]["end"], r["value"]["labels"]) for r in regions]
                for start, end, _ in theirs:
                    assert 0 <= start < end <= len(text), (start, end)
                assert_equal(
                    sorted(theirs), sorted((a, b, [m.label]) for m in s.marks for a, b in m.fragments), "regions"
                )
                for r in regions:
                    assert_equal(r["value"]["text"], text[r["value"]["start"] : r["value"]["end"]], "text of a region")
                links = [
                    (r["labels"][0], r["from_id"], r["to_id"]) for r in annotation["result"] if r["type"] == "relation"
                ]
                assert_equal(sorted(links), sorted(s.relations), "relations")
        assert not ours, f"not in the tasks: {list(ours)}"


def convert(project, kind, **choice):
    """The tasks through Label Studio's converter."""
    path, _, _, config = exported(project, **choice)
    out = fresh(WORK / "out" / f"labelstudio-{kind}")
    converter = Converter(config=config, project_dir=None)
    converter.convert(str(path), str(out), kind, is_dir=False)
    return next(p for p in out.iterdir() if p.is_file())


def facts(s):
    """Everything of a set that must come back, but for ids of relations."""
    marks = [(m.id, m.label, m.fragments, sorted(m.attributes.items()), m.note, m.origin, m.sources) for m in s.marks]
    return s.id, s.title, s.source, s.meta, s.annotator, s.status, sorted(marks), sorted(s.relations)


def check_json(project):
    with check(f"Dragoman reads Label Studio's JSON of {project.name}: nothing changed"):
        sets, result = read_back(convert(project, "JSON", **EVERYTHING))
        assert_equal(result["rejected"], [], "rejected")
        assert_equal([facts(s) for s in sets], [facts(s) for s in project.sets(**EVERYTHING)], "sets")


def check_json_min(project):
    with check(f"Dragoman reads Label Studio's JSON_MIN of {project.name}: every span"):
        sets, result = read_back(convert(project, "JSON_MIN"), form="labelstudio")
        assert_equal(result["rejected"], [], "rejected")
        theirs = {s.text: s.spans() for s in sets}
        for s in project.sets():
            pieces = {(((a, b),), m.label, s.text[a:b]) for m in s.marks for a, b in m.fragments}
            assert_equal(theirs[s.text], sorted(pieces), f"spans of {s.title or s.id}")


def check_conll(project):
    with check(f"Dragoman reads Label Studio's CoNLL2003 of {project.name} as seqeval does"):
        path = convert(project, "CONLL2003")
        theirs = []
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            rows = [line.split() for line in block.split("\n") if line and not line.startswith("-DOCSTART-")]
            found = get_entities([row[-1] for row in rows])
            theirs += [(tag, [row[0] for row in rows[a : b + 1]]) for tag, a, b in found]
        sets, result = read_back(path, form="conll")
        assert_equal(result["rejected"], [], "rejected")
        ours = [(m.label, s.quote(m).split()) for s in sets for m in sorted(s.marks, key=lambda m: m.start)]
        assert_equal(sorted(ours), sorted(theirs), "entities")


OLD = "\U0001f600\r\nAnn met \U0001d4d0da in Oslo."


def task(start, end, quote):
    value = {"start": start, "end": end, "text": quote, "labels": ["person"]}
    result = [{"id": "a", "from_name": "label", "to_name": "text", "type": "labels", "value": value}]
    return {"id": 7, "data": {"text": OLD}, "annotations": [{"id": 1, "completed_by": 3, "result": result}]}


def check_units():
    """Label Studio before the change of 2021 counted UTF-16 units."""
    for name, text in (("code points", OLD), ("UTF-16", None)):
        with check(f"Dragoman tells by the quotes that a task counts {name}"):
            at = OLD.index("\U0001d4d0da")
            start, end = (at, at + 3) if text else (at + 1, at + 5)
            path = fresh(WORK / "out" / "old.json")
            path.write_text(json.dumps([task(start, end, "\U0001d4d0da")]), encoding="utf-8")
            sets, result = read_back(path)
            assert_equal((result["rejected"], sets[0].text), ([], OLD), "rejected, text")
            assert_equal(sets[0].spans(), [(((at, at + 3),), "person", "\U0001d4d0da")], "spans")
    with check("a task whose quotes fit no unit is refused, not shifted"):
        path = fresh(WORK / "out" / "wrong.json")
        path.write_text(json.dumps([task(0, 3, "Ann")]), encoding="utf-8")
        project = fresh(WORK / "out" / "wrong.dragoman")
        dragoman("new", project)
        result = dragoman("import", project, path)
        assert len(result["rejected"]) == 1 and "Ann" in result["rejected"][0]["reason"], result["rejected"]


def main():
    for project in projects():
        check_config(project)
        check_tasks(project)
        check_offsets(project)
        check_json(project)
        check_json_min(project)
        check_conll(project)
    check_units()


if __name__ == "__main__":
    main()
