#!/usr/bin/env bash
# Sends generated requests to every route of a fresh server and fails on an answer of the 500s or one that the OpenAPI
# document does not know. SCHEMATHESIS names the program (`pip install schemathesis`, some 60 MB, not part of the set-up);
# FOVEA another build, MINUTES the time [3].
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
fovea=${FOVEA:-target/debug/fovea} tester=${SCHEMATHESIS:-schemathesis}
out=$(mktemp -d)
"$fovea" serve --data "$out/data" --listen 127.0.0.1:0 >"$out/serve.log" 2>&1 &
server=$!
trap 'kill $server; wait $server || true; rm -rf "$out"' EXIT
until address=$(sed -n 's/^Fovea answers at //p' "$out/serve.log") && [ -n "$address" ]; do sleep 0.1; done
head -c 18 /dev/urandom | base64 | "$fovea" admin create --data "$out/data" --name tester --password-stdin
token=$("$fovea" admin token --data "$out/data" --name tester)
# Events are a stream without an end.
"$tester" run "$address/api/v1/openapi.json" --header "Authorization: Bearer $token" --exclude-path /events \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
    --phases coverage,fuzzing --max-time $((${MINUTES:-3} * 60)) --warnings off --no-color
