#!/usr/bin/env bash
# The log of a job that talks without end: MEGABYTES of lines are said by a command, written by its shim, and then read over
# loopback: pages anywhere, by time, the end, searches, the whole as a file. Beside it what others do with the same lines:
# mawk that puts a time before each and writes them to a file, sed for a page in the middle, grep for a search. FOVEA may name
# another build of the program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
megabytes=${MEGABYTES:-600} python=${PYTHON:-python3}
source benches/lib/server.sh

start_server --unsandboxed-jobs
$python benches/jobs_rate.py logs "$address" "$out" "$megabytes"
