import pytest

from tfhelp.reading.question import read_question
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
        ("sentence transformers 5.1", {"sentence-transformers": "5.1"}),
        ("torch2.1+cu118", {"torch": "2.1"}),
        ("cuda 12.1", {}),
        ("datasets 4.5 GB", {}),
        ("tf 4.46", {"transformers": "4.46"}),
        ("tf 2.15", {}),
        ("transformer4.40报错", {"transformers": "4.40"}),
        ("swin transformer 3.5", {}),
        ("用transformers 4.46跑", {"transformers": "4.46"}),
        ("transformers（4.57.1）", {"transformers": "4.57.1"}),
        ("transformers：4.57.1", {"transformers": "4.57.1"}),
        ("transformers 的版本是 4.46.3", {"transformers": "4.46.3"}),
        ("transformers 5.x fails", {"transformers": "5"}),
        ("transformers 4.x fails", {}),
        ("I upgraded transformers to 5.1", {"transformers": "5.1"}),
        ("transformers was updated to 5.0", {"transformers": "5.0"}),
        ("升级transformers到5.0之后", {"transformers": "5.0"}),
        ("should I upgrade transformers to 5.1", {}),
        ("要不要把transformers升级到5.0", {}),
        ("不想升级torch到2.6", {}),
        ('File "/venv/lib/python3.11/site-packages/torch/nn/modules/module.py", line 1', {}),
    ],
)
def test_versions_are_read_where_people_write_them(text, expected):
    assert versions_in(text) == expected


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("升级到5.0之后就报错", "5.0"),
        ("升级到 v5 之后就连不上了", "5"),
        ("升到5.x多卡分片训练老提示", "5"),
        ("从4.46升级到5.0之后", "5.0"),
        ("刚升级到4.57.1，Qwen3 加载报错", "4.57.1"),
        ("降到4.40之后好了", "4.40"),
        ("用4.46就没问题，升级到4.57就报错", "4.57"),
        ("版本4.46.3", "4.46.3"),
        ("我的版本是4.46.3", "4.46.3"),
        ("KeyError: 'qwen3' 升级到4.51之后还是报错", "4.51"),
        ("after upgrading to v5 my script fails", "5"),
        ("broken since 4.57", "4.57"),
        ("it worked with 4.53, now on 5.1", "5.1"),
        ("qwen and bert scripts both stopped after updating to 5.x", "5"),
        ("it still runs after the bump to v5 but nags", "5"),
        ("we moved to 5.0.1 last week", "5.0.1"),
        ("I upgraded to 5.1 yesterday and Llama 3.1 fails", "5.1"),
        ("my version is 4.46.3", "4.46.3"),
    ],
)
def test_an_upgrade_of_nothing_named_is_one_of_transformers(text, version):
    assert read_question(text).versions == {"transformers": version}


def test_an_upgrade_of_another_package_is_not_one_of_transformers():
    assert read_question("python升级到3.11之后报错").versions == {"python": "3.11"}


@pytest.mark.parametrize(
    "text",
    [
        "不想升级到5.0",
        "要升级到5.0吗",
        "请升级到4.46.0以上",
        "should I upgrade to 5.0",
        "if I upgrade to 5.0 will it work",
        "worked with 4.56",
        "以前4.46没问题",
        "CUDA升级到11.8之后",
        "gradio升级到4.44之后报错",
        "gradio got upgraded to 4.44",
        "the app got updated to 5.1",
        "微信版本4.0",
        "我的显卡驱动版本是5.35",
        "GLM升级到4.5之后",
        "Qwen 升级到3.5之后",
        "upgraded to Llama 3.1 and it fails",
        "Llama 3.1 8B and Qwen2.5 and GPT-4 and Phi-3.5 and llama 3 8b",
        "llama needs 4.5 GB since 5:30",
        "显存从3.2涨到4.5 GB了",
        "显存降到4.50之后",
        "loss降到4.25就不降了",
        "loss moved to 4.25 and stays",
        "学习率升到5.0就崩",
        "crashes with 5.0 lr",
        "it fails in 4.25 cases",
        "since 4.5 hours it hangs",
        "updated to 5.2 million rows",
        "acc dropped from 5.2% to 4.8%",
        "Detected kernel version 4.18.0",
        "it will be removed in v5",
        "Your version is 3.0.3.",
    ],
)
def test_no_other_number_becomes_a_version(text):
    assert read_question(text).versions == {}


def test_a_version_that_is_named_outweighs_one_that_is_implied():
    assert read_question("since 5.0 it fails\ntransformers==4.57.1").versions == {"transformers": "4.57.1"}
