import pytest

from tfhelp_index.applicability import applies


@pytest.mark.parametrize(
    ("specifiers", "versions", "expected"),
    [
        ({}, {}, "yes"),
        ({}, {"transformers": "4.1"}, "yes"),
        ({"transformers": ">=5"}, {}, "unknown"),
        ({"transformers": ">=5"}, {"torch": "2.1"}, "unknown"),
        ({"transformers": ">=5"}, {"transformers": "5.1.0"}, "yes"),
        ({"transformers": ">=5"}, {"transformers": "4.57.1"}, "no"),
        ({"transformers": ">=4.40"}, {"transformers": "5.0.0rc1"}, "yes"),
        ({"transformers": ">=5", "torch": "<2.6"}, {"transformers": "5.1"}, "unknown"),
        ({"transformers": ">=5", "torch": "<2.6"}, {"transformers": "4.1"}, "no"),
        ({"transformers": ">=5", "torch": "<2.6"}, {"transformers": "5.1", "torch": "2.5.1+cu121"}, "yes"),
        ({"transformers": ">=5"}, {"transformers": "nonsense"}, "unknown"),
    ],
)
def test_known_versions_are_compared(specifiers, versions, expected):
    assert applies(specifiers, versions) == expected
