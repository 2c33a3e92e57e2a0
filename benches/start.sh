#!/usr/bin/env bash
# From starting the server to its first answer, over an empty folder and again over the same one, and its memory at rest.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
fovea=${FOVEA:-target/release/fovea}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for round in first second third; do
    begin=$(date +%s%N)
    "$fovea" serve --data "$out/data" --listen 127.0.0.1:0 >"$out/serve.log" 2>&1 &
    server=$!
    until grep -qs '^Fovea answers' "$out/serve.log"; do sleep 0.005; done
    answered=$(date +%s%N)
    sleep 2
    echo "$round start: $(((answered - begin) / 1000000)) ms, $(awk '/VmRSS/ {print int($2 / 1024)}' "/proc/$server/status") MB at rest"
    kill "$server"
    wait "$server" || true
done
