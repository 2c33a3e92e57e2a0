#!/usr/bin/env bash
# Pictures a second of an import into a running server, as single files (8 at a time) and as one zip: streamed, hashed,
# decoded whole, with thumbnail, row and label, safe on the disk. Beside it `datumaro` on the same folder where the Python
# named by DATUMARO_PYTHON has it (reads the folder, copies it into a set of its own, decodes nothing), and the disk: a
# plain copy, with a sync at its end. DATA may name a folder of class folders, FOVEA another build of the program, COUNT how
# many pictures are drawn.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
fovea=${FOVEA:-target/release/fovea} python=.setup/venv/bin/python
out=$(mktemp -d)
pids=()
cleanup() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$out"
}
trap cleanup EXIT

$python benches/import_rate.py draw "$out" "${COUNT:-1500}" "${DATA:-}"
$python benches/import_rate.py copy "$out"
"$fovea" serve --data "$out/data" --listen 127.0.0.1:0 >"$out/serve.log" 2>&1 &
pids+=($!)
until address=$(sed -n 's/^Fovea answers at //p' "$out/serve.log") && [ -n "$address" ]; do sleep 0.1; done
head -c 18 /dev/urandom | base64 | "$fovea" admin create --data "$out/data" --name bench --password-stdin
FOVEA_TOKEN=$("$fovea" admin token --data "$out/data" --name bench)
export FOVEA_TOKEN
$python benches/import_rate.py files "$out" "$address"
$python benches/import_rate.py zip "$out" "$address"
if [[ -n ${DATUMARO_PYTHON:-} ]]; then
    "$DATUMARO_PYTHON" benches/import_peer.py "$out/set" "$out/peer"
else
    echo "the peer is not measured: set DATUMARO_PYTHON to a Python that has datumaro"
fi
