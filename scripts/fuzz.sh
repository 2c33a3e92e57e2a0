#!/usr/bin/env bash
# Runs each fuzz target for SECONDS_EACH [60] from its corpus on, and fails on the first input that makes one fail (which is
# then to go into the corpus). Needs `cargo install cargo-fuzz` and a nightly compiler, TOOLCHAIN [nightly].
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../fuzz"
command -v cargo-fuzz >/dev/null || { echo "cargo-fuzz is not there: cargo install cargo-fuzz" >&2; exit 2; }
for target in labels package picture reduced; do
    found=target/found/$target
    mkdir -p "$found"
    # What is found goes into the first folder; the corpus stays as it is.
    cargo "+${TOOLCHAIN:-nightly}" fuzz run "$target" "$found" "corpus/$target" -- \
        -max_total_time="${SECONDS_EACH:-60}" -rss_limit_mb=2048 -timeout=20
done
