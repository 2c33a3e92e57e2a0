#!/usr/bin/env bash
# Brings the tools that a job may have beside its command, for the tests that open them in a browser: JupyterLab and TensorBoard in a
# Python of their own, and code-server. All lands in .setup/tools (about 1 GB), which tests name as FOVEA_TOOLS; nothing of it is part of
# the program.
#
#   scripts/setup_tools.sh
#
# Versions and hashes stand in scripts/requirements-tools.txt (CPython 3.11, x86_64) and scripts/code-server/package-lock.json; what
# code-server brings along is pinned by its own lock files. Needs Python 3.11, and Node 20 with npm for code-server. A second run takes a
# second. pip's and npm's own settings (proxy, mirror) are honoured.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tools=$root/.setup/tools
stamp=$tools/stamp
say() { printf 'setup: %s\n' "$*" >&2; }
skip() { printf 'setup: %s is left out: %s\n' "$1" "$2" >&2; }

wanted=$(cat "$root/scripts/requirements-tools.txt" "$root/scripts/code-server/package-lock.json" "${BASH_SOURCE[0]}" | sha256sum | cut -d' ' -f1)
if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then exit 0; fi
mkdir -p "$tools"

# The system's own first: jobs see neither a home nor what an interpreter there would need.
python=$(for one in /usr/bin/python3.11 /usr/local/bin/python3.11 "$(command -v python3.11 || true)"; do [ -x "$one" ] && echo "$one" && break; done || true)
if [ -n "$python" ] && [ "$(uname -m)" = x86_64 ]; then
    say "JupyterLab and TensorBoard"
    if [ "$(readlink -f "$tools/bin/python3.11" || true)" != "$(readlink -f "$python")" ]; then
        rm -rf "$tools/bin" "$tools/lib" "$tools/lib64" "$tools/include"
        "$python" -m venv "$tools"
    fi
    "$tools/bin/pip" install --quiet --no-deps --require-hashes -r "$root/scripts/requirements-tools.txt"
else
    skip "JupyterLab and TensorBoard" "they need Python 3.11 on x86_64"
fi

node_is_right() { command -v node >/dev/null && command -v npm >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" = 20 ]; }
if node_is_right; then
    say "code-server"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get install -y -qq --no-install-recommends build-essential pkg-config ripgrep libkrb5-dev libsecret-1-dev libx11-dev libxkbfile-dev >/dev/null
    fi
    code=$tools/code
    mkdir -p "$code" "$tools/bin"
    cp "$root/scripts/code-server/package.json" "$root/scripts/code-server/package-lock.json" "$code/"
    # Scripts of packages are not run; the few modules that have to be compiled are named below.
    (cd "$code" && npm ci --ignore-scripts --no-audit --no-fund --silent)
    inner=$code/node_modules/code-server/lib/vscode
    (cd "$inner" && npm install --omit=dev --ignore-scripts --no-audit --no-fund --silent)
    (cd "$inner/extensions" && npm install --omit=dev --ignore-scripts --no-audit --no-fund --silent)
    # One of them asks npx for the builder of modules, which asks back where nobody says yes.
    export npm_config_yes=true
    (cd "$inner" && npm rebuild --silent node-pty @parcel/watcher @vscode/spdlog native-watchdog kerberos @vscode/deviceid)
    (cd "$code" && npm rebuild --silent argon2)
    mkdir -p "$inner/node_modules/@vscode/ripgrep/bin"
    ln -sf "$(command -v rg || echo /usr/bin/rg)" "$inner/node_modules/@vscode/ripgrep/bin/rg"
    printf '#!/bin/sh\nexec %s %s "$@"\n' "$(command -v node)" "$code/node_modules/code-server/out/node/entry.js" > "$tools/bin/code-server.part"
    chmod +x "$tools/bin/code-server.part"
    mv "$tools/bin/code-server.part" "$tools/bin/code-server"
else
    skip "code-server" "it needs Node 20 with npm"
fi
echo "$wanted" > "$stamp"
