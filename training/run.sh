#!/usr/bin/env bash
# Makes models/reader from the corpora: installs, trains, exports. See README.md.
#   training/run.sh DATA [options of reader.train]
set -euo pipefail

epochs=8 # an option --epochs behind DATA wins

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

# A run that was stopped goes on from its checkpoint.pt; RUN names another folder for a run from the beginning.
run=${RUN:-runs/reader}
.venv/bin/python -m reader.train --data "$data" --nationalities ../codebook/nationalities.csv --out "$run" \
    --epochs "$epochs" "$@"
.venv/bin/python -m reader.export --run "$run" --out ../models/reader --fixture ../crates/text/tests/fixtures/parity.json
