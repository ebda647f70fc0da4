"""Words and word pieces, by the same rules as `crates/text` (tokens.rs, pieces.rs).

Treebank sentences keep their gold tokens; `words` is for the name corpora and news that have
none. `crates/text/src/reader.rs` holds the two implementations together.
"""

import re
import unicodedata

# Prefixes that English UD keeps joined to what follows the hyphen ("non-profit", "anti-government").
JOINED_PREFIXES = set(
    "a anti bi co counter cross de e ex extra hyper inter intra mid mini multi neo non over pan para "
    "post pre pro proto quasi re self semi sub super trans tri ultra un under uni vice x".split()
) - {"self", "vice", "x", "a", "under"}

ABBREVIATIONS = set(
    "mr mrs ms dr prof st gen lt col maj sgt capt cpl adm rev hon gov sen rep reps sens pres messrs "
    "jr sr inc ltd corp co vs etc al jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues "
    "wed thu thur thurs fri sat sun ft mt approx ca vol fig dept brig amb supt hr esq bros".split()
)

TOKEN = re.compile(
    r"""
    https?://\S+[^\s.,;:!?)\]'"”’] | www\.\S+[^\s.,;:!?)\]'"”’]
  | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
  | (?:[A-Za-z]\.){2,}(?:[A-Za-z](?![A-Za-z]))?
  | \d+(?:[.,:/]\d+)*(?:st|nd|rd|th|s|['’]s|[A-Z]+)?(?![\w])
  | \d+(?:[.,:/]\d+)*
  | \w+(?:['’][^\W\d_]\w*|&\w+)*
  | --+ | \.\.+ | !!+ | \?\?+ | ==+ | \*\*+ | ~~+ | [#][#]+ | \+\++ | ``|''
  | \S
    """,
    re.VERBOSE,
)
CONTRACTION = re.compile(r"(?i)^(.+?)(n['’]t|['’](?:s|m|ll|ve|re|d))$")


def words(text):
    """[(start, end)] of the words of `text`, in code points."""
    spans = []
    for match in TOKEN.finditer(text):
        start, end = match.span()
        token = match.group()
        # An abbreviation or a single initial keeps its full stop.
        if end < len(text) and text[end] == "." and token.isalpha():
            numbered = token.lower() == "no" and re.match(r"\.\s*\d", text[end:])
            if token.lower() in ABBREVIATIONS or (len(token) == 1 and token.isupper()) or numbered:
                end += 1
                token = text[start:end]
        low = token.lower()
        split = CONTRACTION.match(token)
        if split and not token[0].isdigit():
            cut = start + len(split.group(1))
            spans += [(start, cut), (cut, end)]
        elif low == "cannot":
            spans += [(start, start + 3), (start + 3, end)]
        else:
            spans.append((start, end))
    # The full stop swallowed by an abbreviation must not stand again.
    merged = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            continue
        merged.append((start, end))
    # Hyphenated words stay whole only after a joined prefix.
    joined, i = [], 0
    while i < len(merged):
        start, end = merged[i]
        if (
            i + 2 < len(merged)
            and text[start:end].lower() in JOINED_PREFIXES
            and merged[i + 1] == (end, end + 1)
            and text[end] == "-"
            and merged[i + 2][0] == end + 1
            and text[end + 1].isalnum()
        ):
            joined.append((start, merged[i + 2][1]))
            i += 3
        else:
            joined.append((start, end))
            i += 1
    return joined


QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "`": "'", "–": "-", "—": "-", "‐": "-", "‑": "-"})


def normalize(word):
    """Lower case, plain quotes and dashes, no accents: what the uncased vocabulary holds."""
    word = unicodedata.normalize("NFD", word.translate(QUOTES).lower())
    return "".join(c for c in word if unicodedata.category(c) != "Mn")


def is_punctuation(c):
    return unicodedata.category(c)[0] == "P" or (c.isascii() and not c.isalnum() and not c.isspace())


class Pieces:
    """Greedy longest-match word pieces over a vocabulary of one piece a line."""

    MOST = 8  # pieces of one word; a longer word keeps its first seven and its last

    def __init__(self, vocabulary):
        self.id = {piece: i for i, piece in enumerate(vocabulary)}
        self.unknown = self.id["[UNK]"]
        self.first = self.id["[CLS]"]
        self.last = self.id["[SEP]"]
        self.cache = {}

    def of(self, word):
        found = self.cache.get(word)
        if found is None:
            found = self.cache[word] = self._of(word)
        return found

    def broken(self, word, share, rng):
        """Other pieces of the same word: each match is passed over with the probability `share`, so that a shorter one is
        taken (MaxMatch-Dropout, Hiraoka 2022). Names that were never seen look like that."""
        return self._of(word, lambda length: length > 1 and rng.random() < share)

    def _of(self, word, passed=lambda length: False):
        parts, run = [], ""
        for c in normalize(word):
            if is_punctuation(c):
                if run:
                    parts.append(run)
                parts.append(c)
                run = ""
            elif not c.isspace():
                run += c
        if run:
            parts.append(run)
        ids = []
        for part in parts:
            ids += self._match(part, passed)
        if not ids:
            ids = [self.unknown]
        if len(ids) > self.MOST:
            ids = ids[: self.MOST - 1] + ids[-1:]
        return ids

    def _match(self, part, passed):
        ids, start = [], 0
        while start < len(part):
            end = len(part)
            while end > start:
                piece = part[start:end] if start == 0 else "##" + part[start:end]
                if piece in self.id and not passed(end - start):
                    break
                end -= 1
            if end == start:
                return [self.unknown]
            ids.append(self.id[piece])
            start = end
        return ids


SHAPES = ["none", "lower", "title", "upper", "initial", "mixed", "number", "other"]


def shape(word):
    """Which of SHAPES: how the word is written, for an encoder that sees lower case only."""
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 6 if any(c.isdigit() for c in word) else 7
    if not any(c.isupper() for c in letters):
        return 1
    if all(c.isupper() for c in letters):
        return 4 if len(letters) == 1 else 3
    if word[0].isupper() and not any(c.isupper() for c in letters[1:]):
        return 2
    return 5
