"""The index that ships with tfhelp."""

from pathlib import Path

import numpy as np
import pytest

import tfhelp_corpus
from tfhelp_corpus.corpus import Corpus
from tfhelp_index.build import content_hash
from tfhelp_index.bundle import PACKAGED_BUNDLE, PACKAGED_ENCODER, Bundle, packaged_stamp
from tfhelp_index.encoder import OnnxEncoder
from tfhelp_index.passages import CHUNKER_VERSION, passages_of


@pytest.fixture(scope="module")
def bundle():
    opened = Bundle.open(PACKAGED_BUNDLE, packaged_stamp())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def corpus():
    return Corpus.load(Path(tfhelp_corpus.__file__).parent / "data")


def test_it_is_what_the_packaged_corpus_gives(bundle, corpus):
    passages = [passage for n, entry in enumerate(corpus.entries) for passage in passages_of(entry, n)]
    manifest = bundle.manifest
    assert (manifest.name, manifest.chunker) == ("bundled", CHUNKER_VERSION)
    assert manifest.counts["passages"] == len(passages)
    assert manifest.content == content_hash(corpus.entries, passages, manifest.encoder)
    assert manifest.newest == corpus.newest
    assert manifest.date == corpus.date


def test_its_vectors_are_those_of_the_packaged_encoder(bundle):
    encoder = OnnxEncoder.open(PACKAGED_ENCODER)
    passages, vectors = bundle.database.passages(), bundle.dense.vectors()
    assert vectors.shape == (len(passages), encoder.dim)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    for ordinal in np.linspace(0, len(passages) - 1, 24).astype(int).tolist():
        passage = passages[ordinal]
        vector = encoder.encode([passage.text], "query" if passage.role == "question" else "passage")[0]
        assert float(vectors[ordinal] @ vector) >= 0.999, passage


def test_every_printed_error_leads_to_its_entry(bundle, corpus):
    from tfhelp_index.signatures import search

    for ordinal, entry in enumerate(corpus.entries):
        for signature in entry.signatures:
            found = [match.entry for match in search(bundle.database.signatures(), [signature.example])]
            assert ordinal in found, signature
