"""datasets loads the folder for Hugging Face; mlcroissant checks its metadata and loads its records."""

import json
import logging
import warnings

import datasets
import mlcroissant

import tokens
from harness import WORK, Skip, assert_equal, check, fresh, projects
from losses import assert_losses, expected, on_tokens, without_overlaps

SPLITS = {"train": "train", "dev": "validation", "test": "test"}
EVERYTHING = {"annotator": "all", "status": "any"}
OWN = {"ner_fragment", "ner_overlap", "ner_moved", "ner_cut"}


def exported(project, *options):
    path, result = project.export("hf", "hf", *options, **EVERYTHING)
    return path, result, project.sets(**EVERYTHING)


def load(path, config):
    return datasets.load_dataset(str(path), config, cache_dir=str(fresh(WORK / "cache" / f"{path.name}-{config}")))


def facts(s):
    """A set as a row of the configuration spans tells it."""
    marks = sorted(
        (m.id, m.label, m.fragments, sorted(m.attributes.items()), m.note, m.origin, s.quote(m)) for m in s.marks
    )
    return s.id, s.annotator, s.title, s.source, s.text, s.meta, s.status, marks, sorted(s.relations)


def facts_of_row(row):
    marks = []
    for m in row["spans"]:
        fragments = tuple(map(tuple, m["fragments"])) or ((m["start"], m["end"]),)
        attributes = sorted(json.loads(m["attributes"] or "{}").items())
        marks.append((m["id"], m["label"], fragments, attributes, m["note"], m["origin"], m["text"]))
    relations = sorted((r["type"], r["from"], r["to"]) for r in row["relations"])
    meta = json.loads(row["meta"] or "{}")
    return (
        row["id"],
        row["annotator"],
        row["title"],
        row["source"],
        row["text"],
        meta,
        row["status"],
        sorted(marks),
        relations,
    )


def check_spans(project):
    with check(f"datasets loads every row of {project.name}: text, annotations, relations"):
        path, result, sets = exported(project)
        _, counts = expected("hf", sets)
        assert_losses(result, counts, own=OWN)
        rows = list(load(path, "spans")["train"])
        assert_equal([facts_of_row(r) for r in rows], [facts(s) for s in sets], "rows")
        for row in rows:
            for m in row["spans"]:
                pieces = m["fragments"] or [(m["start"], m["end"])]
                assert_equal(" ".join(row["text"][a:b] for a, b in pieces), m["text"], "covered text")


def tagged(counts, s, by_text):
    """The annotations of a set that tags of words can hold."""
    single = [m for m in s.marks if len(m.fragments) == 1]
    counts["ner_fragment"] += len(s.marks) - len(single)
    told = {"cut": 0, "overlap": 0}
    marks = on_tokens(told, s.text, by_text[s.text], single)
    marks = without_overlaps(told, s.text, marks, [])
    before = {m.id: m.fragments for m in s.marks}
    counts["ner_moved"] += sum(m.fragments != before[m.id] for m in marks)
    counts["ner_cut"] += told["cut"]
    counts["ner_overlap"] += told["overlap"]
    return marks


def all_tokens(project, sets):
    """The tokens of all texts that somebody annotated; a .spacy file holds one annotator."""
    found = {}
    for name in {s.annotator for s in sets if s.annotator}:
        path, _ = project.export("spacy", "tokens.spacy", annotator=name, status="any")
        found.update(tokens.of(tokens.load(path)))
    return found


def check_tags(project):
    with check(f"datasets loads the tags of {project.name} with their names"):
        path, result, sets = exported(project)
        data = load(path, "ner")["train"]
        names = data.features["ner_tags"].feature.names
        assert names[0] == "O" and len(set(names)) == len(names), names
        labels = {m.label for s in sets for m in s.marks}
        assert {f"{p}-{label}" for label in labels for p in "BI"} <= set(names), names
        by_text, counts = all_tokens(project, sets), dict.fromkeys(OWN, 0)
        for s, row in zip(sets, data, strict=True):
            if s.text not in by_text:
                assert_equal(set(row["ner_tags"]), {0}, "tags of a text without annotations")
                continue
            marks = tagged(counts, s, by_text)
            places = [(a, b) for a, b in by_text[s.text] if s.text[a:b].strip()]
            assert_equal(row["tokens"], [s.text[a:b] for a, b in places], f"tokens of {s.title or s.id}")
            tags = ["O"] * len(places)
            for m in marks:
                inside = [i for i, (a, b) in enumerate(places) if m.start <= a and b <= m.end]
                for i in inside:
                    tags[i] = ("B-" if i == inside[0] else "I-") + m.label
            assert_equal([names[t] for t in row["ner_tags"]], tags, f"tags of {s.title or s.id}")
        told = {x["kind"]: x["count"] for x in result["losses"] if x["kind"] in OWN}
        assert_equal(told, {k: n for k, n in counts.items() if n}, "losses")


def check_splits(project):
    with check(f"datasets loads the splits of {project.name} as they were asked for"):
        options = ["--split", "train=0.6,dev=0.2,test=0.2", "--seed", "7", "--by", "random"]
        path, result, sets = exported(project, *options)
        if not result.get("split"):
            raise Skip("Dragoman does not split")
        loaded = load(path, "spans")
        parts = {part["name"]: part["documents"] for part in result["split"]["parts"]}
        assert_equal(
            set(loaded), {SPLITS.get(name, name) for name in parts} if "validation" in loaded else set(parts), "names"
        )
        ids = {name: {row["id"] for row in loaded[name]} for name in loaded}
        assert_equal(sorted(map(len, ids.values())), sorted(parts.values()), "documents of each part")
        assert sum(map(len, ids.values())) == len(set().union(*ids.values())), "a document stands in two parts"
        rows = sorted((facts_of_row(r) for part in loaded.values() for r in part), key=lambda f: f[:2])
        assert_equal(rows, [facts(s) for s in sets], "rows of all parts")
        first = {p: p.read_bytes() for p in path.rglob("*.jsonl")}
        again, _, _ = exported(project, *options)
        assert_equal({p: p.read_bytes() for p in again.rglob("*.jsonl")}, first, "the same seed")


def check_croissant(project):
    with check(f"mlcroissant finds the metadata of {project.name} valid and loads its records"):
        path, _, sets = exported(project)
        dataset = mlcroissant.Dataset(jsonld=str(path / "croissant.json"))
        issues = dataset.metadata.ctx.issues
        assert not issues.errors, issues.report()
        records = [r for r in dataset.metadata.record_sets if r.uuid.startswith("spans")]
        assert records, [r.uuid for r in dataset.metadata.record_sets]
        rows = list(dataset.records(record_set=records[0].uuid))
        assert_equal(len(rows), len(sets), "records")
        assert_equal([facts_of_row(plain(row)) for row in rows], [facts(s) for s in sets], "records")
    with check(f"mlcroissant has no warnings about {project.name} but for what its publisher must say"):
        open_fields = ("license", "datePublished", "version", "url", "creator", "citeAs")
        left = [w for w in issues.warnings if not any(f in w for f in open_fields)]
        assert not left, left


def plain(value):
    """A record of mlcroissant as datasets would have it: names without what stands before them, no bytes."""
    if isinstance(value, dict):
        return {key.rpartition("/")[2]: plain(v) for key, v in value.items()}
    if isinstance(value, (list, tuple)) or hasattr(value, "tolist"):
        return [plain(v) for v in value] if hasattr(value, "__iter__") else value.tolist()
    return value.decode() if isinstance(value, bytes) else value


def main():
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    datasets.disable_progress_bars()
    for project in projects():
        check_spans(project)
        check_tags(project)
        check_croissant(project)
    for project in projects()[:2]:
        check_splits(project)


if __name__ == "__main__":
    main()
