"""dkpro-cassis reads our XMI and writes it again; we read that. The same with a CAS that cassis makes."""

import cassis

from harness import WORK, assert_equal, check, fresh, projects, read_back
from losses import assert_losses, expected

ILLEGAL = {chr(c) for c in range(32)} - {"\t", "\n", "\r"}


def holds(text):
    """XML 1.0 has most characters."""
    return not ILLEGAL & set(text)


def load(folder):
    """Each set as cassis has it, by document and annotator."""
    with open(folder / "TypeSystem.xml", "rb") as f:
        types = cassis.load_typesystem(f)
    found = {}
    for path in sorted(folder.glob("*.xmi")):
        with open(path, "rb") as f:
            cas = cassis.load_cas_from_xmi(f, typesystem=types)
        about = cas.select("webanno.custom.DragomanDocument")[0]
        found[cas.sofa_string, about.annotator or ""] = path, cas
    return found


def marks(cas):
    """Annotations: by id the label, the covered text of each part, and the rest."""
    by_id = {}
    for a in cas.select("webanno.custom.Dragoman"):
        mark = by_id.setdefault(a.identifier, (a.label, [], a.note or ""))
        mark[1].append((a.begin, a.end, a.get_covered_text()))
    return by_id


def check_read(project):
    with check(f"cassis reads text, annotations and relations of {project.name}"):
        path, result = project.export("xmi", "xmi", annotator="all", status="any")
        found, sets = load(path), project.sets(annotator="all", status="any")
        _, counts = expected("xmi", sets, holds=holds)
        assert_losses(result, counts)
        assert_equal(len(found), len(sets), "sets")
        for s in sets:
            if not holds(s.text):
                continue
            _, cas = found[s.text, s.annotator]
            ours = {m.id: (m.label, [(a, b, s.text[a:b]) for a, b in m.fragments], m.note) for m in s.marks}
            assert_equal(marks(cas), ours, f"annotations of {s.title or s.id}")
            relations = cas.select("webanno.custom.DragomanRelation")
            theirs = sorted((r.label, r.Governor.identifier, r.Dependent.identifier) for r in relations)
            assert_equal(theirs, sorted(s.relations), f"relations of {s.title or s.id}")
            tokens = cas.select("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token")
            assert all(t.get_covered_text().strip() for t in tokens), "a token is white space"


def check_again(project):
    with check(f"Dragoman reads what cassis writes of {project.name}"):
        path, _ = project.export("xmi", "xmi", annotator="all", status="any")
        out = fresh(WORK / "out" / "cassis")
        out.mkdir(parents=True)
        for old, cas in load(path).values():
            cas.to_xmi(out / old.name)
            cas.typesystem.to_xml(out / "TypeSystem.xml")
        sets, result = read_back(out)
        assert_equal(result["rejected"], [], "rejected")
        theirs = {(s.text, s.annotator): s for s in sets}
        for s in project.sets(annotator="all", status="any"):
            if not holds(s.text):
                continue
            again = theirs[s.text, s.annotator]
            same = lambda m: (
                m.id,
                m.label,
                m.fragments,
                tuple(sorted(m.attributes.items())),
                m.note,
                m.origin,
                m.sources,
            )
            assert_equal(
                sorted(map(same, again.marks)), sorted(map(same, s.marks)), f"annotations of {s.title or s.id}"
            )
            assert_equal(sorted(again.relations), sorted(s.relations), f"relations of {s.title or s.id}")
            assert_equal(
                (again.title, again.source, again.meta, again.status), (s.title, s.source, s.meta, s.status), s.title
            )


def check_foreign():
    """A CAS with a layer of its own, as INCEpTION has them, and its types beside it."""
    with check("Dragoman reads a CAS with layers of another project"):
        types = cassis.TypeSystem()
        entity = types.create_type("custom.Entity", "uima.tcas.Annotation")
        types.create_feature(entity, "value", "uima.cas.String")
        link = types.create_type("custom.Link", "uima.tcas.Annotation")
        for name, kind in (("Governor", entity), ("Dependent", entity), ("role", "uima.cas.String")):
            types.create_feature(link, name, kind)
        text = "\U0001f600 Ann\r\nmet \U0001d4d0da. نعم"
        cas = cassis.Cas(typesystem=types)
        cas.sofa_string, cas.sofa_mime = text, "text/plain"
        places = [(text.index(w), w) for w in ("Ann", "\U0001d4d0da", "نعم")]
        spans = [entity(begin=at, end=at + len(w), value="person") for at, w in places]
        cas.add_all([*spans, link(begin=0, end=1, Governor=spans[0], Dependent=spans[1], role="met")])
        folder = fresh(WORK / "out" / "foreign")
        folder.mkdir(parents=True)
        cas.to_xmi(folder / "a.xmi")
        types.to_xml(folder / "TypeSystem.xml")
        sets, result = read_back(folder)
        assert_equal((result["rejected"], len(sets)), ([], 1), "rejected")
        assert_equal([s.text for s in sets], [text], "text")
        ours = sorted((((at, at + len(w)),), "person", w) for at, w in places)
        assert_equal(sets[0].spans(), ours, "annotations")
        assert_equal([kind for kind, _, _ in sets[0].relations], ["met"], "relations")


def main():
    for project in projects():
        check_read(project)
        check_again(project)
    check_foreign()


if __name__ == "__main__":
    main()
