#!/usr/bin/env bash
# Reading text beside RapidOCR in Python with the same graphs: whole pictures and labels of one line. PEER_PYTHON names a Python
# that has rapidocr-onnxruntime 1.4.4 (scripts/requirements-peers-read.txt) [default: .setup/peers-read, where it is]; DATA a folder of pictures with text [default: labels that are drawn]; FOVEA another build.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [[ -z ${PEER_PYTHON:-} && -x .setup/peers-read/bin/python ]]; then PEER_PYTHON=.setup/peers-read/bin/python; fi
if [[ -z ${PEER_PYTHON:-} ]]; then
    echo "not measured: set PEER_PYTHON to a Python that has rapidocr-onnxruntime 1.4.4 (scripts/requirements-peers-read.txt)"
    exit 0
fi
fovea=${FOVEA:-target/release/fovea}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
.setup/venv/bin/python scripts/labels.py --out "$out/labels" --count 60
pictures=${DATA:-$out/labels/lot}
"$fovea" train --task read --data "$out/labels/lot" --out "$out/whole.fovea" >/dev/null 2>&1
"$fovea" train --task read --data "$out/labels/lot" --region all --tries none --turns 0 --out "$out/line.fovea" >/dev/null 2>&1
"$PEER_PYTHON" benches/read_peer.py "$fovea" "$out/whole.fovea" "$out/line.fovea" "$pictures" "$out/labels/lot"
