"""Reads the corpora into examples: words and, where the corpus has them, labels for each head."""

import csv
import json
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

from .tokenizer import words

NAME_TYPES = ["person", "organization", "place", "nationality", "event", "other"]
NAME_TAGS = ["O"] + [f"{p}-{t}" for t in NAME_TYPES for p in "BI"]
KINDS = ["none", "person", "organization", "place", "event", "other"]
BOUNDARIES = ["inside", "sentence", "headline"]
KIND_OF_GUM = {"person": 1, "organization": 2, "place": 3, "event": 4}
# Features that name spelling or style rather than grammar are not predicted.
LEFT_OUT_FEATURES = {"Typo", "Style", "Abbr", "ExtPos", "Foreign", "NumForm", "Polite"}


@dataclass
class Example:
    words: list
    corpus: str
    upos: list = None
    xpos: list = None
    feats: list = None
    lemmas: list = None
    heads: list = None      # 0 is the root, else 1-based word number
    relations: list = None
    names: list = None      # NAME_TAGS strings, None where not annotated
    kinds: list = None
    boundaries: list = None
    document: str = ""
    heading: bool = False
    sides: list = None      # [first, one past the last word] of who is mentioned
    pairs: list = None      # dicts as `legation gold pairs` writes them
    open: list = None       # pairs of which nothing is known
    spans: list = field(default_factory=list, repr=False)


def conllu(path):
    """Sentences of a CoNLL-U file, with the character span of every word in its `# text`."""
    document, heading, rows, text, sentences = "", False, [], "", []
    for line in Path(path).read_text(encoding="utf-8").split("\n"):
        if line.startswith("# newdoc id"):
            document = line.split("=", 1)[1].strip()
        elif line.startswith("# newpar_block"):
            heading = "head" in line
        elif line.startswith("# newpar"):
            heading = False
        elif line.startswith("# text ="):
            text = line.split("=", 1)[1].strip()
        elif line.startswith("#"):
            continue
        elif line:
            rows.append(line.split("\t"))
        elif rows:
            sentences.append(_sentence(rows, text, document, heading))
            rows, heading = [], False
    return sentences


def _sentence(rows, text, document, heading):
    spans, at, group = [], 0, None
    tokens = []
    for row in rows:
        if "." in row[0]:
            continue
        if "-" in row[0]:
            first, last = map(int, row[0].split("-"))
            start = text.find(row[1], at)
            group = (first, last, start, start + len(row[1]))
            continue
        number = int(row[0])
        form = row[1]
        if group and group[0] <= number <= group[1]:
            inside = text.find(form, at, group[3])
            if inside < 0:
                inside = at
            span = (inside, inside + len(form))
            if number == group[1]:
                span = (span[0], group[3])
                group = None
        else:
            start = text.find(form, at)
            span = (start, start + len(form)) if start >= 0 else (at, at)
        at = max(at, span[1])
        spans.append(span)
        tokens.append(row)
    feats = []
    for row in tokens:
        kept = [f for f in row[5].split("|") if f != "_" and f.split("=")[0] not in LEFT_OUT_FEATURES]
        feats.append("|".join(kept) or "_")
    return Example(
        words=[r[1] for r in tokens],
        corpus="",
        upos=[r[3] for r in tokens],
        xpos=[r[4] for r in tokens],
        feats=feats,
        lemmas=[r[2] for r in tokens],
        heads=[int(r[6]) for r in tokens],
        relations=[r[7] for r in tokens],
        document=document,
        heading=heading,
        spans=spans,
    )


# --- lemma as edit script -------------------------------------------------------------------

def lemma_script(word, lemma):
    """How to get from the lower-cased word to the lemma: "case|drop|add" or "=|lemma" where they
    share no beginning. `case`: l keep lower, t title, u upper, k as written."""
    low = word.lower()
    if lemma == word:
        case = "l" if lemma == low else "k"
    elif lemma == lemma.lower():
        case = "l"
    elif lemma == lemma.upper():
        case = "u"
    else:
        case = "t"
    base = lemma.lower()
    common = 0
    while common < min(len(low), len(base)) and low[common] == base[common]:
        common += 1
    if common == 0:
        return f"={base}"
    script = f"{case}|{len(low) - common}|{base[common:]}"
    return script if apply_script(word, script) == lemma else f"l|{len(low) - common}|{base[common:]}"


def apply_script(word, script):
    if script.startswith("="):
        return script[1:]
    case, drop, add = script.split("|", 2)
    if case == "k":
        return word[: len(word) - int(drop)] + add
    low = word.lower()
    low = low[: len(low) - int(drop)] + add
    return {"l": low, "u": low.upper(), "t": low[:1].upper() + low[1:]}[case]


# --- names ----------------------------------------------------------------------------------

TITLES = set(
    "mr mr. mrs mrs. ms ms. dr dr. president prime minister secretary general king queen prince "
    "chancellor senator sen sen. governor gov. premier pope sheikh ambassador judge justice colonel "
    "general gen. gen major captain lieutenant lt. admiral sheik ayatollah former vice deputy foreign "
    "defense interior finance chief spokesman spokeswoman leader minister's chairman director".split()
)
TYPE_OF = {
    "PER": "person", "person": "person", "politician": "person",
    "ORG": "organization", "organisation": "organization", "politicalparty": "organization",
    "corporation": "organization", "group": "organization",
    "LOC": "place", "GPE": "place", "location": "place", "country": "place",
    "event": "event", "election": "event", "EVENT": "event",
    "MISC": "other", "misc": "other", "product": "other", "creative-work": "other", "PRO": "other",
    "OTH": "other", "FIN": None, "TIME": None,
}


def name_tags(spans, entities, text, demonyms):
    """BIO tags for words at `spans` from character entities; demonyms become nationalities."""
    tags = ["O"] * len(spans)
    for start, end, kind in sorted(entities, key=lambda e: (e[0], -(e[1] - e[0]))):
        inside = [i for i, (s, e) in enumerate(spans) if s < end and e > start and e > s]
        if not inside or any(tags[i] != "O" for i in inside):
            continue
        for i in inside:
            tags[i] = None if kind == "unsure" else ("B-" if i == inside[0] else "I-") + kind
    mark_nationalities(tags, spans, text, demonyms)
    return tags


def mark_nationalities(tags, spans, text, demonyms):
    """Demonyms that stand alone (no corpus here names them) become nationalities, in place."""
    begins = lambda i: (tags[i] or "").startswith("B-")
    goes_on = lambda i: i < len(tags) and (tags[i] or "").startswith("I-")
    free = lambda i: tags[i] == "O" or (begins(i) and not goes_on(i + 1))
    for i, (s, e) in enumerate(spans):
        if not text[s:s + 1].isupper():
            continue
        two = text[s:spans[i + 1][1]] if i + 1 < len(spans) else ""
        if two.lower() in demonyms and (
            (free(i) and free(i + 1)) or (begins(i) and goes_on(i + 1) and not goes_on(i + 2))
        ):
            tags[i], tags[i + 1] = "B-nationality", "I-nationality"
        elif text[s:e].lower() in demonyms and free(i):
            tags[i] = "B-nationality"


def trim(start, end, text):
    """Without leading articles, lower-case words and brackets, and without a closing bracket."""
    lead = re.match(r"(?:[^\w]+|(?:[a-z]+\b\s*(?![-'])))+", text[start:end])
    if lead and lead.end() < end - start and text[start:end] != text[start:end].lower():
        if not re.match(r"(?i)al\b", text[start:end]):
            start += lead.end()
    if text[end - 1] == ")" and "(" not in text[start:end]:
        end -= 1
    # "The United Nations" loses its article; titles of works, which keep theirs, are rare in news.
    if re.match(r"(?i)the \w", text[start:end]):
        start += 4
    return start, end


def strip_titles(start, end, text):
    while True:
        first = re.match(r"(\S+)\s+", text[start:end])
        if not first or first.group(1).lower() not in TITLES:
            return start, end
        start += first.end()


def gum_names(example, mentions):
    """Name spans and head kinds of a GUM sentence, from its mentions and its tree."""
    n = len(example.words)
    children = [[] for _ in range(n + 1)]
    for i, h in enumerate(example.heads):
        children[h].append(i + 1)
    inside = {}

    def subtree(node):
        if node not in inside:
            found = {node}
            for child in children[node]:
                found |= subtree(child)
            inside[node] = found
        return inside[node]

    # "United" of "United States" is an adjective by UPOS and a proper noun by XPOS.
    proper = lambda i: example.xpos[i].startswith("NNP")
    tags, kinds = ["O"] * n, [0] * n
    for mention in sorted(mentions, key=lambda m: -(m["end"] - m["start"])):
        head = mention["head"]
        kinds[head] = KIND_OF_GUM.get(mention["type"], 5)
        if not mention["named"] or not proper(head):
            continue
        kind = {1: "person", 2: "organization", 3: "place", 4: "event", 5: "other"}[kinds[head]]
        if kind == "other" and mention["type"] == "time":
            continue
        if kind == "person" and example.words[head].lower() in TITLES:
            continue
        under = subtree(head + 1)
        left = right = head
        while left > 0 and left in under and (
            proper(left - 1) or (example.words[left - 1] in ("-", "–", "'s", "’s") and left >= 2 and proper(left - 2) and left - 1 in under)
        ):
            if kind == "person" and example.words[left - 1].lower() in TITLES:
                break
            left -= 1
        while right + 1 < n and right + 2 in under:
            following = "PROPN" if proper(right + 1) else example.upos[right + 1]
            if following == "PROPN" or (following == "NUM" and example.relations[right + 1] in ("nummod", "flat", "nmod:unmarked", "dep")):
                right += 1
            elif example.words[right + 1] in ("-", "–") and right + 2 < n and proper(right + 2):
                right += 2
            elif example.words[right + 1].lower() in ("of", "for", "and", "the", "on", "'s", "’s", "&"):
                reach = right + 1
                while reach + 1 < n and example.words[reach].lower() in ("of", "for", "and", "the", "on", "'s", "’s", "&"):
                    reach += 1
                if kind in ("organization", "event", "place") and reach + 1 in under and proper(reach):
                    right = reach
                else:
                    break
            else:
                break
        while kind == "person" and left < right and example.words[left].lower() in TITLES:
            left += 1
        while example.words[left].lower() in ("the", "a") and left < right:
            left += 1
        if any(tags[i] != "O" for i in range(left, right + 1)):
            continue
        for i in range(left, right + 1):
            tags[i] = ("B-" if i == left else "I-") + kind
    return tags, kinds


def read_gum(folder, split, demonyms):
    sentences = conllu(folder / f"ud/en_gum-ud-{split}.conllu")
    by_document = {}
    for line in open(folder / f"coref/gum_{split}.coref.jsonl", encoding="utf-8"):
        record = json.loads(line)
        by_document[record["id"]] = record
    seen = {}
    for example in sentences:
        example.corpus = "gum"
        record = by_document.get(example.document)
        number = seen.get(example.document, 0)
        seen[example.document] = number + 1
        if record is None or number >= len(record["sentences"]):
            continue
        start, end = record["sentences"][number]
        mentions = []
        for m in record["mentions"]:
            if start <= m["head_start"] < end:
                low, high = m["head_start"] - start, m["head_end"] - start
                core = {i for i, (s, e) in enumerate(example.spans) if s < high and e > low and e > s}
                head = next((i for i in sorted(core) if example.heads[i] - 1 not in core), None)
                if head is not None:
                    mentions.append(dict(m, head=head))
        tags, kinds = gum_names(example, mentions)
        mark_nationalities(tags, example.spans, record["text"][start:end], demonyms)
        example.names, example.kinds = tags, kinds
    return sentences


def read_demonyms(path):
    """Adjectives and nouns of nationality, lower case ("us" is left out: it is a pronoun too)."""
    with open(path, encoding="utf-8") as rows:
        return {row["term"].lower() for row in csv.DictReader(rows)} - {"us", "u.s."}


def sentences_of(text):
    """Rough sentence spans, for name corpora that come as paragraphs."""
    at, spans = 0, []
    for match in re.finditer(r"[.!?][\"')\]”’]*\s+(?=[A-Z\"“‘(])|\n+", text):
        before = text[at:match.end()]
        last = re.search(r"(\S+)\.[\"')\]”’]*\s+$", before)
        if last and (len(last.group(1)) <= 2 or last.group(1).lower() in {"mr", "mrs", "dr", "gen", "sen", "rep", "gov", "u.s", "u.n", "no", "st"}):
            continue
        spans.append((at, match.end()))
        at = match.end()
    if at < len(text):
        spans.append((at, len(text)))
    return spans


def fully_marked(record):
    """Where MEANTIME stops marking every mention of a text: behind the line of the last one whose kind it tells. Later
    lines mark only some entities; a name that they leave out is not known to be none."""
    last = max((e["end"] for e in record["entities"] if e.get("mention")), default=0)
    line = record["text"].find("\n", last)
    return len(record["text"]) if line < 0 else line


def read_names(path, corpus, demonyms, document_level=False):
    examples = []
    for line in open(path, encoding="utf-8"):
        record = json.loads(line)
        text = record["text"]
        entities = []
        if corpus == "meantime":
            text = text[: fully_marked(record)]
        for e in record["entities"]:
            if e["end"] > len(text):
                continue
            if corpus == "meantime" and e.get("mention") not in ("NAM", "PRE.NAM"):
                continue
            kind = TYPE_OF.get(e["type"])
            if kind is None:
                continue
            start, end = e["start"], e["end"]
            if kind == "person":
                start, end = strip_titles(start, end, text)
                if text[start:end].lower() in TITLES:
                    continue
            start, end = trim(start, end, text)
            if corpus == "meantime" and start < end and re.search(r"\b(?!of\b|the\b|and\b|for\b|de\b|van\b)[a-z]{2,}", text[start:end]):
                kind = "unsure"  # MEANTIME's extents often take in common nouns
            if start >= end:
                continue
            if corpus == "gmb" and e["type"] == "ORG" and e["surface"] in ("U.S.", "US"):
                kind = "place"
            entities.append((start, end, kind))
        for start, end in sentences_of(text) if document_level else [(0, len(text))]:
            spans = [(s + start, e + start) for s, e in words(text[start:end])]
            if not spans or len(spans) > 120:
                continue
            examples.append(
                Example(
                    words=[text[s:e] for s, e in spans],
                    corpus=corpus,
                    names=name_tags(spans, entities, text, demonyms),
                    # These corpora come in sentences, one a record: news that must not be parted.
                    boundaries=None if document_level or corpus == "wnut" else ["sentence"] + ["inside"] * (len(spans) - 1),
                    document=record["id"],
                )
            )
    return examples


# --- pairs ----------------------------------------------------------------------------------

NOTHING = "none"
REALITIES = ["actual", "negation", "hypothetical", "future", "historical"]


def read_pairs(path, *splits):
    """Sentences of `legation gold pairs`."""
    examples = []
    for line in open(path, encoding="utf-8"):
        record = json.loads(line)
        if record["split"] in splits and 1 < len(record["words"]) <= 120:
            examples.append(
                Example(
                    words=record["words"],
                    corpus="pairs",
                    document=record["id"],
                    sides=record["sides"],
                    pairs=record["pairs"],
                    open={tuple(pair) for pair in record["open"]},
                )
            )
    return examples


def read_told_headlines(folder, modes):
    """Headlines whose event type is told, but not who acts on whom."""
    seen, examples = set(), []
    for line in open(folder / "events-synthetic/ngec_synthetic.events.jsonl", encoding="utf-8"):
        record = json.loads(line)
        text = record["headline"].strip().rstrip(".")
        if text in seen or not text:
            continue
        seen.add(text)
        mode = (record["mode"] or "").lower()
        mode = mode if f"{record['root']}/{mode}" in modes else None
        pair = {"first": None, "second": "open", "kind": record["root"], "mode": mode, "contexts": None, "reality": None, "trigger": []}
        examples.append(
            Example(words=[text[s:e] for s, e in words(text)], corpus="told", sides=[], pairs=[pair], open=set())
        )
    return examples


# --- headlines ------------------------------------------------------------------------------

def plain_case(headline, text):
    """A Title Case Headline as a sentence-case one: words that the story writes in lower case, or
    that are no names in it, lose their capital."""
    inner = set(re.findall(r"(?<=[a-z,] )[A-Z][\w'-]+", text))
    out = []
    for i, word in enumerate(headline.split()):
        out.append(word if i == 0 or word.isupper() or word in inner else word.lower())
    return " ".join(out)


def read_headlines(folder):
    """(headline, story) pairs: LLM-written news and Wikinews, for telling a headline from a body."""
    pairs = []
    for line in open(folder / "events-synthetic/ngec_synthetic.events.jsonl", encoding="utf-8"):
        r = json.loads(line)
        pairs.append((r["headline"].strip(), r["text"].strip(), True))
    for line in open(folder / "raw-news/news.jsonl", encoding="utf-8"):
        r = json.loads(line)
        if r["kind"] == "article" and r["title"]:
            body = re.sub(r"^\w+day, \w+ \d+, \d{4}\s+", "", r["text"].strip())
            pairs.append((r["title"].strip(), body, False))
    return pairs


def headline_example(pair, previous, rng):
    """The end of a story, the next headline without a full stop, and the beginning of its body."""
    headline, text, title_case = pair
    headline = headline.rstrip(".")
    if title_case and rng.random() < 0.6:
        headline = plain_case(headline, text)
    body = [text[s:e].strip() for s, e in sentences_of(text[:1500])]
    body = [b for b in body if 4 <= len(b.split()) <= 60]
    if not body:
        return None
    parts = []
    if rng.random() < 0.35 and previous:
        parts.append(("sentence", previous))
    draw = rng.random()
    if draw < 0.8:
        parts += [("headline", headline), ("sentence", body[0])]
    elif draw < 0.9:
        parts = [("headline", headline)]
    else:
        parts = [("sentence", body[0])]
        if len(body) > 1 and rng.random() < 0.5:
            parts.append(("sentence", body[1]))
    tokens, labels = [], []
    for kind, part in parts:
        for i, (s, e) in enumerate(words(part)):
            tokens.append(part[s:e])
            labels.append(kind if i == 0 else "inside")
    if not 3 <= len(tokens) <= 130:
        return None
    return Example(words=tokens, corpus="headlines", boundaries=labels)


def join(first, second):
    """Two neighbouring treebank sentences as one input with two roots."""
    shift = len(first.words)
    both = lambda a, b: None if a is None or b is None else a + b
    return Example(
        words=first.words + second.words,
        corpus=first.corpus,
        upos=both(first.upos, second.upos),
        xpos=both(first.xpos, second.xpos),
        feats=both(first.feats, second.feats),
        lemmas=both(first.lemmas, second.lemmas),
        heads=first.heads + [0 if h == 0 else h + shift for h in second.heads],
        relations=first.relations + second.relations,
        names=both(first.names, second.names),
        kinds=both(first.kinds, second.kinds),
        boundaries=start_label(first) + ["inside"] * (shift - 1) + start_label(second) + ["inside"] * (len(second.words) - 1),
        document=first.document,
    )


def start_label(example):
    return ["headline" if example.heading else "sentence"]


def recase(example, rng):
    """The same words in capitals, in title case or in lower case: only their shapes change."""
    draw = rng.random()
    change = str.upper if draw < 0.4 else (lambda w: w[:1].upper() + w[1:]) if draw < 0.8 else str.lower
    return [change(w) for w in example.words]
