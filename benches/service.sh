#!/usr/bin/env bash
# A service under load (the inventory's H14): CLIENTS clients send JPEG files of 1 to 3 MB for DURATION seconds over
# loopback; beside it the same graph behind uvicorn where the Python named by UVICORN_PYTHON has it, and the machine's
# limit: `fovea predict` on the same files, without any network. Processor time a picture is told beside: unlike the rate, it
# does not depend on who else is at work. FOVEA may name another build of the program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
clients=${CLIENTS:-60} seconds=${DURATION:-20} python=.setup/venv/bin/python
source benches/lib/server.sh

$python benches/service_load.py draw "$out"
"$fovea" train --task anomaly --data "$out/parts" --out "$out/model.fovea" --size 256 >/dev/null 2>&1

echo "the machine's limit (fovea predict on the files):"
$python benches/service_load.py limit "$fovea" "$out/model.fovea" "$out/large"

start_server
# The process that judges, a job of its own.
judging() { pgrep -f "run-service.*$out" | tail -1; }
$python docs/examples/client.py "$address" "$out/parts" "$out/parts/good/0.png" >/dev/null
service=$($python benches/service_load.py find "$address")
echo "fovea, pictures kept and verdicts recorded:"
$python benches/service_load.py load "$address$service" "$out/large" "$clients" "$seconds" "$server" "$(judging)"
$python benches/service_load.py stop "$address$service"
service=$($python benches/service_load.py again "$address" "$address$service" none)
echo "fovea, nothing kept but the record of the verdict:"
$python benches/service_load.py load "$address$service" "$out/large" "$clients" "$seconds" "$server" "$(judging)"
$python benches/service_load.py stop "$address$service"

if [[ -n ${UVICORN_PYTHON:-} ]]; then
    $python -m zipfile -e "$out/model.fovea" "$out/unpacked"
    (cd benches && MODEL=$out/unpacked/model.onnx exec "$UVICORN_PYTHON" -m uvicorn service_peer:app --port 21987 \
        --log-level warning) &
    peer=$!
    also $peer
    sleep 4
    echo "uvicorn with ONNX Runtime, nothing kept:"
    $python benches/service_load.py load http://127.0.0.1:21987/infer "$out/large" "$clients" "$seconds" "$peer"
else
    echo "the peer is not measured: set UVICORN_PYTHON to a Python that has uvicorn, starlette, onnxruntime and Pillow"
fi
