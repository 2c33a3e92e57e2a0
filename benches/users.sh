#!/usr/bin/env bash
# The list of users of a house of COUNT users, over HTTP on loopback: every order, filter and kind of search, first pages
# and pages far behind. Goal: p99 under 20 ms for each kind. FOVEA may name another build of the program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
count=${COUNT:-100000} seconds=${DURATION:-30} python=${PYTHON:-python3}
source benches/lib/server.sh

# Of the whole workspace: with other features every dependency would be compiled anew.
cargo build -q --workspace --examples
target/debug/examples/many_users "$out/data" "$count"
start_server
$python benches/people_load.py users "$address" "$seconds"
