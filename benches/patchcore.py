"""Lays out the pictures of `patchcore.sh`, measures Fovea on them, and compares. Standard library only."""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import time
import zlib
from pathlib import Path

PICTURES = {".jpg", ".jpeg", ".png", ".bmp"}


def lay(data, good, count, out):
    """`out/train/good`, `out/test/good`, `out/test/bad`; one part's pictures are never on both sides."""
    paths = sorted(p for p in Path(data).rglob("*") if p.suffix.lower() in PICTURES and "mask" not in str(p.parent))
    part = lambda p: (re.search(r"num_(\d+)", p.stem) or re.search(r"(.*)", p.stem)).group(1)
    goods = sorted((p for p in paths if p.parent.name == good), key=lambda p: (zlib.crc32(part(p).encode()), p.name))
    taught = goods[: int(count)]
    known = {part(p) for p in taught}
    sides = {"train/good": taught, "test/good": [p for p in goods if part(p) not in known]}
    sides["test/bad"] = [p for p in paths if p.parent.name != good and part(p) not in known]
    for side, chosen in sides.items():
        (Path(out) / side).mkdir(parents=True)
        for k, path in enumerate(chosen):
            shutil.copyfile(path, Path(out) / side / f"{k:04}{path.suffix}")
    print({side: len(chosen) for side, chosen in sides.items()}, flush=True)


def fovea(program, out):
    model = f"{out}/model.fovea"
    train = [program, "train", "--task", "anomaly", "--data", f"{out}/train", "--out", model, "--size", "256"]
    start = time.monotonic()
    subprocess.run([*train, "--threads", "2"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seconds = time.monotonic() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    judged = subprocess.run(
        [program, "evaluate", model, "--data", f"{out}/test", "--json"], check=True, capture_output=True
    )
    tell(out, "fovea", seconds, peak, json.loads(judged.stdout)["auroc"])


def tell(out, who, seconds, peak, auroc):
    figures = {"seconds": round(seconds, 2), "peak_mib": round(peak), "auroc": round(auroc, 4)}
    Path(out, f"{who}.json").write_text(json.dumps(figures))
    print(f"{who}: {figures}", flush=True)


def ratio(out):
    ours, theirs = (json.loads(Path(out, f"{who}.json").read_text()) for who in ("fovea", "peer"))
    print(f"{theirs['seconds'] / ours['seconds']:.0f} times faster to train, {ours['peak_mib'] / theirs['peak_mib']:.2f} "
          f"of the memory, AUROC {ours['auroc'] - theirs['auroc']:+.4f}")


if __name__ == "__main__":
    {"lay": lay, "fovea": fovea, "ratio": ratio}[sys.argv[1]](*sys.argv[2:])
