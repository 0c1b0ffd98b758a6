"""Model files written by hand: safetensors and GGUF headers with as many bytes behind them as they promise."""

import json
import struct
from pathlib import Path

CONFIG = {
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "hidden_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 512,
}

TEMPLATE = "{% for m in messages %}[{{ m['role'] }}] {{ m['content'] }} {% endfor %}[answer] "

TENSORS = {"model.embed_tokens.weight": ("BF16", [100, 64]), "model.norm.weight": ("F32", [64])}
WIDTHS = {"BF16": 2, "F16": 2, "F32": 4}


def safetensors_bytes(tensors=None, **changed) -> bytes:
    header, offset = {}, 0
    for name, (dtype, shape) in (tensors or TENSORS).items():
        size = WIDTHS[dtype]
        for extent in shape:
            size *= extent
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [offset, offset + size]}
        offset += size
    header.update(changed)
    text = json.dumps({"__metadata__": {"format": "pt"}, **header}).encode()
    return struct.pack("<Q", len(text)) + text + bytes(offset)


def write_model(folder: Path, *, config=None, template="{{ messages }}", weights=None, tokenizer=True) -> Path:
    """A folder as transformers writes it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(CONFIG | (config or {})))
    if tokenizer:
        (folder / "tokenizer.json").write_text("{}")
        settings = {"chat_template": template} if template else {}
        (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    if weights is None:
        (folder / "model.safetensors").write_bytes(safetensors_bytes())
    for name, data in (weights or {}).items():
        (folder / name).write_bytes(data)
    return folder


def _text(value: str) -> bytes:
    return struct.pack("<Q", len(value.encode())) + value.encode()


def _pair(key: str, value) -> bytes:
    if isinstance(value, str):
        return _text(key) + struct.pack("<I", 8) + _text(value)
    if isinstance(value, list):
        return _text(key) + struct.pack("<IIQ", 9, 8, len(value)) + b"".join(map(_text, value))
    if isinstance(value, float):
        return _text(key) + struct.pack("<If", 6, value)
    return _text(key) + struct.pack("<II", 4, value)


GGUF_PAIRS = {
    "general.architecture": "llama",
    "general.type": "model",
    "general.file_type": 15,
    "llama.context_length": 2048,
    "llama.block_count": 2,
    "llama.embedding_length": 64,
    "llama.attention.head_count": 4,
    "llama.attention.head_count_kv": 2,
    "tokenizer.ggml.tokens": ["<s>", "显存", "hello"],
    "tokenizer.chat_template": "{{ messages }}",
}


def gguf_bytes(pairs=None, *, version=3, tensors=None, data=None) -> bytes:
    """A GGUF file; tensors are names with a ggml type's number, a shape, and their bytes."""
    pairs = GGUF_PAIRS if pairs is None else pairs
    tensors = {"token_embd.weight": (8, [64, 100], 64 * 100 // 32 * 34)} if tensors is None else tensors
    head = b"GGUF" + struct.pack("<IQQ", version, len(tensors), len(pairs))
    head += b"".join(_pair(key, value) for key, value in pairs.items())
    offset = 0
    for name, (kind, shape, size) in tensors.items():
        head += _text(name) + struct.pack("<I", len(shape)) + struct.pack(f"<{len(shape)}Q", *shape)
        head += struct.pack("<IQ", kind, offset)
        offset += -(-size // 32) * 32
    head += bytes(-len(head) % 32)
    return head + (bytes(offset) if data is None else data)
