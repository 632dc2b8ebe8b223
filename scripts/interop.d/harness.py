"""What every check needs: running Dragoman, counting checks, reading our JSON Lines.

A check is a block:

    with check("spaCy reads every span"):
        assert_equal(theirs, ours, "spans")

It prints "ok" or "FAIL" with the reason, and the script goes on with the next.
"""

import contextlib
import dataclasses
import functools
import json
import os
import pathlib
import shutil
import subprocess
import sys
import traceback

DRAGOMAN = os.environ["DRAGOMAN"]
WORK = pathlib.Path(os.environ["INTEROP_WORK"])
ARTICLES = pathlib.Path(os.environ["INTEROP_ARTICLES"])


class Skip(Exception):
    """Something is not there; the message says what."""


@contextlib.contextmanager
def check(name):
    """One check: it passes when its block ends without an error."""
    try:
        yield
    except Skip as why:
        print(f"skip\t{name}: {why}")
    except Exception as error:  # whatever a consumer raises is a failed check
        last = traceback.extract_tb(error.__traceback__)[-1]
        reason = f"{type(error).__name__}: {error}".replace("\n", "\n\t")
        print(f"FAIL\t{name}\n\t{reason}\n\tat {os.path.basename(last.filename)}:{last.lineno}")
    else:
        print(f"ok  \t{name}")
    sys.stdout.flush()


def assert_equal(found, expected, what):
    """Fails with the first difference of two values, lists or dicts."""
    if found == expected:
        return
    if isinstance(found, list) and isinstance(expected, list):
        missing = [x for x in expected if x not in found]
        extra = [x for x in found if x not in expected]
        raise AssertionError(
            f"{what}: {len(found)} found, {len(expected)} expected; missing {short(missing)}; not expected {short(extra)}"
        )
    if isinstance(found, dict) and isinstance(expected, dict):
        for key in sorted({*found, *expected}, key=str):
            if found.get(key) != expected.get(key):
                return assert_equal(found.get(key), expected.get(key), f"{what}, {key}")
    raise AssertionError(f"{what}: found {short(found)}, expected {short(expected)}")


def short(value):
    text = ascii(value)
    return text if len(text) <= 400 else text[:400] + "..."


def run(*arguments):
    """Runs a verb with --json and returns its status and its object."""
    command = [DRAGOMAN, *map(str, arguments), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    if done.returncode not in (0, 3):
        raise AssertionError(
            f"status {done.returncode} of dragoman {' '.join(command[1:])}: {done.stdout}{done.stderr}".strip()
        )
    return done.returncode, json.loads(done.stdout)


def dragoman(*arguments):
    """Runs a verb and returns its object. Status 3 tells of losses, which is no failure."""
    return run(*arguments)[1]


@functools.cache
def formats():
    return {f["name"]: f for f in dragoman("formats")["formats"]}


def need(name, verb="write"):
    """Skips the check where the format is not there."""
    f = formats().get(name)
    if f is None or not f[verb]:
        raise Skip(f"Dragoman does not {verb} {name}")
    return f


@dataclasses.dataclass
class Project:
    """A project file, and one annotator of it for formats that hold one."""

    name: str
    annotator: str

    @property
    def path(self):
        return WORK / f"{self.name}.dragoman"

    def export(self, form, out, *options, annotator=None, status="done"):
        """Exports and returns the path and the result."""
        need(form)
        path = fresh(WORK / "out" / f"{self.name}-{out}")
        status = ["--status", status] if status else []
        who = annotator or self.annotator
        return path, dragoman(
            "export", self.path, "--format", form, "--out", path, "--annotator", who, *status, *options
        )

    def sets(self, annotator=None, status="done"):
        """What the project holds, by our own JSON Lines."""
        path, _ = self.export("jsonl", "reference.jsonl", annotator=annotator, status=status)
        return read_sets(path)


PROJECTS = [Project("sample", "ana"), Project("hard", "ana"), Project("articles", "ana")]


def projects():
    """The projects that were made; the articles may be missing."""
    return [p for p in PROJECTS if p.path.exists()]


def fresh(path):
    """An empty place: what an earlier check left there goes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        shutil.rmtree(path)
    for old in path.parent.glob(path.name + "*"):
        if old.is_file():
            old.unlink()
    return path


@dataclasses.dataclass
class Mark:
    """An annotation; fragments count code points."""

    id: str
    label: str
    fragments: tuple
    attributes: dict
    note: str
    origin: str
    sources: int

    @property
    def start(self):
        return self.fragments[0][0]

    @property
    def end(self):
        return self.fragments[-1][1]


@dataclasses.dataclass
class Set:
    """One document with the annotations of one annotator."""

    id: str
    text: str
    title: str
    source: str
    meta: dict
    annotator: str
    status: str
    marks: list
    relations: list  # (type, from, to), by ids of marks
    links: list  # as in the file

    def quote(self, mark):
        return " ".join(self.text[a:b] for a, b in mark.fragments)

    def spans(self):
        """(fragments, label, covered text), sorted: what most formats can be asked for."""
        return sorted((m.fragments, m.label, self.quote(m)) for m in self.marks)

    def ends(self):
        """Relations by what they link: (type, fragments and label of both ends), sorted."""
        by_id = {m.id: (m.fragments, m.label) for m in self.marks}
        return sorted((kind, by_id[a], by_id[b]) for kind, a, b in self.relations)


def read_sets(path):
    with open(path, encoding="utf-8", newline="\n") as lines:
        return [read_set(json.loads(line)) for line in lines]


def read_set(row):
    marks = []
    for s in row["spans"]:
        pieces = s.get("fragments") or [s]
        fragments = tuple((f["start"], f["end"]) for f in pieces)
        mark = Mark(
            s["id"],
            s["label"],
            fragments,
            s.get("attributes", {}),
            s.get("note", ""),
            s.get("origin", ""),
            len(s.get("sources", [])),
        )
        assert " ".join(row["text"][a:b] for a, b in fragments) == s["text"], f"our own JSON Lines: {s}"
        marks.append(mark)
    links = row.get("relations", [])
    return Set(
        row["id"], row["text"], row.get("title", ""), row.get("source", ""), row.get("meta", {}), row.get("annotator", ""),
        row["status"], marks, [(r["type"], r["from"], r["to"]) for r in links], links,
    )  # fmt: skip


def read_back(path, *options, form="auto", annotator="reader"):
    """Imports a file into a new project and returns its sets, whoever's, and the result."""
    project = fresh(WORK / "out" / "back.dragoman")
    dragoman("new", project)
    result = dragoman("import", project, path, "--format", form, "--annotator", annotator, *options)
    out = fresh(WORK / "out" / "back.jsonl")
    dragoman("export", project, "--format", "jsonl", "--out", out)
    return read_sets(out), result


def by_text(sets):
    """Sets by text, for tools that do not keep our ids; one set a text."""
    found = {s.text: s for s in sets}
    assert len(found) == len(sets), "two sets have the same text"
    return found
