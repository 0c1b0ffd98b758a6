import pytest

from tfhelp.reading.versions import versions_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("transformers==4.57.1", {"transformers": "4.57.1"}),
        ("I use transformers 4.57.1 and torch 2.4.0+cu121", {"transformers": "4.57.1", "torch": "2.4.0"}),
        ("transformers version: 5.0.0rc1", {"transformers": "5.0.0rc1"}),
        ("- `transformers` version: 4.51.3\n- Platform: Linux", {"transformers": "4.51.3"}),
        ("- PyTorch version (GPU?): 2.6.0+cu124 (True)", {"torch": "2.6.0"}),
        ("transformers 版本是 4.40.2", {"transformers": "4.40.2"}),
        ("transformers版本为4.40.2", {"transformers": "4.40.2"}),
        ("pytorch 2.1", {"torch": "2.1"}),
        ("transformers v5.1.0", {"transformers": "5.1.0"}),
        (
            "huggingface_hub                0.36.0\nnumpy                    2.1.3",
            {"huggingface-hub": "0.36.0", "numpy": "2.1.3"},
        ),
        ("Python 3.11.4", {"python": "3.11.4"}),
        ("transformers[torch]==4.57.1", {"transformers": "4.57.1"}),
        ("it worked with transformers 4.40.0, now transformers 5.1.0 fails", {"transformers": "5.1.0"}),
        ("no versions in here", {}),
        ("adapter-transformers 3.2.1", {}),
        ("python3.11 train.py", {"python": "3.11"}),
        ("transformers v5 breaks my script", {"transformers": "5"}),
        ("torch2.1", {"torch": "2.1"}),
        ("我用的是 transformers 4.46", {"transformers": "4.46"}),
        ("transformers 升级到5.0之后就报错", {"transformers": "5.0"}),
        ("transformers从4.40.0升级到5.1.0", {"transformers": "5.1.0"}),
        ("transformers from 4.40.0 to 5.1.0", {"transformers": "5.1.0"}),
        ("transformers: 4.57.0.dev0", {"transformers": "4.57.0.dev0"}),
        ("Name: transformers\nVersion: 4.57.1\nSummary: x", {"transformers": "4.57.1"}),
        ("| transformers | 4.57.1 |\n| torch | 2.4.0 |", {"transformers": "4.57.1", "torch": "2.4.0"}),
        ("PyTorch version: 2.1.0+cu121\nIs debug build: False", {"torch": "2.1.0"}),
        ("transformers             4.57.1         pyhd8ed1ab_0    conda-forge", {"transformers": "4.57.1"}),
        ("transformers.__version__ == 4.57.1", {"transformers": "4.57.1"}),
        (
            "tokenizers>=0.21,<0.22 is required for this module, but found tokenizers==0.20.1.",
            {"tokenizers": "0.20.1"},
        ),
        ("this needs torch==2.6.0 and requires transformers==5.0.0", {}),
        ("/site-packages/transformers-4.57.1.dist-info/METADATA", {"transformers": "4.57.1"}),
        ("/x/transformers-4.57.1.dist-info and transformers 5.0.0", {"transformers": "5.0.0"}),
        ('File "/venv/lib/python3.11/site-packages/torch/nn/modules/module.py", line 1', {}),
    ],
)
def test_versions_are_read_where_people_write_them(text, expected):
    assert versions_in(text) == expected
