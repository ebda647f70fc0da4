"""Fits how sure an event is from what patterns and pair head say of it.

    legation gold decisions > decisions.tsv
    python training/decision/fit.py decisions.tsv

Logistic regression on the dev sentences; prints the weights for `crates/coding/src/decision.rs`, and tables of reliability and
of precision and recall by operating point.
"""

import csv
import sys

import numpy as np

CLIP, MOST_WORDS = 0.005, 5  # as in decision.rs


def features(row):
    """1, what the head says, whether a pattern speaks, how sure it is and how many words it has, and whether the head finds another type likelier."""
    head = min(max(float(row["head"]), CLIP), 1 - CLIP)
    pattern = row["pattern"] == "1"
    other = row["head_says"] not in ("", row["type"])
    rival = float(row["head_says_probability"] or 0) if other else 0.0
    noun = row["form"] == "noun"
    return [1.0, np.log(head / (1 - head)), float(pattern), float(row["strength"]) * pattern, min(int(row["words"]), MOST_WORDS), rival, float(noun)]


def fit(x, y, ridge=1.0):
    """Newton's method."""
    w = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (y - p) - ridge * w * (np.arange(len(w)) > 0)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + ridge * np.eye(len(w))
        step = np.linalg.solve(hessian, gradient)
        w += step
        if np.abs(step).max() < 1e-8:
            break
    return w


def main():
    rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8"), delimiter="\t"))
    plain = [r for r in rows if r["reality"] not in ("negation", "hypothetical")]
    sets = {s: [r for r in plain if r["split"] == s] for s in ("train", "dev")}
    data = {s: (np.array([features(r) for r in of]), np.array([float(r["right"]) for r in of])) for s, of in sets.items()}
    x, y = data["dev"]
    w = fit(x, y)
    print("weights", [round(float(v), 3) for v in w], "of", len(y))
    # Each fifth of the files by the others: what the table below would be on sentences that were not fitted on.
    files = [r["where"].split(":")[0] for r in sets["dev"]]
    part = np.array([sum(map(ord, f)) % 5 for f in files])
    held = np.zeros(len(y))
    for k in range(5):
        held[part == k] = 1 / (1 + np.exp(-x[part == k] @ fit(x[part != k], y[part != k])))
    print("| confidence | events | right |\n|---|---|---|")
    for low in np.arange(0, 1, 0.1):
        inside = (held >= low) & (held < low + 0.1 + (low > 0.85))
        if inside.any():
            print(f"| {low:.1f}-{low + 0.1:.1f} | {inside.sum()} | {y[inside].mean():.2f} |")
    print("Brier", round(float(((held - y) ** 2).mean()), 4))
    for point in (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7):
        taken = held >= point
        print(f"point {point:.2f}: precision {y[taken].mean():.3f}, right {int(y[taken].sum())} of {int(y.sum())} proposed")


if __name__ == "__main__":
    main()
