"""Treebank sentences as agencies would write them, with their trees.

EWT and GUM have few headlines, few reports that end in ", officials said", and few foreign names behind titles.
Four changes make such sentences of theirs, word by word, without touching the rest of the tree:
`attribute` ("..., the foreign ministry said on Monday"), `headline` ("Minister visits Iran"), `entitle`
("Syrian Deputy Foreign Minister Ayman Sosan" where the sentence had a person's name) and `unhyphenate` ("long term
plan", "Amirabdollahian"). Names come in several transliterations (`transliterate`). Curly quotes, dashes and accents
need no such sentences: the tokenizer makes them plain.
"""

import copy
import csv
import random
import re

from .data import Example
from .tokenizer import words

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

# word, upos, xpos, feats, lemma, head (index within the phrase; None: the phrase's head), relation
NOUN = lambda w, l=None: (w, "NOUN", "NN", "Number=Sing", l or w)
NOUNS = lambda w, l: (w, "NOUN", "NNS", "Number=Plur", l)
THE = ("the", "DET", "DT", "Definite=Def|PronType=Art", "the")
A = ("a", "DET", "DT", "Definite=Ind|PronType=Art", "a")
ADJ = lambda w: (w, "ADJ", "JJ", "Degree=Pos", w)
NAME = lambda w: (w, "PROPN", "NNP", "Number=Sing", w)
TITLE_ADJ = lambda w: (w, "ADJ", "NNP", "Degree=Pos", w)

SOURCES = [
    [(NOUNS("officials", "official"), None, "nsubj")],
    [(NOUNS("residents", "resident"), None, "nsubj")],
    [(NOUNS("witnesses", "witness"), None, "nsubj")],
    [(NOUNS("police", "police"), None, "nsubj")],
    [(ADJ("local"), 1, "amod"), (NOUNS("officials", "official"), None, "nsubj")],
    [(NOUN("state"), 1, "compound"), (NOUNS("media", "medium"), None, "nsubj")],
    [(NOUN("state"), 1, "compound"), (NOUN("television"), None, "nsubj")],
    [(THE, 1, "det"), (NOUN("ministry"), None, "nsubj")],
    [(THE, 2, "det"), (ADJ("foreign"), 2, "amod"), (NOUN("ministry"), None, "nsubj")],
    [(THE, 2, "det"), (NOUN("defence"), 2, "compound"), (NOUN("ministry"), None, "nsubj")],
    [(A, 1, "det"), (NOUN("spokesman"), None, "nsubj")],
    [(A, 2, "det"), (NOUN("government"), 2, "compound"), (NOUN("spokeswoman"), None, "nsubj")],
    [(THE, 1, "det"), (NOUN("president"), None, "nsubj")],
    [(THE, 2, "det"), (NOUN("news"), 2, "compound"), (NOUN("agency"), None, "nsubj")],
    [(NAME("Xinhua"), None, "nsubj")],
    [(NAME("Reuters"), None, "nsubj")],
    [(NAME("ISNA"), None, "nsubj")],
    [(NAME("TASS"), None, "nsubj")],
    [(("its", "PRON", "PRP$", "Case=Gen|Gender=Neut|Number=Sing|Person=3|Poss=Yes|PronType=Prs", "its"), 2, "nmod:poss"),
     (ADJ("foreign"), 2, "amod"), (NOUN("minister"), None, "nsubj")],
    [(("he", "PRON", "PRP", "Case=Nom|Gender=Masc|Number=Sing|Person=3|PronType=Prs", "he"), None, "nsubj")],
]
SAID = [("said", "say"), ("said", "say"), ("said", "say"), ("reported", "report"), ("announced", "announce"),
        ("added", "add"), ("confirmed", "confirm"), ("told", "tell")]
AGENCIES = {"Xinhua", "Reuters", "ISNA", "TASS"}
TITLES = [
    ["Foreign", "Minister"], ["Deputy", "Foreign", "Minister"], ["Prime", "Minister"], ["President"], ["Vice", "President"],
    ["Defence", "Minister"], ["Interior", "Minister"], ["Finance", "Minister"], ["General"], ["King"], ["Ambassador"],
    ["Secretary"], ["Justice", "Minister"], ["Deputy", "Prime", "Minister"], ["Trade", "Minister"], ["Senator"],
    ["Energy", "Minister"], ["opposition", "leader"], ["rebel", "commander"], ["government", "spokesman"], ["army", "chief"],
]


def _copy(example):
    return copy.copy(example)


def _insert(example, at, rows):
    """Inserts rows (word, upos, xpos, feats, lemma, head, relation, name, kind) before word `at` (0-based). A
    row's head is 1-based in the new numbering."""
    n = len(rows)
    move = lambda h: h if h <= at else h + n
    e = _copy(example)
    column = lambda old, i: None if old is None else old[:at] + [r[i] for r in rows] + old[at:]
    e.words = example.words[:at] + [r[0] for r in rows] + example.words[at:]
    e.upos, e.xpos, e.feats, e.lemmas = (column(getattr(example, c), i) for c, i in (("upos", 1), ("xpos", 2), ("feats", 3), ("lemmas", 4)))
    heads = [move(h) for h in example.heads]
    e.heads = heads[:at] + [r[5] for r in rows] + heads[at:]
    e.relations = column(example.relations, 6)
    e.names = column(example.names, 7)
    e.kinds = column(example.kinds, 8)
    e.boundaries = None
    e.spans = []
    return e


def _remove(example, gone):
    """Without the words `gone` (0-based leaves)."""
    keep = [i for i in range(len(example.words)) if i not in gone]
    number = {old + 1: new + 1 for new, old in enumerate(keep)}
    number[0] = 0
    e = _copy(example)
    for column in ("words", "upos", "xpos", "feats", "lemmas", "relations", "names", "kinds"):
        old = getattr(example, column)
        setattr(e, column, None if old is None else [old[i] for i in keep])
    e.heads = [number[example.heads[i]] for i in keep]
    e.boundaries, e.spans = None, []
    return e


def _is_plain(example):
    roots = [i for i, h in enumerate(example.heads) if h == 0]
    return (
        len(roots) == 1
        and example.words[-1] == "."
        and example.upos[roots[0]] == "VERB"
        and not any(w in ('"', "“", "”", "?", "``", "''") for w in example.words)
        and 5 <= len(example.words) <= 45
    )


def attribute(example, rng):
    """"... ." becomes "..., officials said on Monday."; None where the sentence does not lend itself."""
    if not _is_plain(example):
        return None
    n = len(example.words) - 1
    source = rng.choice(SOURCES)
    verb, lemma = rng.choice(SAID)
    first = n + 2  # number of the source's first word: the comma is n + 1
    said = first + len(source)
    rows = [(",", "PUNCT", ",", "_", ",", said, "punct", "O", 0)]
    for (word, upos, xpos, feats, base), head, relation in source:
        number = said if head is None else first + head
        named = "B-organization" if word in AGENCIES else "O"
        rows.append((word, upos, xpos, feats, base, number, relation, named, 0))
    kind = 2 if source[-1][0][0] in AGENCIES or source[-1][0][0] in ("ministry", "media", "television", "agency", "police") else 1
    rows[-1] = rows[-1][:8] + (kind,)
    rows.append((verb, "VERB", "VBD", "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin", lemma, 0, "root", "O", 0))
    if verb == "told":
        rows.append(("reporters", "NOUN", "NNS", "Number=Plur", "reporter", said, "obj", "O", 1))
    if rng.random() < 0.5:
        on = len(rows) + n + 1
        if rng.random() < 0.7:
            rows.append(("on", "ADP", "IN", "_", "on", on + 1, "case", "O", 0))
            rows.append((rng.choice(WEEKDAYS), "PROPN", "NNP", "Number=Sing", "", said, "obl", "O", 5))
        else:
            rows.append((rng.choice(WEEKDAYS), "PROPN", "NNP", "Number=Sing", "", said, "obl:unmarked", "O", 5))
        rows[-1] = rows[-1][:4] + (rows[-1][0],) + rows[-1][5:]
    e = _insert(example, n, rows)
    root = next(i for i, h in enumerate(example.heads) if h == 0)
    e.heads[root], e.relations[root] = said, "ccomp"
    e.heads[-1] = said
    return e


def _present(lemma):
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + "s"


def headline(example, rng):
    """"The minister has visited Iran." becomes "Minister visits Iran"."""
    if not _is_plain(example) or len(example.words) > 22:
        return None
    root = next(i for i, h in enumerate(example.heads) if h == 0)
    children = lambda i: [k for k, h in enumerate(example.heads) if h == i + 1]
    if not any(example.relations[k] in ("nsubj", "nsubj:pass") for k in children(root)):
        return None
    if any(example.lemmas[k] in ("not", "n't", "will", "would", "can", "may", "could", "do") for k in children(root)):
        return None
    gone = {len(example.words) - 1}
    for i, relation in enumerate(example.relations):
        leaf = not children(i)
        if leaf and relation == "det" and example.lemmas[i] in ("the", "a"):
            gone.add(i)
        if leaf and relation in ("aux", "aux:pass") and example.heads[i] == root + 1 and example.lemmas[i] in ("have", "be"):
            gone.add(i)
    passive = any(example.relations[k] == "aux:pass" for k in children(root))
    subject = next((k for k in children(root) if example.relations[k].startswith("nsubj")), None)
    plural = subject is not None and ("Number=Plur" in example.feats[subject] or any(example.relations[k] == "conj" for k in children(subject)))
    e = _remove(example, gone)
    root = next(i for i, h in enumerate(e.heads) if h == 0)
    if not passive:
        if e.xpos[root] not in ("VBD", "VBN", "VBZ", "VBP"):
            return None
        lemma = e.lemmas[root]
        if plural:
            e.words[root], e.xpos[root], e.feats[root] = lemma, "VBP", "Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin"
        else:
            e.words[root], e.xpos[root], e.feats[root] = _present(lemma), "VBZ", "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"
    e.words = list(e.words)
    e.words[0] = e.words[0][:1].upper() + e.words[0][1:]
    if rng.random() < 0.4:
        e.words = [w if u in ("ADP", "DET", "CCONJ", "PART") and i else w[:1].upper() + w[1:] for i, (w, u) in enumerate(zip(e.words, e.upos))]
    e.heading = True
    return e


def read_people(path, least=2, most=4):
    """Names of office holders, for `entitle`."""
    people = set()
    with open(path, encoding="utf-8") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            parts = row["person"].split()
            if least <= len(parts) <= most and all(p[:1].isupper() or p in ("al", "bin", "van", "de", "von", "el", "da", "dos") for p in parts) and parts[0][:1].isupper():
                people.add(row["person"])
    return sorted(people)


def entitle(example, people, nationalities, rng):
    """Another name, with a title and mostly a nationality, in the place of a person's name."""
    children = lambda i: [k for k, h in enumerate(example.heads) if h == i + 1]
    chosen = []
    for i, (upos, relation) in enumerate(zip(example.upos, example.relations)):
        if upos != "PROPN" or relation not in ("nsubj", "nsubj:pass", "obj", "obl", "nmod", "conj", "obl:agent"):
            continue
        flat = [k for k in children(i) if example.relations[k] == "flat"]
        others = [k for k in children(i) if example.relations[k] in ("det", "compound", "amod", "nmod:desc", "nummod", "nmod:poss")]
        if others or flat != list(range(i + 1, i + 1 + len(flat))) or any(children(k) for k in flat):
            continue
        person = example.names[i] == "B-person" if example.names else bool(flat) or example.words[i] in ("Bush", "Clinton", "Obama", "Saddam", "Putin", "Blair", "Powell")
        if person:
            chosen.append((i, len(flat)))
    if not chosen:
        return None
    at, flat = rng.choice(chosen)
    name = transliterate(rng.choice(people), rng)
    parts = [name[s:t] for s, t in words(name)]
    title = rng.choice(TITLES)
    nation = rng.choice(nationalities) if rng.random() < 0.75 else None
    e = _remove(example, set(range(at + 1, at + 1 + flat)))
    e.words, e.lemmas = list(e.words), list(e.lemmas)
    e.words[at], e.lemmas[at] = parts[0], parts[0]
    if e.names:
        e.names = list(e.names)
        e.names[at] = "B-person"
    head = at + 1
    tail = []
    for k, part in enumerate(parts[1:]):
        number = head + 1 + k
        if part in ("-", "–"):
            tail.append((part, "PUNCT", "HYPH", "_", part, number + 1, "punct", "I-person", 0))
        else:
            tail.append((part, "PROPN", "NNP", "Number=Sing", part, head, "flat", "I-person", 0))
    if tail and tail[-1][1] == "PUNCT":
        return None
    e = _insert(e, at + 1, tail)
    lower = title[0].islower()
    front = []
    length = len(title) + (len(nation) if nation else 0)
    office = at + length  # number of the title's last word
    new_head = office + 1
    if nation:
        for k, part in enumerate(nation):
            last = k + 1 == len(nation)
            number = office if last else at + len(nation)
            front.append((part, "ADJ", "JJ", "Degree=Pos", part, number, "amod" if last else "amod", "B-nationality" if k == 0 else "I-nationality", 0))
    for k, part in enumerate(title):
        if k + 1 == len(title):
            row = (part, "NOUN" if lower else "PROPN", "NN" if lower else "NNP", "Number=Sing", part, new_head, "nmod:desc", "O", 0)
        elif part in ("Foreign", "Prime", "Interior"):
            row = (part, "ADJ", "NNP", "Degree=Pos", part, office, "amod", "O", 0)
        else:
            row = (part, "NOUN" if lower else "PROPN", "NN" if lower else "NNP", "Number=Sing", part, office, "compound", "O", 0)
        front.append(row)
    e = _insert(e, at, front)
    # `_insert` moves heads that point behind `at`; the new rows already count in the new numbering.
    return e


# Pairs that English writes either way in names from Arabic, Persian, Russian, Chinese and others.
SPELLINGS = [
    ("Mohammad", "Mohammed"), ("Mohammad", "Muhammad"), ("Hussein", "Husayn"), ("Hussein", "Hossein"), ("Ahmad", "Ahmed"),
    ("ou", "u"), ("ee", "i"), ("kh", "h"), ("q", "k"), ("dh", "z"), ("ei", "ey"), ("ai", "ay"), ("iy", "i"), ("yy", "y"),
    ("zh", "j"), ("ts", "tz"), ("sch", "sh"), ("aa", "a"), ("ii", "y"), ("dj", "j"), ("oo", "u"), ("ph", "f"), ("ck", "k"),
]


def transliterate(name, rng):
    """Mostly the name as it is; else one of its other spellings: "al-Mekdad", "Al Mekdad", "Mekdad", "Almekdad"."""
    if rng.random() < 0.5:
        return name
    article = re.search(r"\b([Aa]l|[Ee]l)[- ](?=[A-Z])", name)
    if article and rng.random() < 0.7:
        write = rng.choice(["al-", "Al-", "al ", "Al ", "el-", "El-", ""])
        return name[: article.start()] + write + name[article.end():]
    if "-" in name and rng.random() < 0.7:
        first, second = name.split("-", 1)
        return first + rng.choice([" " + second, second[:1].lower() + second[1:]])
    for a, b in rng.sample(SPELLINGS, len(SPELLINGS)):
        if len(a) == len(b) and rng.random() < 0.5:
            a, b = b, a
        at = name.find(a, 1) if a.islower() else name.find(a)
        if at >= 0:
            return name[:at] + b + name[at + len(a):]
    if rng.random() < 0.3:
        return name.replace("'", "").replace("’", "")
    return name


def unhyphenate(example, rng):
    """Without one of the hyphens: "long - term" becomes "long term", and in a name sometimes one word."""
    parents = set(example.heads)
    leaf = lambda i: i + 1 not in parents
    places = [
        i for i in range(1, len(example.words) - 1)
        if example.words[i] in ("-", "–") and example.xpos[i] == "HYPH" and leaf(i)
        and example.words[i - 1].isalpha() and example.words[i + 1].isalpha()
    ]
    if not places:
        return None
    i = rng.choice(places)
    named = bool(example.names) and (example.names[i] or "").startswith("I-")
    if named and leaf(i + 1) and rng.random() < 0.5:
        e = _remove(example, {i, i + 1})
        e.words[i - 1] = example.words[i - 1] + example.words[i + 1].lower()
        e.lemmas[i - 1] = e.words[i - 1]
        return e
    return _remove(example, {i})


def change(example, people, nationalities, rng):
    """One or two of the changes, or None."""
    if rng.random() < 0.5:
        plain = unhyphenate(example, rng)
        if plain:
            return plain
    draw = rng.random()
    if draw < 0.35:
        e = entitle(example, people, nationalities, rng)
        if e and rng.random() < 0.4:
            e = attribute(e, rng) or e
        return e
    if draw < 0.7:
        return attribute(example, rng)
    return headline(example, rng)
