#!/usr/bin/env bash
# A storm of logins: CLIENTS people log in again and again for DURATION seconds, while others work: their requests are
# told before the storm and in it. Goal: their p99 under 50 ms. FOVEA may name another build of the program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
clients=${CLIENTS:-200} seconds=${DURATION:-20} python=${PYTHON:-python3}
source benches/lib/server.sh

start_server
$python benches/people_load.py logins "$address" "$clients" "$seconds"
