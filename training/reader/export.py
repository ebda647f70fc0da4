"""Writes a trained reader as `models/reader`: 8-bit weights, labels, vocabulary, and a parity fixture.

`python -m reader.export --run RUN --out ../models/reader --fixture ../crates/text/tests/fixtures/parity.json`
"""

import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from .model import PAIR_HEADS, Reader
from .tokenizer import Pieces, shape, words

HEAD_ORDER = ["upos", "xpos", "feats", "lemma", "name", "kind", "boundary"]
PAIR_WORDS = ["first", "second", "seen", "first_query", "second_query", "word_key"]
POSITIONS = 384  # longest window in pieces; the rest of BERT's 512 positions is not shipped

FIXTURE = [
    "TEHRAN - Syrian Deputy Foreign Minister Ayman Sosan met late on Monday with Iranian Foreign Minister Hossein Amir Abdollahian.",
    "Sosan’s meetings with the Iranian officials came after a phone conversation between the two.",
    "“We can't accept this,” the U.N. envoy said in São Paulo.",
    "Rebels shelled the town of Al-Bab, killing 12 people.",
    "EU URGES TALKS",
    "x",
]

# Words that stand for sides in the fixture: first and one past the last.
PAIR_SIDES = [[0, 1], [3, 6]]


def rows_to_bytes(weight):
    """A matrix as signed bytes with one scale a row."""
    scale = weight.abs().amax(1).clamp(min=1e-12) / 127
    return (weight / scale[:, None]).round().clamp(-127, 127).to(torch.int8), scale


def load(folder, model):
    """The inverse of `main`: gives `model` the weights of an exported folder (its labels must be the same)."""
    tensors = load_file(folder / "weights.safetensors")
    matrix = lambda name: tensors[f"{name}.weight"].float() * tensors[f"{name}.scale"][:, None]
    state = model.state_dict()

    def put(name, value):
        state[name][: value.shape[0]] = value

    for table in ("pieces", "positions", "shapes"):
        put(f"encoder.{table}.weight", matrix(f"encoder.{table}"))
    for key in state:
        if key.startswith("encoder.") and "norm" in key:
            put(key, tensors[key])
    layers = [f"encoder.layers.{i}.{part}" for i in range(len(model.encoder.layers)) for part in ("qkv", "out", "up", "down")]
    for name in layers + ["arc", "relation"]:
        put(f"{name}.weight", matrix(name))
        put(f"{name}.bias", tensors[f"{name}.bias"])
    parts = [f"heads.{h}" for h in HEAD_ORDER] + ["arc_dependent", "arc_head", "relation_dependent", "relation_head"]
    sizes = [state[f"{p}.bias"].shape[0] for p in parts]
    for part, weight, bias in zip(parts, matrix("heads").split(sizes), tensors["heads.bias"].split(sizes)):
        put(f"{part}.weight", weight)
        put(f"{part}.bias", bias)
    put("root", tensors["root"])
    if "pairs.weight" not in tensors or not model.pairs.heads["event"].weight.shape[0]:
        model.load_state_dict(state)
        return
    for name, tensor, layers in (
        ("pairs", "pairs", PAIR_WORDS),
        ("pairs", "pair_labels", [f"heads.{h}" for h in PAIR_HEADS]),
        ("pairs", "pair_product", ["product"]),
    ):
        sizes = [state[f"{name}.{layer}.bias"].shape[0] for layer in layers]
        for layer, weight, bias in zip(layers, matrix(tensor).split(sizes), tensors[f"{tensor}.bias"].split(sizes)):
            put(f"{name}.{layer}.weight", weight)
            put(f"{name}.{layer}.bias", bias)
    put("pairs.none", tensors["pair_none"])
    model.load_state_dict(state)


def mean(states):
    """The mean of the weights of several runs (a model soup, Wortsman et al. 2022). It makes sense only for runs that
    have gone a long way together."""
    return {key: sum(state[key] for state in states) / len(states) for key in states[0]}


def one_sentence(text, pieces):
    """Its words, pieces, shapes, and the weights by which pieces make up words, as a batch of one."""
    forms = [text[s:e] for s, e in words(text)]
    ids = [pieces.of(w) for w in forms]
    flat = [pieces.first] + [i for w in ids for i in w] + [pieces.last]
    shapes = [0] + [shape(f) for f, w in zip(forms, ids) for _ in w] + [0]
    pool = torch.zeros(1, len(forms), len(flat))
    at = 1
    for k, w in enumerate(ids):
        pool[0, k, at:at + len(w)] = 1 / len(w)
        at += len(w)
    return forms, flat, shapes, pool


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--run", type=Path, required=True, nargs="+", help="of several runs that part from one the mean is taken")
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--fixture", type=Path, required=True)
    arguments.add_argument("--name", default="reader 3")
    a = arguments.parse_args()
    labels = json.loads((a.run[0] / "labels.json").read_text())
    vocabulary = (a.run[0] / "vocab.txt").read_text(encoding="utf-8").split("\n")[:-1]
    model = Reader(len(vocabulary), labels)
    model.load_state_dict(mean([torch.load(run / "best.pt", map_location="cpu") for run in a.run]))
    model.eval()
    state = model.state_dict()
    out = {}

    def matrix(name, weight, bias=None):
        out[f"{name}.weight"], out[f"{name}.scale"] = rows_to_bytes(weight)
        if bias is not None:
            out[f"{name}.bias"] = bias.float()

    for table in ("pieces", "positions", "shapes"):
        weight = state[f"encoder.{table}.weight"]
        matrix(f"encoder.{table}", weight[:POSITIONS] if table == "positions" else weight)
    for key, value in state.items():
        if key.startswith("encoder.") and "norm" in key:
            out[key] = value.float()
    for i in range(len(model.encoder.layers)):
        for part in ("qkv", "out", "up", "down"):
            p = f"encoder.layers.{i}.{part}"
            matrix(p, state[f"{p}.weight"], state[f"{p}.bias"])
    parts = [f"heads.{h}" for h in HEAD_ORDER] + ["arc_dependent", "arc_head", "relation_dependent", "relation_head"]
    matrix("heads", torch.cat([state[f"{p}.weight"] for p in parts]), torch.cat([state[f"{p}.bias"] for p in parts]))
    matrix("arc", state["arc.weight"], state["arc.bias"])
    matrix("relation", state["relation.weight"], state["relation.bias"])
    out["root"] = state["root"].float()
    a.out.mkdir(parents=True, exist_ok=True)
    save_file({k: v.contiguous() for k, v in out.items()}, a.out / "weights.safetensors")
    (a.out / "vocabulary.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    quote = lambda values: "[" + ", ".join(json.dumps(v, ensure_ascii=False) for v in values) + "]"
    lines = [
        "# What weights.safetensors holds; written by training/reader/export.py.",
        f'name = "{a.name}"', f"layers = {len(model.encoder.layers)}",
        f"arc = {model.arc.weight.shape[0]}", f"relation = {model.relation_dependent.weight.shape[0]}",
        "", "[labels]",
    ]
    lines += [f"{name} = {quote(labels[name])}" for name in HEAD_ORDER + ["relation"]]
    (a.out / "model.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")

    # What the model in full precision says; the program must come close with bytes.
    pieces = Pieces(vocabulary)
    fixture = []
    for text in FIXTURE:
        forms, flat, shapes, pool = one_sentence(text, pieces)
        with torch.no_grad():
            result = model(torch.tensor([flat]), torch.tensor([shapes]), torch.ones(1, len(flat), dtype=torch.bool), pool)
            heads = result["arc"].argmax(-1)
            relations = model.relations(result, heads).argmax(-1)[0].tolist()
        fixture.append({
            "text": text,
            "words": forms,
            "pieces": flat,
            "shapes": shapes,
            "upos": [labels["upos"][i] for i in result["upos"][0].argmax(-1).tolist()],
            "head": heads[0].tolist(),
            "relation": [labels["relation"][i] for i in relations],
            "name": [labels["name"][i] for i in result["name"][0].argmax(-1).tolist()],
            "arc": [round(v, 3) for v in result["arc"][0, 0].tolist()],
        })
    a.fixture.parent.mkdir(parents=True, exist_ok=True)
    a.fixture.write_text(json.dumps(fixture, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
