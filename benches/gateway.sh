#!/usr/bin/env bash
# The gateway into running jobs beside nginx, both before the same server in the same run: requests a second, bytes a second, and how much
# later a WebSocket's echo comes than without anything between. Loopback only, some seconds a figure.
#   benches/gateway.sh [target/release/fovea]
set -euo pipefail
cd "$(dirname "$0")/.."
program=${1:-target/release/fovea}
[ -x "$program" ] || { echo "build it first: cargo build --release -p fovea" >&2; exit 2; }
command -v nginx >/dev/null || { echo "nginx is not installed (apt-get install nginx-light)" >&2; exit 2; }
exec python3 benches/gateway_rate.py "$program"
