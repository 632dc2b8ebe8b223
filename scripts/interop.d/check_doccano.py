"""doccano's own code imports our JSON Lines into its database and exports them again; we read that.

Runs in an environment of its own, with the whole server of doccano and SQLite.
"""

import json
import os
import pathlib
import sys
import zipfile

from harness import WORK, assert_equal, check, dragoman, fresh, need, projects, read_back
from losses import assert_losses, expected

HOME = pathlib.Path(os.environ["DOCCANO_HOME"])


def start():
    """The server as its command starts it, without the server."""
    import backend

    os.environ.update(
        STANDALONE="True", DJANGO_SETTINGS_MODULE="config.settings.production",
        DATABASE_URL=f"sqlite:///{HOME}/db.sqlite3", MEDIA_ROOT=f"{HOME}/media", CELERY_BROKER_URL="memory://",
    )  # fmt: skip
    HOME.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, os.path.dirname(backend.__file__))
    import django

    django.setup()
    from django.conf import settings
    from django.core import management

    settings.DJANGO_DRF_FILEPOND_UPLOAD_TMP = str(HOME / "uploads")
    management.call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as nowhere:
        management.call_command("create_roles", stdout=nowhere)


def new_project(name, relations):
    from django.contrib.auth import get_user_model
    from projects.models import SequenceLabelingProject

    user, _ = get_user_model().objects.get_or_create(username="ana")
    project = SequenceLabelingProject.objects.create(
        name=name, created_by=user, project_type="SequenceLabeling", allow_overlapping=True, use_relation=relations,
        collaborative_annotation=True,
    )  # fmt: skip
    project.add_admin()
    return project, user


def imported(path, relations, columns=None):
    """The project of doccano that holds the file, which its own task imports."""
    from data_import.datasets import load_dataset
    from data_import.pipeline.catalog import RELATION_EXTRACTION, create_file_format
    from data_import.pipeline.readers import FileName

    project, user = new_project(path.name, relations)
    task = RELATION_EXTRACTION if relations else "SequenceLabeling"
    files = [FileName(full_path=str(path), generated_name=path.name, upload_name=path.name)]
    dataset = load_dataset(task, create_file_format("JSONL"), files, project, encoding="utf_8", **(columns or {}))
    dataset.save(user, batch_size=1000)
    assert_equal([e.dict() for e in dataset.errors], [], "errors of doccano")
    return project


def exported_by(project):
    from data_export.celery_tasks import export_dataset

    archive = export_dataset(project.id, "JSONL")
    with zipfile.ZipFile(archive) as z:
        lines = z.read("all.jsonl")
    path = fresh(WORK / "out" / "from-doccano.jsonl")
    path.write_bytes(lines)
    return path


def spans_in(project):
    """What stands in doccano's database: by text the spans, and the relations by the spans that they link."""
    found = {}
    for example in project.examples.all():
        spans = {s.id: ((s.start_offset, s.end_offset), s.label.text) for s in example.spans.all()}
        links = [(r.type.text, spans[r.from_id_id], spans[r.to_id_id]) for r in example.relations.all()]
        found[example.text] = sorted(spans.values()), sorted(links)
    return found


def check_project(form, project):
    relations = form == "doccano-relations"
    with check(f"doccano imports {form} of {project.name}: every span and relation"):
        path, result = project.export(form, "doccano.jsonl")
        reduced, counts = expected(form, project.sets())
        assert_losses(result, counts)
        theirs = imported(path, relations)
        found = spans_in(theirs)
        assert_equal(sorted(found), sorted(s.text for s in reduced), "texts")
        for s in reduced:
            spans = sorted(((m.start, m.end), m.label) for m in s.marks)
            ends = {m.id: ((m.start, m.end), m.label) for m in s.marks}
            links = sorted((kind, ends[a], ends[b]) for kind, a, b in s.relations)
            assert_equal(found[s.text], (spans, links), f"spans and relations of {s.title or s.id}")
    with check(f"Dragoman reads what doccano exports of {form} of {project.name}: nothing changed"):
        sets, result = read_back(exported_by(theirs))
        assert_equal(result["rejected"], [], "rejected")
        again = {s.text: s for s in sets}
        for s in reduced:
            assert_equal(facts(again[s.text]), facts(s), s.title or s.id)


def facts(s):
    marks = [(m.id, m.label, m.fragments, sorted(m.attributes.items()), m.note, m.origin) for m in s.marks]
    return s.title, s.source, s.annotator, s.status, sorted(marks), sorted(s.relations)


def check_bare(name, rows, relations, wanted):
    """Files as doccano's documentation has them, without anything of ours, through doccano and back."""
    with check(f"Dragoman reads doccano's {name}"):
        need("doccano", "read")
        path = fresh(WORK / "out" / "bare.jsonl")
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        sets, result = read_back(path)
        assert_equal(result["rejected"], [], "rejected")
        assert_equal(sorted((s.spans(), s.ends()) for s in sets), wanted, "spans and relations")
    with check(f"doccano imports and exports its {name}, and Dragoman reads that"):
        sets, result = read_back(exported_by(imported(path, relations)))
        assert_equal(result["rejected"], [], "rejected")
        assert_equal(sorted((s.spans(), s.ends()) for s in sets), wanted, "spans and relations")


def span(text, words, label):
    at = text.index(words)
    return ((at, at + len(words)),), label, words


TEXTS = ["EU rejects German call to boycott British lamb.", "Peter Blackburn", "President Obama"]
GOOGLE = "Google was founded on September 4, 1998, by Larry Page and Sergey Brin."


def check_documented():
    marked = [(TEXTS[0], "EU", "ORG"), (TEXTS[1], "Peter Blackburn", "PERSON"), (TEXTS[2], "Obama", "PERSON")]
    spans = [span(*m) for m in marked]
    rows = [{"text": text, "label": [[*s[0][0], s[1]]]} for (text, _, _), s in zip(marked, spans)]
    check_bare("sequence labels", rows, False, sorted(([s], []) for s in spans))
    named = [("Google", "ORG"), ("September 4, 1998", "DATE"), ("Larry Page", "PERSON"), ("Sergey Brin", "PERSON")]
    spans = [span(GOOGLE, *n) for n in named]
    entities = [
        {"id": i, "start_offset": s[0][0][0], "end_offset": s[0][0][1], "label": s[1]} for i, s in enumerate(spans)
    ]
    kinds = ["foundedAt", "foundedBy", "foundedBy"]
    relations = [{"id": 10 + i, "from_id": 0, "to_id": i + 1, "type": kind} for i, kind in enumerate(kinds)]
    links = sorted((kind, spans[0][:2], spans[i + 1][:2]) for i, kind in enumerate(kinds))
    rows = [{"text": GOOGLE, "entities": entities, "relations": relations}]
    check_bare("relations", rows, True, [(sorted(spans), links)])


def check_editor():
    """The editor counts UTF-16 units: a file of it must not be shifted."""
    text = "\U0001f600\U0001f600 Ann Smith met \U0001d4d0da Jones in Oslo"
    rows = [
        {"text": text, "label": [[utf16(text, w), utf16(text, w) + len(w), "person"] for w in ("Ann Smith", "Oslo")]}
    ]
    path = WORK / "out" / "editor.jsonl"
    for unit in ("auto", "utf16"):
        with check(f"offsets of doccano's editor, --offsets {unit}: never shifted"):
            fresh(path).write_text(json.dumps(rows[0]) + "\n", encoding="utf-8")
            project = fresh(WORK / "out" / "editor.dragoman")
            dragoman("new", project)
            result = dragoman("import", project, path, "--offsets", unit)
            out = fresh(WORK / "out" / "editor-back.jsonl")
            dragoman("export", project, "--format", "jsonl", "--out", out)
            words = [
                s["text"] for line in out.read_text(encoding="utf-8").splitlines() for s in json.loads(line)["spans"]
            ]
            if unit == "utf16" or not result["rejected"]:
                assert_equal(words, ["Ann Smith", "Oslo"], "covered text")
            else:
                assert "utf16" in json.dumps(result["rejected"]).lower().replace("-", ""), result["rejected"]


def utf16(text, words):
    return len(text[: text.index(words)].encode("utf-16-le")) // 2


def main():
    with check("doccano starts with an empty database"):
        start()
    for form in ("doccano", "doccano-relations"):
        for project in projects():
            check_project(form, project)
    check_documented()
    check_editor()


if __name__ == "__main__":
    main()
