#!/usr/bin/env bash
# Makes models/reader from the corpora: installs, trains, exports; PAIRS=only makes its pair head anew. See README.md.
#   training/run.sh DATA [options of reader.train]
set -euo pipefail

epochs=${EPOCHS:-9}

if [[ $# -lt 1 || ! -d $1 ]]; then
    echo "usage: training/run.sh DATA [options of reader.train]   (DATA: the folder of the corpora)" >&2
    exit 2
fi
data=$(cd "$1" && pwd)
shift
cd "$(dirname "${BASH_SOURCE[0]}")"

if [[ ! -x .venv/bin/python ]]; then
    python3 -m venv .venv
fi
.venv/bin/pip install --quiet --requirement requirements.txt

# Long-lived memory is not handed back between steps: a third of the time on a CPU.
export MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=17179869184

# What the pair head learns from: the project's own sentences, with the mentions that the program finds in them.
mkdir -p runs
(cd .. && cargo run --quiet --profile fast -p legation -- gold pairs) > runs/pairs.jsonl

if [[ ${PAIRS:-} != only ]]; then
# Two runs that part after half of the epochs, and the mean of their weights. A run that was stopped goes on from its
# checkpoint.pt; RUN names another folder for a run from the beginning.
run=${RUN:-runs/reader}
train=(.venv/bin/python -m reader.train --data "$data" --codebook ../codebook --pairs runs/pairs.jsonl --epochs "$epochs")
"${train[@]}" --out "$run" --keep $((epochs / 2)) "$@"
"${train[@]}" --out "$run-2" --part "$run/parting.pt" --seed 2 "$@"
.venv/bin/python -m reader.export --run "$run" "$run-2" --out ../models/reader \
    --fixture ../crates/text/tests/fixtures/parity.json

# The pair head with layers of its own, upon the reader's table of pieces: the same way. PAIRS=only leaves the reader as it is.
fi
branch=${BRANCH:-runs/pairs}
train=(.venv/bin/python -m reader.branch --data "$data" --codebook ../codebook --pairs runs/pairs.jsonl --reader ../models/reader
    --epochs "${PAIR_EPOCHS:-8}")
"${train[@]}" --out "$branch" --keep 3
"${train[@]}" --out "$branch-2" --part "$branch/parting.pt" --seed 2
.venv/bin/python -m reader.export_branch --run "$branch" "$branch-2" --reader ../models/reader \
    --fixture ../crates/text/tests/fixtures/pairs.json
