#!/usr/bin/env bash
# Learning from good pictures alone beside anomalib's PatchCore: the same pictures, size and cores, and the same
# pretrained network. Prints seconds, highest memory and AUROC of both. DATA is a folder with a folder a class, one of
# them good; COUNT good pictures teach, the other good ones and all bad ones judge. PATCHCORE_PYTHON is a Python that
# has anomalib; without one only Fovea is measured. The peer takes time: about 5 min for 60 pictures, 40 for 200.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
fovea=${FOVEA:-target/release/fovea} python=.setup/venv/bin/python
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
$python benches/patchcore.py lay "${DATA:?the folder of pictures}" "${GOOD:-free}" "${COUNT:-60}" "$out"
$python benches/patchcore.py fovea "$fovea" "$out"
if [[ -n ${PATCHCORE_PYTHON:-} ]]; then
    "$PATCHCORE_PYTHON" benches/patchcore_peer.py "$out" .setup/models/efficientnet-lite0.safetensors
    $python benches/patchcore.py ratio "$out"
else
    echo "the peer is not measured: set PATCHCORE_PYTHON to a Python that has anomalib"
fi
