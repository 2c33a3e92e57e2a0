#!/usr/bin/env bash
# JOBS commands `true` are submitted one after another over loopback, as many at a time run as there are cores: how many a
# second, and how long from submitting to starting, and to starting on a machine with nothing else to do. Beside it
# PEER_JOBS of the same through a Slurm that is begun for it, where there is one. FOVEA may name another build of the program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
jobs=${JOBS:-1000} fovea=${FOVEA:-target/release/fovea} python=${PYTHON:-python3}
out=$(mktemp -d)
source benches/lib/slurm.sh
server=
cleanup() {
    [[ -z $server ]] || kill "$server" 2>/dev/null || true
    stop_slurm
    wait 2>/dev/null || true
    rm -rf "$out"
}
trap cleanup EXIT

"$fovea" serve --data "$out/data" --listen 127.0.0.1:0 --unsandboxed-jobs >"$out/serve.log" 2>&1 &
server=$!
until address=$(sed -n 's/^Fovea answers at //p' "$out/serve.log" 2>/dev/null) && [ -n "$address" ]; do sleep 0.1; done
head -c 18 /dev/urandom | base64 | "$fovea" admin create --data "$out/data" --name bench --password-stdin
FOVEA_TOKEN=$("$fovea" admin token --data "$out/data" --name bench)
export FOVEA_TOKEN
$python benches/jobs_rate.py starts "$address" "$jobs"
kill "$server" && wait "$server" || true
if command -v slurmctld munged >/dev/null && [[ $(id -u) == 0 ]]; then
    start_slurm "$out/slurm"
    $python benches/jobs_rate.py slurm "${PEER_JOBS:-200}"
else
    echo "the peer is not measured: that takes root and slurmctld (apt install slurm-wlm munge)"
fi
