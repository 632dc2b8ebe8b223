"""Articles in files that Python's libraries make: Word, OpenDocument, PDF, mail, feeds, archives."""

import email.message
import email.policy
import xml.sax.saxutils
import zipfile

import docx
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from harness import WORK, assert_equal, check, dragoman, fresh, need, read_back

TITLE = "Ministers meet in Oslo"
PARAGRAPHS = [
    "Ann Smith said “no” on Monday. \U0001f600 She met the family \U0001f468\u200d\U0001f469\u200d\U0001f467 at noon.",
    "نفى المتحدث علي لاريجاني الخبر أمس، وقال إن ذلك غير صحيح.",
    "Cafe\u0301 Noe\u0308l, \U0001d4d0da & <Sons> opened; nobody denied it. Re\u0301sume\u0301s were read.",
]


def made(name):
    return fresh(WORK / "out" / "documents" / name)


def words(text):
    return text.split()


def read_one(path, kind):
    need(kind, "read")
    sets, result = read_back(path)
    assert_equal((result["rejected"], len(sets)), ([], 1), "rejected, documents")
    return sets[0], result


def check_docx():
    with check("Dragoman reads a file of Word that python-docx makes, tables and all"):
        document = docx.Document()
        document.core_properties.title = TITLE
        document.core_properties.author = "Ann Author"
        document.add_heading(TITLE, level=1)
        for text in PARAGRAPHS:
            document.add_paragraph(text)
        split = document.add_paragraph("In ")
        split.add_run("bo").bold = True
        split.add_run("ld")
        split.add_run().add_break()
        split.add_run("and\tnext")
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "left cell", "right cell"
        path = made("a.docx")
        document.save(path)
        s, _ = read_one(path, "docx")
        for text in [*PARAGRAPHS, "In bold", "left cell", "right cell"]:
            assert text in s.text, f"{text!a} is not in {s.text!a}"
        assert_equal(s.title, TITLE, "title")


MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""
CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"><office:body><office:text>
<text:h text:outline-level="1">{title}</text:h>{paragraphs}
<text:p>two<text:s text:c="2"/>blanks<text:tab/>tab<text:line-break/>line</text:p>
</office:text></office:body></office:document-content>"""


def check_odt():
    with check("Dragoman reads an OpenDocument text that zipfile makes"):
        paragraphs = "".join(f"<text:p>{xml.sax.saxutils.escape(p)}</text:p>" for p in PARAGRAPHS)
        path = made("a.odt")
        with zipfile.ZipFile(path, "w") as z:
            z.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
            z.writestr("META-INF/manifest.xml", MANIFEST)
            z.writestr("content.xml", CONTENT.format(title=TITLE, paragraphs=paragraphs), zipfile.ZIP_DEFLATED)
        s, _ = read_one(path, "odt")
        for text in [TITLE, *PARAGRAPHS, "two  blanks\ttab\nline"]:
            assert text in s.text, f"{text!a} is not in {s.text!a}"


def check_pdf():
    lines = [
        "Ann Smith said no on Monday, and met the",
        "family at noon. Nobody denied it.",
        "Two more words: Café, Noël.",
    ]
    with check("Dragoman reads the text of a PDF that reportlab makes, and tells of the page without any"):
        path = made("a.pdf")
        pdf = canvas.Canvas(str(path), pagesize=A4)
        pdf.setTitle(TITLE)
        for page in (lines, [], ["Page three ends."]):
            for i, line in enumerate(page):
                pdf.drawString(72, 760 - 14 * i, line)
            if not page:
                pdf.rect(72, 72, 200, 200, fill=1)
            pdf.showPage()
        pdf.save()
        s, result = read_one(path, "pdf")
        assert_equal(words(s.text), words(" ".join([*lines, "Page three ends."])), "words")
        said = str(result["assumed"]) + str(result["losses"])
        assert "page 2" in said.lower() or "2" in said and "page" in said.lower(), said


def check_mail():
    for name, charset, encoding in (
        ("quoted", "utf-8", "quoted-printable"),
        ("base64", "utf-8", "base64"),
        ("arabic", "windows-1256", "base64"),
    ):
        with check(f"Dragoman reads a mail that Python writes: {name}"):
            text = "\n\n".join(PARAGRAPHS if charset == "utf-8" else PARAGRAPHS[1:2]) + "\n"
            message = email.message.EmailMessage(policy=email.policy.SMTP)
            message["Subject"], message["From"] = TITLE + " نعم \U0001f600", "Ann Author <ann@example.org>"
            message["Date"] = "Mon, 02 Mar 2026 10:00:00 +0000"
            message.set_content(text, charset=charset, cte=encoding)
            message.add_alternative("<p>Another form</p>", subtype="html")
            message.add_attachment(b"\x00\x01", maintype="application", subtype="octet-stream", filename="a.bin")
            path = made(f"{name}.eml")
            path.write_bytes(message.as_bytes())
            s, _ = read_one(path, "eml")
            assert_equal(words(s.text), words(text), "words")
            assert_equal(s.title, TITLE + " نعم \U0001f600", "title")


RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Feed</title>
<link>https://example.org/</link><description>All</description>{items}</channel></rss>"""
ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Feed</title><id>urn:x</id><updated>2026-03-02T10:00:00Z</updated>{items}</feed>"""


def check_feeds():
    escape = xml.sax.saxutils.escape
    pages = [escape(f"<p>{escape(text)}</p><p>Item {i} goes on here.</p>") for i, text in enumerate(PARAGRAPHS)]
    items = {
        "a.rss": RSS.format(items="".join(f"<item><title>Item {i}</title><link>https://example.org/{i}</link><description>{p}</description></item>" for i, p in enumerate(pages))),
        "a.atom": ATOM.format(items="".join(f'<entry><title>Item {i}</title><id>urn:{i}</id><link href="https://example.org/{i}"/><content type="html">{p}</content></entry>' for i, p in enumerate(pages))),
    }  # fmt: skip
    for name, data in items.items():
        with check(f"Dragoman reads the articles of a feed: {name[2:]}"):
            need("feed", "read")
            path = made(name)
            path.write_text(data, encoding="utf-8")
            sets, result = read_back(path)
            assert_equal((result["rejected"], len(sets)), ([], len(PARAGRAPHS)), "rejected, documents")
            by_title = {s.title: s for s in sets}
            for i, text in enumerate(PARAGRAPHS):
                s = by_title[f"Item {i}"]
                assert text in s.text and f"Item {i} goes on here." in s.text, f"{text!a} is not in {s.text!a}"
                assert_equal(s.source, f"https://example.org/{i}", "source")


def check_archive():
    with check("Dragoman reads an archive of files, and no name leads out of it"):
        need("zip", "read")
        path = made("a.zip")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
            z.writestr("in/a.txt", "A text in an archive.")
            z.writestr("in/b.md", "# Head\n\nMarked down.")
            z.writestr("../../evil.txt", "A name that climbs.")
            z.writestr("notes.bin", b"\x00\x01\x02")
        project = fresh(WORK / "out" / "archive.dragoman")
        dragoman("new", project)
        result = dragoman("import", project, path)
        assert 2 <= len(result["added"]) <= 3, result
        assert not list(WORK.parent.rglob("evil.txt")), "a file was written outside"
    with check("Dragoman refuses a bomb and goes on"):
        bomb = made("bomb.zip")
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
            with z.open("a.txt", "w", force_zip64=True) as f:
                for _ in range(600):
                    f.write(bytes(1 << 20))
            z.writestr("b.txt", "A text beside a bomb.")
        project = fresh(WORK / "out" / "bomb.dragoman")
        dragoman("new", project)
        result = dragoman("import", project, bomb)
        assert len(result["rejected"]) >= 1 and len(result["added"]) <= 1, result


def main():
    check_docx()
    check_odt()
    check_pdf()
    check_mail()
    check_feeds()
    check_archive()


if __name__ == "__main__":
    main()
