#!/usr/bin/env bash
# A step of two small networks: ours, and PyTorch where the Python named by TORCH_PYTHON has it (it is half a gigabyte
# and more, and no part of the set-up).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
cargo bench -p fovea-nn --bench step --locked -- 2
if [[ -n ${TORCH_PYTHON:-} ]]; then
    echo "PyTorch:"
    "$TORCH_PYTHON" benches/train_step.py 2
else
    echo "PyTorch is not measured: set TORCH_PYTHON to a Python that has torch"
fi
