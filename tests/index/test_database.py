"""What the database lists."""

from tfhelp_index.bundle import PACKAGED_BUNDLE, Bundle


def test_outlines_are_all_entries_in_order_with_their_titles():
    bundle = Bundle.open(PACKAGED_BUNDLE, None)
    try:
        listed = bundle.database.outlines()
        assert len(listed) == bundle.manifest.counts["entries"]
        assert [outline.ordinal for outline in listed] == list(range(len(listed)))
        for outline in listed[:: len(listed) // 5]:
            record = bundle.database.entry(outline.ordinal)
            for name in ("code", "id", "category", "exception"):
                assert getattr(outline, name) == getattr(record, name)
            assert outline.titles == {language: text.title for language, text in record.texts.items()}
    finally:
        bundle.close()
