#!/usr/bin/env bash
# PEOPLE annotators at once (100) over a pool of pictures, each as the page does it: the next picture, its labels, the lease, a save a
# second, done; and beside that what the places of the picture look like, for which nobody waits (FEATURES=0 leaves that away). Told is how
# long each kind of request takes, p50 and p99, and that all that was acknowledged is there in the end.
# With KILL_EVERY=20 the server is killed (SIGKILL) every so many seconds and started anew. SECONDS_LONG (60) is how long they work, FOVEA
# may name another build of the program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
python=.setup/venv/bin/python
source benches/lib/server.sh

start_server
port=${address##*:}
port=${port%%/*}
begin() {
    "$fovea" serve --data "$out/data" --listen "127.0.0.1:$port" >>"$out/serve.log" 2>&1 &
    server=$!
    also $server
}
$python benches/annotators_load.py prepare "$address" "${PEOPLE:-100}" "${COUNT:-3000}" "$out"
$python benches/annotators_load.py work "$address" "${SECONDS_LONG:-60}" "$out" &
load=$!
also $load
if [[ -n ${KILL_EVERY:-} ]]; then
    while sleep "$KILL_EVERY" && kill -0 $load 2>/dev/null; do
        kill -9 $server
        wait $server 2>/dev/null || true
        begin
        echo "killed and started anew"
    done
fi
wait $load
$python benches/annotators_load.py check "$address" "$out"
