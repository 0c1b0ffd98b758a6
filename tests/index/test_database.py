"""What the database lists."""

from tfhelp_index.bundle import PACKAGED_BUNDLE, Bundle


def test_topics_are_all_entries_in_order_with_their_titles():
    bundle = Bundle.open(PACKAGED_BUNDLE, None)
    try:
        topics = bundle.database.topics()
        assert len(topics) == bundle.manifest.counts["entries"]
        assert [ordinal for ordinal, *_ in topics] == list(range(len(topics)))
        for ordinal, code, category, titles in topics[:: len(topics) // 5]:
            record = bundle.database.entry(ordinal)
            assert (code, category) == (record.code, record.category)
            assert titles == {language: text.title for language, text in record.texts.items()}
    finally:
        bundle.close()
