#!/usr/bin/env bash
# The log of a job that talks without end: MEGABYTES of lines are said by a command, written by its shim, and then read over
# loopback: pages anywhere, by time, the end, searches, the whole as a file. Beside it what others do with the same lines:
# mawk that puts a time before each and writes them to a file, sed for a page in the middle, grep for a search. FOVEA may name
# another build of the program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
megabytes=${MEGABYTES:-600} fovea=${FOVEA:-target/release/fovea} python=${PYTHON:-python3}
out=$(mktemp -d)
server=
cleanup() {
    [[ -z $server ]] || kill "$server" 2>/dev/null || true
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
$python benches/jobs_rate.py logs "$address" "$out" "$megabytes"
