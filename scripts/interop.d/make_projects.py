"""Makes the projects that all checks export: the sample, texts that break offsets, and the five articles."""

import hashlib
import json
import re

from harness import ARTICLES, WORK, Skip, check, dragoman

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
FLAG = "\U0001f1ee\U0001f1f7"
WAVE = "\U0001f44b\U0001f3fd"

# Labels that spaCy keeps as symbols, and words that it does.
TEXTS = {
    "emoji": f"Ann {WAVE} met the {FAMILY} family in Oslo {FLAG}. \U0001f600\U0001f600 Then Ann left Oslo.",
    "marks": "Cafe\u0301 Re\u0301sume\u0301 opened; a\u0308u\u0308o\u0308 Noe\u0308l said so.  Twice  Noe\u0308l said so.",
    "breaks": "First line\r\nSecond line of Smith\r\n\r\n\tThird\tline  with  Smith\r\nJones\r\n",
    "arabic": "نفى المتحدث علي لاريجاني الخبر أمس. وقال علي لاريجاني: «لا صحة لذلك».",
    "hebrew": "דוד כהן אמר שלום ל-ACME בירושלים. \u200fACME סירבה\u200e להגיב.",
    "astral": "\U0001d4d0da of \U00010348\U00010330\U00010339 wrote \U0001d4d1; \U00020bb7野家 replied to \U0001d4d0da in \U00020bb7野家.",
    "spaces": "\u00a0Lake\u00a0Geneva is 5\u202fkm away.\u2003Lake\u00a0Geneva\u00a0 again.\n\n\nLake\u00a0Geneva ends \n",
    "words": "agent mark root X ID SPACE HEAD meta number prep obj poss _ PERSON DATE agent ended.",
    "signs": "=cmd|'/c calc'!A1 said \"Bob, Jr.\"; <b>&amp; 50% | [x] -> *_; \\n and\\t -DOCSTART- O #tag Bob.",
    "joined": "Rock-and-roll isn't Mr.Smith's, e.g. U.S.A.-based O'Neil/Smith-Jones (and/or O'Neil).",
    "control": "Page one\f\u2028Smith\x85said\vso\u00ad. \ufeffSmith \x1b[1mis\x01 bold\u2029\x7f.",
    "one": "\U0001f600",
    "bare": "Nothing is marked here, neither Ann nor Oslo.",
}

PEOPLE = [
    ("PERSON", r"Ann|Noe\u0308l|Smith|علي لاريجاني|דוד כהן|\U0001d4d0da|Bob|O'Neil"),
    ("ORG", r"ACME|\U00020bb7野家|Cafe\u0301 Re\u0301sume\u0301|" + FAMILY + "|U\\.S\\.A\\."),
    ("DATE", r"أمس|again|Twice"),
    ("agent", r"\bagent\b|المتحدث"),
    ("mark", r"\bmark\b|\bX\b|" + FLAG + "|" + WAVE),
    ("X", r"\bPERSON\b|\bHEAD\b|_|\U0001f600"),
    ("place", "Oslo|Lake\u00a0Geneva|בירושלים|\U00010348\U00010330\U00010339"),
]  # overlapping, nested, within tokens and over several lines
LONGER = [
    (
        "statement",
        "Ann left Oslo|Noe\u0308l said so|line of Smith\r\n\r\n\tThird|لا صحة لذلك|"
        + FAMILY
        + " family|agent mark root X",
    ),
    (
        "statement",
        "said so.  Twice  Noe\u0308l|mith\r\nJon|oc|mit|e\u0301 R|\U0001d4d1; \U00020bb7|ll isn't Mr|3|ID SPACE|=cmd",
    ),
    ("denial", "with  Smith\r\nJones\r\n|\u00a0Lake|Geneva\u00a0 again.\n|סירבה\u200e להגיב|family in Oslo"),
    ("ORG", "line  with|\\(and/or O'Neil\\)|root X ID|Geneva ends "),
]


def marks_of(text):
    """Each pattern where it matches, and one annotation of two and one of three fragments."""
    spans = [(label, [m.span()]) for label, pattern in PEOPLE + LONGER for m in re.finditer(pattern, text)]
    words = [m.span() for m in re.finditer(r"\w+", text)]
    if len(words) >= 9:
        spans.append(("statement", [words[0], words[3]]))
        spans.append(("PERSON", [words[1], words[4], (words[6][0], words[7][1])]))
    unique = dict.fromkeys((label, tuple(pieces)) for label, pieces in spans)
    return list(unique)


def id_of(*parts):
    """An id of 128 bits, as ours are; ids of other tools would go to the meta of a document."""
    return hashlib.sha256("-".join(map(str, parts)).encode()).hexdigest()[:32]


def row_of(name, text, annotator, status, keep):
    """One line of our JSON Lines; keep chooses which annotations this annotator made."""
    spans = []
    for i, (label, pieces) in enumerate(marks_of(text)):
        if not keep(i):
            continue
        span = {"id": id_of(name, annotator, i), "start": pieces[0][0], "end": pieces[-1][1], "label": label}
        if len(pieces) > 1:
            span["fragments"] = [{"start": a, "end": b} for a, b in pieces]
        if i % 3 == 0:
            span["attributes"] = {"certainty": "sure" if i % 2 else "not sure", "polarity": "negative"}
        if i % 4 == 0:
            span["note"] = f"Note {i}: \U0001f600 “quoted”\n\tsecond line"
        if i % 5 == 0:
            span["origin"] = "imported"
        if annotator == "gold":
            span["sources"] = [{"annotator": "ana", "id": id_of(name, "ana", i)}]
        spans.append(span)
    relations = [
        {"id": id_of(name, annotator, "r", i), "type": "denies" if i % 2 else "said by", "from": a["id"], "to": b["id"]}
        for i, (a, b) in enumerate(zip(spans, spans[1:] + spans[:1]))
        if len(spans) > 2 and i % 2 == 0
    ]
    return {
        "title": f"Title of {name}, “{len(text)}”", "text": text, "source": f"https://example.org/{name}?a=1&b=2",
        "meta": {"date": "2026-03-0" + str(1 + len(name) % 9), "words": len(text.split()), "nested": {"a": [1, None, "é"]}},
        "annotator": annotator, "status": status, "offset_unit": "codepoint", "spans": spans, "relations": relations,
    }  # fmt: skip


def hard_rows():
    for name, text in TEXTS.items():
        if name == "bare":
            yield {"title": "No set", "text": text}
            continue
        yield row_of(name, text, "ana", "done", lambda i: True)
        yield row_of(name, text, "ben", "in_progress" if name == "words" else "done", lambda i: i % 2 == 0)
        if name in ("emoji", "arabic", "astral"):
            yield row_of(name, text, "gold", "done", lambda i: i % 3 != 1)
    yield {"title": "Empty set", "text": "Ben found nothing.", "annotator": "ben", "status": "done", "spans": []}
    yield {"title": "Empty set", "text": "Ana found nothing.\n", "annotator": "ana", "status": "done", "spans": []}


def article_rows():
    """Annotations at places that the length of the text decides, some within words, on article texts."""
    for path in sorted(ARTICLES.glob("*.txt")):
        text = path.read_bytes().decode("utf-8-sig")
        words = [m.span() for m in re.finditer(r"\w+", text)]
        spans = []
        for i in range(0, len(words) - 12, 7):
            start, end = words[i][0], words[i + i % 5][1]
            if i % 28 == 0:
                start, end = start + (end - start > 3), end
            spans.append(
                {
                    "id": id_of(path.stem, i),
                    "start": start,
                    "end": end,
                    "label": ["person", "meeting", "statement", "denial"][i % 4],
                }
            )
            if i % 35 == 0:
                a, b = words[i + 6], words[i + 9]
                spans.append({
                    "id": id_of(path.stem, "f", i), "start": a[0], "end": b[1], "label": "statement",
                    "fragments": [{"start": a[0], "end": a[1]}, {"start": b[0], "end": b[1]}],
                })  # fmt: skip
        yield {"text": text, "source": path.name, "annotator": "ana", "status": "done", "spans": spans}


def make(name, rows):
    path, lines = WORK / f"{name}.dragoman", WORK / f"{name}.jsonl"
    with open(lines, "w", encoding="utf-8", newline="\n") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    dragoman("new", path)
    result = dragoman("import", path, lines)
    assert not result["rejected"], result["rejected"]
    return result


def main():
    with check("make the sample project"):
        dragoman("new", WORK / "sample.dragoman", "--sample")
    with check("make a project of texts that break offsets"):
        result = make("hard", hard_rows())
        assert len(result["added"]) == len(TEXTS) + 2, result
    with check("make a project of the five articles"):
        if not any(ARTICLES.glob("*.txt")):
            raise Skip(f"there are no articles in {ARTICLES}")
        make("articles", article_rows())


if __name__ == "__main__":
    main()
