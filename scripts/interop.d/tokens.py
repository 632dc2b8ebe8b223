"""The tokens of texts, as spaCy has them from a .spacy file: by text, as (start, end)."""

import spacy
from spacy.tokens import DocBin


def load(path):
    return list(DocBin(store_user_data=True).from_disk(path).get_docs(spacy.blank("xx").vocab))


def of(docs):
    return {doc.text: [(t.idx, t.idx + len(t)) for t in doc] for doc in docs}


def of_project(project):
    return of(load(project.export("spacy", "tokens.spacy")[0]))
