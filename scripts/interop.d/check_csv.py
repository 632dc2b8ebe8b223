"""Python's csv reads our tables of annotations; no cell is a formula; tables of articles come in."""

import csv
import io
import json

from harness import WORK, assert_equal, check, dragoman, fresh, need, projects, read_back
from losses import assert_losses, expected

EVERYTHING = {"annotator": "all", "status": "any"}
SIGNS = ("=", "+", "-", "@", "\t", "\r")


def rows_of(path):
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf"), "no byte-order mark, which Excel needs"
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def plain(cell):
    """A cell without the apostrophe that keeps it from being a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip()[:1] in SIGNS + ("",) else cell


def check_table(project):
    with check(f"Python's csv reads every annotation and relation of {project.name}"):
        need("csv")
        path, result = project.export("csv", "table.csv", **EVERYTHING)
        sets = project.sets(**EVERYTHING)
        _, counts = expected("csv", sets)
        assert_losses(result, counts, own={"formula"})
        rows = rows_of(path)
        theirs = [row for row in rows if row["kind"] == "annotation"]
        ours = {m.id: (s, m) for s in sets for m in s.marks}
        assert_equal(sorted(row["id"] for row in theirs), sorted(ours), "ids")
        for row in theirs:
            s, m = ours[row["id"]]
            fragments = json.loads(row["fragments"]) if row["fragments"] else [[int(row["start"]), int(row["end"])]]
            assert_equal(tuple(map(tuple, fragments)), m.fragments, "fragments")
            found = (
                row["document"],
                row["annotator"],
                row["label"],
                plain(row["text"]),
                json.loads(row["attributes"] or "{}"),
                plain(row["note"]),
                row["origin"],
            )
            wanted = (s.id, s.annotator, m.label, s.quote(m), m.attributes, m.note, m.origin)
            assert_equal(found, wanted, f"row of {m.id}")
        links = sorted((row["label"], row["from"], row["to"]) for row in rows if row["kind"] == "relation")
        assert_equal(links, sorted(r for s in sets for r in s.relations), "relations")
    with check(f"no cell of the table of {project.name} is a formula, and each apostrophe is told"):
        cells = [cell for row in rows for cell in row.values()]
        bad = [cell for cell in cells if cell.lstrip(" ")[:1] in SIGNS]
        assert not bad, bad[:5]
        wanted = [m.note for s in sets for m in s.marks] + [s.quote(m) for s in sets for m in s.marks]
        told = sum(x["count"] for x in result["losses"] if x["kind"] == "formula")
        assert told >= sum(text[:1] in SIGNS for text in wanted if text), (told, "apostrophes told")


TEXT = 'Ann said: "No, \U0001f600".\r\nSmith; نعم\tdone.\n\nEnd of a text that is longer than its title'


def check_articles():
    rows = [
        {"id": "1", "title": "First", "body": TEXT},
        {"id": "2", "title": "Second", "body": "Another article, which is long enough to be one."},
    ]
    for delimiter, name in ((",", "a.csv"), (";", "b.csv"), ("\t", "c.tsv")):
        with check(f"Dragoman reads the articles of a table with {delimiter!r} that Python's csv wrote"):
            need(name[2:], "read")
            path = fresh(WORK / "out" / name)
            with open(path, "w", encoding="utf-8", newline="") as out:
                writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
                writer.writeheader()
                writer.writerows(rows)
            for options in ([], ["--column", "body"]):
                sets, result = read_back(path, *options)
                assert_equal(result["rejected"], [], "rejected")
                assert_equal(sorted(s.text for s in sets), sorted(r["body"] for r in rows), "texts")
                assert_equal(sorted(s.title for s in sets), ["First", "Second"], "titles")
    with check("a table without the column that is asked for is refused with the names there are"):
        need("csv", "read")
        project = fresh(WORK / "out" / "column.dragoman")
        dragoman("new", project)
        result = dragoman("import", project, WORK / "out" / "a.csv", "--column", "nothing")
        assert len(result["added"]) == 0 and "body" in json.dumps(result["rejected"]), result


def main():
    for project in projects():
        check_table(project)
    check_articles()


if __name__ == "__main__":
    main()
