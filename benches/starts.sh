#!/usr/bin/env bash
# JOBS commands `true` are submitted one after another over loopback, as many at a time run as there are cores: how many a
# second; and on a machine with nothing else to do, how long from submitting until the command itself runs, by its own clock. In
# one table with PEER_JOBS of the same through a Slurm that is begun for it, where there is one, and as ratios. FOVEA may name
# another build of the program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
jobs=${JOBS:-1000} python=${PYTHON:-python3}
source benches/lib/server.sh
source benches/lib/slurm.sh

start_server --unsandboxed-jobs
$python benches/jobs_rate.py starts "$address" "$jobs" "$out"
kill "$server" && wait "$server" || true
if command -v slurmctld munged >/dev/null && [[ $(id -u) == 0 ]]; then
    start_slurm "$out/slurm"
    $python benches/jobs_rate.py slurm "${PEER_JOBS:-200}" "$out"
else
    echo "the peer is not measured: that takes root and slurmctld (apt install slurm-wlm munge)"
fi
