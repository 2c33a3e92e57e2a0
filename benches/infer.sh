#!/usr/bin/env bash
# Pictures a second of `anomaly` and `classify` at 256 px beside plain ONNX Runtime in Python. DATA may name another
# folder of pictures with good and bad ones.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
data=${DATA:-samples/ball-screw}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for task in anomaly classify; do
    target/release/fovea train --task "$task" --data "$data" --out "$out/$task.fovea" >/dev/null 2>&1
    .setup/venv/bin/python benches/infer_rate.py "$out/$task.fovea" "$data"
done
