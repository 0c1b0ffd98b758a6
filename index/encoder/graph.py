"""The network as an ONNX graph, written node by node: token ids in, unit vectors out.

It is a BERT encoder (post-layer-norm, exact GELU, positions from 0) followed by the mean over the tokens and by L2
normalization. Operators of the ``com.microsoft`` domain stand where onnxruntime has one for a whole block: the graph
that is loaded has about a dozen nodes a layer and needs no optimization while a question is waiting.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from source import Floats, Shape

OPSET, MICROSOFT_OPSET = 17, 1
IR_VERSION = 8  # belongs to opset 17
INPUT_IDS, OUTPUT = "input_ids", "embedding"
READ_BY = {"fi": "a.norm", "fo": "active"}
"""The value that each feed-forward matrix reads: where outliers are looked for."""

CALM = 8.0
"""A channel that reaches more than this is an outlier, and is brought down to it."""


@dataclass(slots=True)
class Builder:
    """Nodes and initializers in the order they were asked for, so that the file is the same every time."""

    shape: Shape
    tensors: dict[str, Floats]
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """Add an initializer; returns its name."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def published(self, name: str) -> str:
        """Add a published vector as it is."""
        return self.constant(name, self.tensors[name])

    def node(
        self, operator: str, inputs: list[str], output: str, domain: str = "", **attributes: float | list[int]
    ) -> str:
        """Add a node with one output; returns the output's name."""
        node = helper.make_node(operator, inputs, [output], output, domain=domain)
        node.attribute.extend(helper.make_attribute(name, attributes[name]) for name in sorted(attributes))
        self.nodes.append(node)
        return output

    def fused(self, operator: str, inputs: list[str], output: str, **attributes: float | list[int]) -> str:
        """Add a node of onnxruntime's own domain."""
        return self.node(operator, inputs, output, "com.microsoft", **attributes)

    def weight(self, name: str, rows: int, columns: int) -> Floats:
        """A published matrix as (in, out); it is published as (out, in)."""
        return self.tensors[f"{name}.w"].reshape(columns, rows).T


def build(
    shape: Shape, tensors: dict[str, Floats], kept: list[int], outliers: dict[str, dict[str, float]]
) -> onnx.ModelProto:
    """Build the network over the kept rows of the embedding matrix; float, except for that matrix."""
    builder = Builder(shape, tensors)
    hidden = _embed(builder, kept)
    for layer in range(shape.layers):
        hidden = _layer(builder, f"l{layer}", hidden, outliers)
    # No mask: a text is never padded, because it is never in a batch with others.
    mean = builder.node("ReduceMean", [hidden], "mean", axes=[1], keepdims=0)
    builder.node("LpNormalization", [mean], OUTPUT, axis=-1, p=2)
    ids = helper.make_tensor_value_info(INPUT_IDS, TensorProto.INT64, ["texts", "tokens"])
    output = helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["texts", shape.hidden])
    graph = helper.make_graph(builder.nodes, "multilingual-e5-small", [ids], [output], builder.constants)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("com.microsoft", MICROSOFT_OPSET)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="tfhelp")


def _embed(builder: Builder, kept: list[int]) -> str:
    """Sum of word, position and type embeddings, layer-normalized: (texts, tokens, hidden)."""
    shape, tensors = builder.shape, builder.tensors
    words = _words(builder, tensors["emb.word"].reshape(shape.vocabulary, shape.hidden)[kept])
    # Every token is of type 0, so that type's vector is part of every position's.
    positions = tensors["emb.pos"].reshape(shape.positions, shape.hidden)
    table = builder.constant("positions", positions + tensors["emb.type"].reshape(shape.types, shape.hidden)[0])
    zero, one = builder.constant("zero", np.array([0])), builder.constant("one", np.array([1]))
    length = builder.node("Shape", [INPUT_IDS], "length", start=1, end=2)
    places = builder.node("Slice", [table, zero, length, zero, one], "places")
    total = builder.node("Add", [words, places], "embedded")
    norm = [builder.published("emb.ln.w"), builder.published("emb.ln.b")]
    return builder.node("LayerNormalization", [total, *norm], "hidden", axis=-1, epsilon=shape.epsilon)


def _words(builder: Builder, matrix: Floats) -> str:
    """Look words up in an int8 table with one scale a row: a quarter of the bytes, no row's range harms another."""
    scales = np.abs(matrix).max(axis=1, keepdims=True) / 127
    rounded = np.rint(matrix / np.where(scales == 0, 1, scales)).astype(np.int8)
    rows = builder.node("Gather", [builder.constant("words", rounded), INPUT_IDS], "rows")
    scale = builder.node("Gather", [builder.constant("word_scales", scales), INPUT_IDS], "row_scales")
    values = builder.node("Cast", [rows], "row_values", to=TensorProto.FLOAT)
    return builder.node("Mul", [values, scale], "word_vectors")


def _layer(builder: Builder, name: str, hidden: str, outliers: dict[str, dict[str, float]]) -> str:
    """One encoder layer: self-attention, add and norm, feed-forward, add and norm."""
    size, wide = builder.shape.hidden, builder.shape.ffn
    joint = np.concatenate([builder.weight(f"{name}.{part}", size, size) for part in "qkv"], axis=1)
    biases = np.concatenate([builder.tensors[f"{name}.{part}.b"] for part in "qkv"])
    constants = [builder.constant(f"{name}.qkv.w", joint), builder.constant(f"{name}.qkv.b", biases)]
    heads = builder.shape.heads
    attended = builder.fused("Attention", [hidden, *constants], f"{name}.attended", num_heads=heads)
    weight = builder.constant(f"{name}.ao.w", builder.weight(f"{name}.ao", size, size))
    mixed = builder.node("MatMul", [attended, weight], f"{name}.mixed")
    hidden = _add_and_norm(builder, f"{name}.a", [mixed, hidden])
    wider = _calm_product(builder, f"{name}.fi", size, wide, outliers)
    active = builder.fused("BiasGelu", [wider, builder.published(f"{name}.fi.b")], f"{name}.active")
    assert (hidden, active) == tuple(f"{name}.{value}" for value in READ_BY.values())
    narrow = _calm_product(builder, f"{name}.fo", wide, size, outliers)
    return _add_and_norm(builder, f"{name}.f", [narrow, hidden])


def _calm_product(builder: Builder, name: str, rows: int, columns: int, outliers: dict[str, dict[str, float]]) -> str:
    """Product with the matrix ``name``; outlying channels are divided, their weights multiplied (see outliers.py)."""
    layer, part = name.split(".")
    value, weight = f"{layer}.{READ_BY[part]}", builder.weight(name, rows, columns)
    if name in outliers:
        factors = np.ones(rows, np.float32)
        for channel, peak in outliers[name].items():
            factors[int(channel)] = CALM / peak
        value = builder.node("Mul", [value, builder.constant(f"{name}.calm", factors)], f"{name}.calmed")
        weight = weight / factors[:, None]
    return builder.node("MatMul", [value, builder.constant(f"{name}.w", weight)], f"{name}.product")


def _add_and_norm(builder: Builder, name: str, terms: list[str]) -> str:
    """``LayerNorm(new + bias + old)``; part ``a`` ends attention (its norm is ``aln``), ``f`` the layer (``oln``)."""
    norm = f"{name}ln" if name.endswith("a") else f"{name[:-1]}oln"
    new, old = terms
    biased = builder.node("Add", [new, builder.published(f"{name}o.b")], f"{name}.biased")
    total = builder.node("Add", [biased, old], f"{name}.total")
    constants = [builder.published(f"{norm}.w"), builder.published(f"{norm}.b")]
    epsilon = builder.shape.epsilon
    return builder.node("LayerNormalization", [total, *constants], f"{name}.norm", axis=-1, epsilon=epsilon)
