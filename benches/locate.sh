#!/usr/bin/env bash
# Locating a part beside OpenCV: the same drawn plates, turned by up to 10 degrees and shifted, on one thread each. Ours is the step
# `locate` of a recipe; the peer looks by matchTemplate on a quarter of the size over turns by a degree, and refines the best by
# findTransformECC. Then others that are seen from aside, found by a homography; there the peer takes ORB, matches both ways and
# findHomography. Prints the error of the place (seen from aside of its corners) and of the turn, and the time a picture after decoding.
# PEER_PYTHON is a Python that has opencv and numpy [default: that of `make peers`, or of benches/read.sh]; FOVEA another build.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
python=${PEER_PYTHON:-.setup/peers/bin/python}
if [[ -z ${PEER_PYTHON:-} && ! -x $python && -x .setup/peers-read/bin/python ]]; then python=.setup/peers-read/bin/python; fi
if [[ ! -x $(command -v "$python" || true) ]]; then
    echo "not measured: run \`make peers\` once, or set PEER_PYTHON to a Python that has opencv and numpy"
    exit 0
fi
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"$python" benches/locate_peer.py "${FOVEA:-target/release/fovea}" "$out" --count "${COUNT:-40}"
echo "seen from aside:"
"$python" benches/locate_peer.py "${FOVEA:-target/release/fovea}" "$out" --count "${COUNT:-40}" --aside
