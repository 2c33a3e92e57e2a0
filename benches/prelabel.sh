#!/usr/bin/env bash
# Pictures a second that a model of the project proposes labels of, as a job of the server: from the request to the last proposal that
# is kept, with laying out and reading in. Beside it the machine's limit: `fovea predict` on the same files, alone. COUNT pictures without
# labels are drawn (640 × 480), FOVEA may name another build of the program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
python=.setup/venv/bin/python
source benches/lib/server.sh

start_server
$python benches/prelabel_rate.py job "$address" "${COUNT:-1000}" "$out/loose"
model=$(ls -t "$out"/data/models/*.fovea | head -1)
echo "the machine's limit (fovea predict on the files):"
$python benches/prelabel_rate.py limit "$fovea" "$model" "$out/loose"
