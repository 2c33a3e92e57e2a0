#!/usr/bin/env bash
# A storm of logins: CLIENTS people log in again and again for DURATION seconds, while others work: their requests are
# told before the storm and in it. Goal: their p99 under 50 ms. FOVEA may name another build of the program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
clients=${CLIENTS:-200} seconds=${DURATION:-20} fovea=${FOVEA:-target/release/fovea} python=${PYTHON:-python3}
out=$(mktemp -d)
server=
cleanup() {
    [[ -z $server ]] || kill "$server" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$out"
}
trap cleanup EXIT

"$fovea" serve --data "$out/data" --listen 127.0.0.1:0 >"$out/serve.log" 2>&1 &
server=$!
until address=$(sed -n 's/^Fovea answers at //p' "$out/serve.log") && [ -n "$address" ]; do sleep 0.1; done
password=$(head -c 18 /dev/urandom | base64)
echo "$password" | "$fovea" admin create --data "$out/data" --name bench --password-stdin
FOVEA_TOKEN=$("$fovea" admin token --data "$out/data" --name bench)
export FOVEA_TOKEN PASSWORD=$password
$python benches/people_load.py logins "$address" "$clients" "$seconds"
