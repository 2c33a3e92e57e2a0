#!/usr/bin/env bash
# Sends generated requests to every route and fails on an answer of the 500s or one that the OpenAPI document does not know:
# with ids of things that are there, with any ids, in sequences where one answer's id goes into the next request, and as
# somebody who may little or is nobody. SCHEMATHESIS names the program (`pip install schemathesis`, some 60 MB, not part of
# the set-up); FOVEA another build, MINUTES the time of each of the first three [3].
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
fovea=${FOVEA:-target/debug/fovea} tester=${SCHEMATHESIS:-schemathesis}
out=$(mktemp -d)
"$fovea" serve --data "$out/data" --listen 127.0.0.1:0 >"$out/serve.log" 2>&1 &
server=$!
# Services outlive their server.
end() {
    kill $server
    wait $server || true
    for pid in "$out"/data/jobs/*/pid; do
        if [ -e "$pid" ] && [ ! -e "${pid%pid}exit.json" ]; then kill "$(cat "$pid")" || true; fi
    done
    sleep 1
    rm -rf "$out"
}
trap end EXIT
until address=$(sed -n 's/^Fovea answers at //p' "$out/serve.log") && [ -n "$address" ]; do sleep 0.1; done
head -c 18 /dev/urandom | base64 | "$fovea" admin create --data "$out/data" --name tester --password-stdin
FOVEA_TOKEN=$("$fovea" admin token --data "$out/data" --name tester)
export FOVEA_TOKEN
python3 scripts/fuzz_house.py "$address" samples/ball-screw >"$out/ids.toml"
little=$("$fovea" token create little --right project.read --server "$address")
touch "$out/none.toml"

failed=0
# Streams without an end, or with one that is far off.
run() {
    local config=$1
    shift
    "$tester" --config-file "$config" run "$address/api/v1/openapi.json" --exclude-path /events --exclude-path "/jobs/{id}/log/follow" --warnings off --no-color \
        --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance "$@" || failed=1
}
minutes=$((${MINUTES:-3} * 60))
me="Authorization: Bearer $FOVEA_TOKEN"
echo "== as an administrator, with what is there"
# What takes the things away has its turn afterwards.
run "$out/ids.toml" --header "$me" --phases coverage,fuzzing --max-time $minutes \
    --exclude-method DELETE --exclude-path-regex '/(purge|stop|cancel|finish)$'
echo "== in sequences"
run "$out/none.toml" --header "$me" --phases stateful --max-time $minutes
echo "== with any ids"
run "$out/none.toml" --header "$me" --phases coverage,fuzzing --max-time $minutes
echo "== as one who may little"
run "$out/ids.toml" --header "Authorization: Bearer $little" --phases coverage
echo "== as nobody"
run "$out/ids.toml" --phases coverage
exit $failed
