#!/usr/bin/env python3
"""Leaves boards out: `fovea train --task components` is taught by some boards of a set and judges the others, through the
program itself, each fold in folders of its own. Standard library only.

    scripts/boards.py --data DIR                    each board judged by a model that all others taught
    scripts/boards.py --data DIR --folds 6          fewer trainings, each without a sixth of the boards
    scripts/boards.py --data DIR --golden           taught by the good board alone, judged on all others

Prints the recall of faults where 0.5 %, 1 % and 2 % of the sound components may be called faulty, and how many of the
found are told as what they are.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

PICTURES = {".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp"}
ALLOWED = (0.005, 0.01, 0.02)


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", required=True, type=Path, help="layout.json, its picture, images/ and faults/")
    p.add_argument("--folds", type=int, help="parts that the boards are dealt into [default: one a board]")
    p.add_argument("--golden", action="store_true", help="teach by the good board alone")
    p.add_argument("--fovea", default="target/release/fovea")
    p.add_argument("--seed", default="0")
    p.add_argument("--list", action="store_true", help="name the faults that were missed and the false ones")
    p.add_argument("more", nargs="*", help="after --: further options of `fovea train`")
    return p.parse_args()


def boards_of(data, layout):
    golden = data / layout["image"]
    return sorted(p for p in (data / "images").iterdir() if p.suffix.lower() in PICTURES and p != golden)


def faults_of(data, board):
    path = data / "faults" / f"{board.stem}.json"
    return json.loads(path.read_text(encoding="utf-8"))["components"] if path.is_file() else {}


def lay_out(data, layout, boards, to):
    """The good board with its layout, and some of the others with what is known of them."""
    (to / "images").mkdir(parents=True)
    (to / "faults").mkdir()
    shutil.copyfile(data / "layout.json", to / "layout.json")
    shutil.copyfile(data / layout["image"], to / layout["image"])
    for board in boards:
        shutil.copyfile(board, to / "images" / board.name)
        faults = data / "faults" / f"{board.stem}.json"
        if faults.is_file():
            shutil.copyfile(faults, to / "faults" / faults.name)


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout


def judge(args, layout, taught, judged):
    """For each component whose truth is known: board, name, truth, score, told state."""
    with tempfile.TemporaryDirectory() as tmp:
        work = Path(tmp)
        lay_out(args.data, layout, taught, work / "train")
        model = work / "board.fovea"
        train = [args.fovea, "train", "--task", "components", "--data", work / "train", "--out", model]
        trained = json.loads(run([*train, "--seed", args.seed, "--json", *args.more]))
        lines = run([args.fovea, "predict", model, *judged, "--json"]).splitlines()
    rows, times = [], []
    for board, line in zip(judged, map(json.loads, lines), strict=True):
        faults = faults_of(args.data, board)
        times.append(line["ms"]["total"])
        for name, told in line["components"].items():
            truth = faults.get(name, "ok")
            if truth != "unclear":
                rows.append((board.stem, name, truth, told["score"], told["state"]))
    return rows, times, trained["seconds"]


def tell(rows, args):
    sound = sorted((r[3] for r in rows if r[2] == "ok"), reverse=True)
    faults = [r for r in rows if r[2] != "ok"]
    print(f"{len(sound)} sound components, {len(faults)} faults")
    for share in ALLOWED:
        limit = sound[min(int(share * len(sound)), len(sound) - 1)]
        found = sum(r[3] > limit for r in faults)
        print(f"  recall at {share:.1%} overkill: {found / max(len(faults), 1):.3f} ({found} of {len(faults)})")
    called = sum(r[4] != "ok" for r in rows if r[2] == "ok")
    found = [r for r in faults if r[4] != "ok"]
    right = sum(r[2] == r[4] for r in found)
    print(f"  at the models' own thresholds: {called} of {len(sound)} sound ones called faulty "
          f"({called / max(len(sound), 1):.2%}), {len(found)} of {len(faults)} faults found, "
          f"{right} of these told as what they are")
    if args.list:
        notable = [r for r in rows if (r[2] == "ok") != (r[4] == "ok") or (r[2] != "ok" and r[2] != r[4])]
        for board, name, truth, score, state in sorted(notable, key=lambda r: -r[3]):
            print(f"    {board} {name}: is {truth}, told {state} ({score:.3f})")


def main():
    args = arguments()
    layout = json.loads((args.data / "layout.json").read_text(encoding="utf-8"))
    boards = boards_of(args.data, layout)
    order = sorted(boards, key=lambda b: (zlib.crc32(b.stem.encode()), b.stem))
    if args.golden:
        folds = [boards]
    else:
        count = args.folds or len(boards)
        folds = [order[k::count] for k in range(count)]
    rows, times, seconds = [], [], []
    for k, judged in enumerate(folds):
        taught = [] if args.golden else [b for b in boards if b not in judged]
        told, ms, took = judge(args, layout, taught, judged)
        rows += told
        times += ms
        seconds.append(took)
        print(f"fold {k}: taught by {len(taught)} boards in {took:.1f} s, judged {len(judged)}", flush=True)
    print(f"training {sum(seconds) / len(seconds):.1f} s, a board {sum(times) / len(times):.0f} ms on one thread")
    tell(rows, args)


if __name__ == "__main__":
    main()
