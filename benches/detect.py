#!/usr/bin/env python3
"""The parts of `detect.sh` beside the peer: laying a fold of four out as `scripts/crossval.py` does, Fovea's own run, and the ratio."""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

THREADS = "2"


def tell(out, who, seconds, map50, rate):
    figures = {"seconds": seconds, "map50": map50, "rate": rate}
    (Path(out) / f"{who}.json").write_text(json.dumps(figures))
    print(f"{who:<6} taught {seconds:6.0f} s   mAP50 {map50:.4f}   {rate:6.1f} pictures a second", flush=True)


def lay(data, out):
    from crossval import folds_of, lay_out

    args = argparse.Namespace(data=Path(data), folds=4, group="(.*)", teach=None)
    lay_out(args, folds_of(args), 0, Path(out))


def told(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    # 4: the time was used up.
    if done.returncode not in (0, 4):
        sys.exit(f"{command[1]} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout


def pictures(folder):
    return sorted(p for p in Path(folder).rglob("*") if p.suffix.lower() in {".jpg", ".jpeg", ".png", ".bmp"})


def fovea(program, out, minutes, *more):
    out = Path(out)
    model = str(out / "model.fovea")
    train = [program, "train", "--task", "detect", "--data", str(out / "train"), "--out", model, "--threads", THREADS]
    taught = json.loads(told([*train, "--budget", f"{minutes}m", "--json", *more]))
    judged = json.loads(told([program, "evaluate", model, "--data", str(out / "test"), "--threads", THREADS, "--json"]))
    paths = pictures(out / "test")
    start = time.perf_counter()
    lines = told([program, "predict", model, "--json", "--threads", THREADS, *map(str, paths)]).splitlines()
    rate = len(lines) / (time.perf_counter() - start)
    tell(out, "fovea", taught["seconds"], judged["detection"]["coco"]["map50"], rate)


def ratio(out):
    ours, theirs = (json.loads((Path(out) / f"{who}.json").read_text()) for who in ("fovea", "peer"))
    print(f"mAP50 {ours['map50'] - theirs['map50']:+.4f}, pictures a second {ours['rate'] / theirs['rate']:.2f} times the peer's")


if __name__ == "__main__":
    {"lay": lay, "fovea": fovea, "ratio": ratio}[sys.argv[1]](*sys.argv[2:])
