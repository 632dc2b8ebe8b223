"""JSON Lines by Python alone, and the page by an HTML parser: both hold everything."""

import json
import re

import lxml.html

from harness import WORK, assert_equal, check, dragoman, fresh, projects

KEYS = ["id", "title", "text", "source", "meta", "annotator", "status", "offset_unit", "spans", "relations"]
SPAN_KEYS = ["id", "start", "end", "label", "text", "fragments", "attributes", "note", "origin", "sources"]


def check_lines(project):
    with check(f"JSON Lines of {project.name}: keys in order, sorted, nothing lost, no HTML escapes"):
        path, result = project.export("jsonl", "all.jsonl", annotator="all", status="any")
        assert_equal(result["losses"], [], "losses")
        data = path.read_bytes()
        assert data.endswith(b"\n") and b"\r" not in data and b"\\u003c" not in data
        rows = [json.loads(line) for line in data.decode().split("\n")[:-1]]
        keys = [(r["id"], r.get("annotator", "")) for r in rows]
        assert_equal(keys, sorted(set(keys)), "order")
        for row in rows:
            assert_equal(list(row), [k for k in KEYS if k in row], "keys")
            for span in row["spans"]:
                assert_equal(list(span), [k for k in SPAN_KEYS if k in span], "keys of a span")
    with check(f"JSON Lines of {project.name} come back byte for byte"):
        again = fresh(WORK / "out" / "again.dragoman")
        dragoman("new", again)
        dragoman("import", again, path)
        second = fresh(WORK / "out" / "again.jsonl")
        dragoman("export", again, "--format", "jsonl", "--out", second)
        assert second.read_bytes() == data, "the second export differs from the first"


def check_units(project, unit, width):
    with check(f"JSON Lines of {project.name} in {unit} cover the same words"):
        path, _ = project.export("jsonl", f"{unit}.jsonl", "--offsets", unit, annotator="all", status="any")
        for line in path.read_bytes().splitlines():
            row = json.loads(line)
            text = row["text"].encode(width)
            step = len("a".encode(width))
            for span in row["spans"]:
                pieces = span.get("fragments") or [span]
                covered = " ".join(text[f["start"] * step : f["end"] * step].decode(width) for f in pieces)
                assert_equal(covered, span["text"], "covered text")


def words(text):
    return re.sub(r"\s+", "", text)


def check_page(project):
    with check(f"the page of {project.name} holds every text, annotation, attribute and note"):
        path, result = project.export("html", "all.html", annotator="all", status="any")
        assert_equal(result["losses"], [], "losses")
        page = lxml.html.fromstring(path.read_bytes().decode())
        bodies = page.xpath('//article//div[contains(concat(" ", @class, " "), " text ")]')
        texts = {words(node.text_content()) for node in bodies}
        facts = {}
        for node in page.xpath("//*[@data-ids]"):
            saying = node.getparent()
            for one in node.get("data-ids").split():
                facts[one] = words(saying.text_content())
        for s in project.sets(annotator="all", status="any"):
            assert words(s.text) in texts, f"the text of {s.title or s.id} is not there"
            for mark in s.marks:
                said = facts.get(mark.id, "")
                wanted = [mark.note, *mark.attributes.values(), *(s.text[a:b] for a, b in mark.fragments)]
                missing = [w for w in wanted if words(w) not in said]
                assert not missing, f"{mark.label} {s.quote(mark)!a}: {missing!a} is not in {said!a}"


def main():
    for project in projects():
        check_lines(project)
        check_units(project, "utf16", "utf-16-le")
        check_units(project, "byte", "utf-8")
        check_page(project)


if __name__ == "__main__":
    main()
