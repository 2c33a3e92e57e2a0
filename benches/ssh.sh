#!/usr/bin/env bash
# scp into and out of a running job beside OpenSSH's own sshd, both on loopback in the same run and by the same client: megabytes a second.
#   benches/ssh.sh [target/release/fovea]
set -euo pipefail
cd "$(dirname "$0")/.."
program=${1:-target/release/fovea}
[ -x "$program" ] || { echo "build it first: cargo build --release -p fovea" >&2; exit 2; }
for needed in ssh scp ssh-keygen; do
    command -v "$needed" >/dev/null || { echo "$needed is not installed (apt-get install openssh-client)" >&2; exit 2; }
done
[ -x /usr/sbin/sshd ] || { echo "sshd is not installed (apt-get install openssh-server)" >&2; exit 2; }
exec python3 benches/ssh_rate.py "$program"
