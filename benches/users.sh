#!/usr/bin/env bash
# The list of users of a house of COUNT users, over HTTP on loopback: every order, filter and kind of search, first pages
# and pages far behind. Goal: p99 under 20 ms for each kind. FOVEA may name another build of the program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
count=${COUNT:-100000} seconds=${DURATION:-30} fovea=${FOVEA:-target/release/fovea} python=${PYTHON:-python3}
out=$(mktemp -d)
server=
cleanup() {
    [[ -z $server ]] || kill "$server" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$out"
}
trap cleanup EXIT

# Of the whole workspace: with other features every dependency would be compiled anew.
cargo build -q --workspace --examples
target/debug/examples/many_users "$out/data" "$count"
"$fovea" serve --data "$out/data" --listen 127.0.0.1:0 >"$out/serve.log" 2>&1 &
server=$!
until address=$(sed -n 's/^Fovea answers at //p' "$out/serve.log") && [ -n "$address" ]; do sleep 0.1; done
head -c 18 /dev/urandom | base64 | "$fovea" admin create --data "$out/data" --name bench --password-stdin
FOVEA_TOKEN=$("$fovea" admin token --data "$out/data" --name bench)
export FOVEA_TOKEN
$python benches/people_load.py users "$address" "$seconds"
