#!/usr/bin/env bash
# Boxes beside a plain detector in PyTorch: the same pictures, time of learning and cores, and the same pretrained network beneath,
# frozen on both sides (MORE=--tune lets ours learn, too). Prints mAP50 and pictures a second of both. DATA is a folder with boxes in
# VOC files; MINUTES is the time of learning [10]. TORCH_PYTHON is a Python that has torch, torchvision, timm and safetensors, as
# anomalib brings them; without one only Fovea is measured.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [[ -z ${DATA:-} ]]; then
    echo "not measured: set DATA to a folder of pictures with boxes in VOC files"
    exit 0
fi
fovea=${FOVEA:-target/release/fovea} python=.setup/venv/bin/python
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
$python benches/detect.py lay "$DATA" "$out"
$python benches/detect.py fovea "$fovea" "$out" "${MINUTES:-10}" ${MORE:-}
if [[ -n ${TORCH_PYTHON:-} ]]; then
    "$TORCH_PYTHON" benches/detect_peer.py "$out" .setup/models/efficientnet-lite0.safetensors "${MINUTES:-10}"
    $python benches/detect.py ratio "$out"
else
    echo "the peer is not measured: set TORCH_PYTHON to a Python that has torch, torchvision, timm and safetensors"
fi
