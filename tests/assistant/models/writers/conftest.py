"""A small random model; and ``model_files``, importable although ``--import-mode=importlib`` leaves folders off the path."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

from model_files import TEMPLATE


@pytest.fixture(scope="module")
def words():
    """A tokenizer of bytes: any text is told apart, and a Chinese character takes three tokens."""
    transformers = pytest.importorskip("transformers")
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {character: number for number, character in enumerate(alphabet)} | {"<end>": 256}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<end>")


@pytest.fixture(scope="module")
def make(words, tmp_path_factory):
    """Writes a random model to a folder of its own; there is no pad token anywhere."""

    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")

    def write(template=TEMPLATE, context=512, rows=257, layers=2, kind="llama", **changed):
        torch.manual_seed(0)
        folder = tmp_path_factory.mktemp("model")
        sizes = {"vocab_size": rows, "eos_token_id": 256, "bos_token_id": None, "pad_token_id": None}
        if kind != "gpt2":
            made = {"llama": transformers.LlamaConfig, "mistral": transformers.MistralConfig}[kind]
            config = made(
                hidden_size=32, intermediate_size=64, num_hidden_layers=layers, num_attention_heads=4,
                num_key_value_heads=2, max_position_embeddings=context, **sizes, **changed,
            )  # fmt: skip
            model = transformers.AutoModelForCausalLM.from_config(config)
        else:
            config = transformers.GPT2Config(n_embd=32, n_layer=layers, n_head=4, n_positions=context, **sizes)
            model = transformers.GPT2LMHeadModel(config)
        model.save_pretrained(folder)
        words.chat_template = template
        words.save_pretrained(folder)
        return folder

    return write
