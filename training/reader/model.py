"""The encoder (BERT, 6 layers, 384 wide) and its heads, in plain PyTorch."""

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from .tokenizer import SHAPES


# Half precision pays only where the processor multiplies it itself; elsewhere it is three times slower.
HALF = any(getattr(torch.cpu, name, lambda: False)() for name in ("_is_amx_tile_supported", "_is_avx512_bf16_supported"))


class Dropout(nn.Module):
    """`nn.Dropout` in steps of 1/256, from bytes of numpy's generator: a tenth of the time on a CPU. Seed it with
    `Dropout.random = np.random.default_rng(seed)`."""

    random = np.random.default_rng(0)

    def __init__(self, share):
        super().__init__()
        self.zeros = round(256 * share)

    def forward(self, x):
        if not self.training or not self.zeros:
            return x
        draw = torch.frombuffer(bytearray(Dropout.random.bytes(x.numel())), dtype=torch.uint8).view(x.shape)
        return x * (draw >= self.zeros).to(x.dtype).mul_(256 / (256 - self.zeros))


class Layer(nn.Module):
    def __init__(self, width, inner, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)
        self.dropout = Dropout(0.1)

    def forward(self, x, mask):
        b, n, w = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4)
        # Written out: the fused kernel's gradient takes six times as long on a CPU.
        weights = (torch.matmul(q * (w // self.heads) ** -0.5, k.transpose(-1, -2)) + mask).softmax(-1)
        seen = torch.matmul(weights.to(v.dtype), v)
        x = self.norm1(x + self.dropout(self.out(seen.transpose(1, 2).reshape(b, n, w))))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    def __init__(self, vocabulary, width=384, inner=1536, heads=12, layers=6, positions=512):
        super().__init__()
        self.pieces = nn.Embedding(vocabulary, width)
        self.positions = nn.Embedding(positions, width)
        self.shapes = nn.Embedding(len(SHAPES), width)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, inner, heads) for _ in range(layers))
        self.dropout = Dropout(0.1)

    def forward(self, pieces, shapes, mask):
        at = torch.arange(pieces.shape[1])
        x = self.pieces(pieces) + self.positions(at) + self.shapes(shapes)
        x = self.dropout(self.norm(x))
        bias = torch.zeros(mask.shape).masked_fill(~mask, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias.to(x.dtype))
        return x

    def load_pretrained(self, tensors, kept):
        """Takes the weights of a Hugging Face BERT; `kept` are the vocabulary rows that stay."""
        get = lambda name: tensors[name].float()
        self.pieces.weight.data = get("embeddings.word_embeddings.weight")[kept].clone()
        self.positions.weight.data = (
            get("embeddings.position_embeddings.weight") + get("embeddings.token_type_embeddings.weight")[0]
        )
        self.norm.weight.data = get("embeddings.LayerNorm.weight")
        self.norm.bias.data = get("embeddings.LayerNorm.bias")
        for i, layer in enumerate(self.layers):
            p = f"encoder.layer.{i}."
            for kind in ("weight", "bias"):
                layer.qkv.get_parameter(kind).data = torch.cat(
                    [get(f"{p}attention.self.{n}.{kind}") for n in ("query", "key", "value")]
                )
                layer.out.get_parameter(kind).data = get(f"{p}attention.output.dense.{kind}")
                layer.norm1.get_parameter(kind).data = get(f"{p}attention.output.LayerNorm.{kind}")
                layer.up.get_parameter(kind).data = get(f"{p}intermediate.dense.{kind}")
                layer.down.get_parameter(kind).data = get(f"{p}output.dense.{kind}")
                layer.norm2.get_parameter(kind).data = get(f"{p}output.LayerNorm.{kind}")


class Pairs(nn.Module):
    """What one side does to another: the two sides (means of their words) and the words that they look at together."""

    def __init__(self, labels, width=384, inner=256, key=128):
        super().__init__()
        self.inner, self.key = inner, key
        self.first = nn.Linear(width, inner)
        self.second = nn.Linear(width, inner)
        self.seen = nn.Linear(width, inner)
        self.first_query = nn.Linear(width, key)
        self.second_query = nn.Linear(width, key)
        self.word_key = nn.Linear(width, key)
        # In place of a side that is not there: nobody suffers it ("none"), or it is not known who acts on whom ("open").
        self.none = nn.Parameter(torch.zeros(inner + key))
        self.open_first = nn.Parameter(torch.zeros(inner + key))
        self.open_second = nn.Parameter(torch.zeros(inner + key))
        self.product = nn.Linear(inner, inner)
        self.heads = nn.ModuleDict({name: nn.Linear(inner, len(labels[name])) for name in PAIR_HEADS})
        self.dropout = Dropout(0.1)

    def forward(self, words, real, first, second, sentence):
        """Logits of `PAIR_HEADS` for each pair, and how much it looks at each word of its sentence. `first`, `second`: weights
        over words, all zero for a side that is not there (second: -1 in the first place where it is not known)."""
        one = torch.cat([self.first(words), self.first_query(words)], -1)
        two = torch.cat([self.second(words), self.second_query(words)], -1)
        a = torch.einsum("pn,pnd->pd", first, one[sentence])
        b = torch.einsum("pn,pnd->pd", second.clamp(min=0), two[sentence])
        a = torch.where((first.sum(-1) == 0)[:, None], self.open_first, a)
        b = torch.where((second.sum(-1) == 0)[:, None], self.none, b)
        b = torch.where((second[:, 0] < 0)[:, None], self.open_second, b)
        query = (a + b)[:, self.inner:]
        scores = torch.einsum("pk,pnk->pn", query, self.word_key(words)[sentence]) / self.key ** 0.5
        looks = scores.masked_fill(~real[sentence], -1e4).softmax(-1)
        seen = torch.einsum("pn,pnd->pd", looks, self.seen(words)[sentence])
        a, b = a[:, : self.inner], b[:, : self.inner]
        hidden = self.dropout(F.gelu(a + b + seen + self.product(a * b)))
        return {name: head(hidden) for name, head in self.heads.items()}, looks


PAIR_HEADS = ["event", "mode", "reality", "context"]


class Reader(nn.Module):
    """Word vectors (mean of piece vectors) and, from them, one linear head a label set, a biaffine
    head for arcs, a product head for relations, and a head for pairs of mentions."""

    def __init__(self, vocabulary, labels, arc=256, relation=128):
        super().__init__()
        self.encoder = Encoder(vocabulary)
        width = 384
        self.label_sets = {name: len(values) for name, values in labels.items() if name not in ["relation", *PAIR_HEADS]}
        self.pairs = Pairs(labels)
        self.heads = nn.ModuleDict({name: nn.Linear(width, n) for name, n in self.label_sets.items()})
        self.arc_dependent = nn.Linear(width, arc)
        self.arc_head = nn.Linear(width, arc)
        self.arc = nn.Linear(arc, arc)            # the bilinear form, its bias the prior of a head
        self.root = nn.Parameter(torch.zeros(width))
        self.relation_dependent = nn.Linear(width, relation)
        self.relation_head = nn.Linear(width, relation)
        self.relation = nn.Linear(3 * relation, len(labels["relation"]))
        self.dropout = Dropout(0.2)
        nn.init.normal_(self.root, std=0.02)

    def forward(self, pieces, shapes, mask, pool):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training and HALF):
            hidden = self.encoder(pieces, shapes, mask)
        words = torch.bmm(pool, hidden.float())
        words = self.dropout(words)
        out = {name: head(words) for name, head in self.heads.items()}
        with_root = torch.cat([self.root.expand(words.shape[0], 1, -1), words], 1)
        dependent = self.dropout(F.gelu(self.arc_dependent(words)))
        head = self.dropout(F.gelu(self.arc_head(with_root)))
        out["arc"] = torch.bmm(self.arc(dependent), head.transpose(1, 2))
        out["relation_dependent"] = self.dropout(F.gelu(self.relation_dependent(words)))
        out["relation_head"] = self.dropout(F.gelu(self.relation_head(with_root)))
        out["words"] = words
        return out

    def relations(self, out, heads):
        """Relation logits given the head (0 root, else 1-based) of each word."""
        index = heads.clamp(min=0)[..., None].expand(-1, -1, out["relation_head"].shape[-1])
        head = out["relation_head"].gather(1, index)
        dependent = out["relation_dependent"]
        return self.relation(torch.cat([dependent * head, dependent, head], -1))
