#!/usr/bin/env bash
# Pictures a second of an import into a running server, as single files (8 at a time) and as one zip: streamed, hashed,
# gone through whole, with thumbnail, row and label, safe on the disk. Beside it `datumaro` on the same folder where the Python
# named by DATUMARO_PYTHON has it (reads the folder, copies it into a set of its own, decodes nothing), and the disk: a
# plain copy, with a sync at its end. DATA may name a folder of class folders, FOVEA another build of the program, COUNT how
# many pictures are drawn. What the server worked for a picture is told too: it is the same whatever else the machine does.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
python=.setup/venv/bin/python
source benches/lib/server.sh

$python benches/import_rate.py draw "$out" "${COUNT:-1500}" "${DATA:-}"
$python benches/import_rate.py copy "$out"
start_server
worked() { awk -v per="$(getconf CLK_TCK)" '{ print int(($14 + $15) * 1000 / per) }' "/proc/$server/stat"; }
count=$(find "$out/set" -type f | wc -l)
for way in files zip; do
    before=$(worked)
    $python benches/import_rate.py $way "$out" "$address"
    echo "  $((($(worked) - before) / count)) ms of processor time a picture"
done
if [[ -n ${DATUMARO_PYTHON:-} ]]; then
    "$DATUMARO_PYTHON" benches/import_peer.py "$out/set" "$out/peer"
else
    echo "the peer is not measured: set DATUMARO_PYTHON to a Python that has datumaro"
fi
