"""Writes a trained branch as `pairs.toml` and `pairs.safetensors` beside the reader's files, and its parity fixture.

`python -m reader.export_branch --run RUN [RUN...] --reader ../models/reader --fixture ../crates/text/tests/fixtures/pairs.json`
"""

import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import save_file

from .branch import Branch, load_reader
from .export import FIXTURE, PAIR_SIDES, PAIR_WORDS, POSITIONS, mean, one_sentence, rows_to_bytes
from .model import PAIR_HEADS
from .tokenizer import Pieces


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--run", type=Path, required=True, nargs="+", help="of several runs the mean is taken")
    arguments.add_argument("--reader", type=Path, required=True)
    arguments.add_argument("--out", type=Path, help="another folder for the files")
    arguments.add_argument("--fixture", type=Path, required=True)
    arguments.add_argument("--name", default="pairs 1")
    a = arguments.parse_args()
    settings = json.loads((a.run[0] / "settings.json").read_text())
    labels = settings["labels"]
    reader, vocabulary, name = load_reader(a.reader)
    model = Branch(reader.encoder, settings["layers"], labels, tables=settings["tables"])
    model.load_state_dict(mean([torch.load(run / "average.pt", map_location="cpu") for run in a.run]), strict=False)
    model.eval()
    state = model.state_dict()
    out = {}

    def matrix(name, weight, bias):
        out[f"{name}.weight"], out[f"{name}.scale"] = rows_to_bytes(weight)
        out[f"{name}.bias"] = bias.float()

    if settings["tables"]:
        for table in ("pieces", "positions", "shapes"):
            weight = state[f"tables.{table}.weight"]
            out[f"branch.{table}.weight"], out[f"branch.{table}.scale"] = rows_to_bytes(weight[:POSITIONS] if table == "positions" else weight)
        for kind in ("weight", "bias"):
            out[f"branch.norm.{kind}"] = state[f"tables.norm.{kind}"].float()
    for i in range(settings["layers"]):
        for part in ("qkv", "out", "up", "down"):
            p = f"layers.{i}.{part}"
            matrix(f"branch.{p}", state[f"{p}.weight"], state[f"{p}.bias"])
        for part in ("norm1", "norm2"):
            for kind in ("weight", "bias"):
                out[f"branch.layers.{i}.{part}.{kind}"] = state[f"layers.{i}.{part}.{kind}"].float()
    joined = lambda parts, kind: torch.cat([state[f"pairs.{part}.{kind}"] for part in parts])
    for tensor, parts in (("pairs", PAIR_WORDS), ("pair_product", ["product"]), ("pair_labels", [f"heads.{h}" for h in PAIR_HEADS])):
        matrix(tensor, joined(parts, "weight"), joined(parts, "bias"))
    out["pair_none"] = state["pairs.none"].float()
    to = a.out or a.reader
    to.mkdir(parents=True, exist_ok=True)
    save_file({k: v.contiguous() for k, v in out.items()}, to / "pairs.safetensors")
    quote = lambda values: "[" + ", ".join(json.dumps(v, ensure_ascii=False) for v in values) + "]"
    lines = ["# What pairs.safetensors holds; written by training/reader/export_branch.py.",
             f'name = "{a.name}"', f'reader = "{name}"', f'layers = {settings["layers"]}', f'tables = {str(settings["tables"]).lower()}',
             f"inner = {model.pairs.inner}", f"key = {model.pairs.key}", "", "[labels]"]
    lines += [f"{head} = {quote(labels[head])}" for head in PAIR_HEADS]
    (to / "pairs.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")

    pieces = Pieces(vocabulary)
    fixture = []
    for text in FIXTURE:
        forms, flat, shapes, pool = one_sentence(text, pieces)
        pairs = [(a, b) for a in PAIR_SIDES for b in [None, *PAIR_SIDES] if a != b and max(a[1], b[1] if b else 0) <= len(forms)]
        if not pairs:
            continue
        weights = torch.zeros(2, len(pairs), len(forms))
        for row, pair in enumerate(pairs):
            for which, side in enumerate(pair):
                if side:
                    weights[which, row, side[0]:side[1]] = 1 / (side[1] - side[0])
        with torch.no_grad():
            seen = model(torch.tensor([flat]), torch.tensor([shapes]), torch.ones(1, len(flat), dtype=torch.bool), pool)["words"]
            said, looks = model.pairs(seen, torch.ones(1, len(forms), dtype=torch.bool), *weights, torch.zeros(len(pairs), dtype=torch.long))
        fixture.append({
            "text": text, "words": forms,
            "pairs": [{"first": a, "second": b, "events": [round(v, 3) for v in row], "word": look}
                      for (a, b), row, look in zip(pairs, said["event"].softmax(-1).tolist(), looks.argmax(-1).tolist())],
        })
    a.fixture.write_text(json.dumps(fixture, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
