#!/usr/bin/env python3
"""Group-wise cross-validation of `fovea train` through the program itself: each fold is trained and judged in
folders of its own, so nothing can leak. Standard library only.

    scripts/crossval.py --data DIR --task segment --folds 4 --group 'num_(\\d+)'

Prints a line a fold and the figures over all folds: AUROC as the mean of the folds', the share of bad pictures that are
found where 1 % of the good ones of a fold may be called bad, accuracies from the summed
confusion matrix, IoU from the summed pixels, mAP as the mean of the folds', each kind's AP likewise.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", required=True, type=Path)
    p.add_argument("--task", required=True, choices=["anomaly", "classify", "segment", "detect"])
    p.add_argument("--folds", type=int, default=4)
    p.add_argument("--only", type=int, help="run this fold alone")
    p.add_argument("--group", default="(.*)", help="regular expression on file stems; its groups name the part")
    p.add_argument("--teach", help="train only on files whose path matches this regular expression")
    p.add_argument("--few", type=int, help="of all others teach so many parts of each folder, e.g. --teach images/good/ --few 5")
    p.add_argument("--draw", type=int, default=0, help="which parts `--few` takes: another number, others")
    p.add_argument("--fovea", default="target/release/fovea")
    p.add_argument("--seed", default="0")
    p.add_argument("--work", type=Path, help="keep models here")
    p.add_argument("more", nargs="*", help="after --: further options of `fovea train`")
    return p.parse_args()


PICTURES = {".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp"}


def part_of(path, pattern):
    found = re.search(pattern, path.stem)
    return "_".join(g or "" for g in found.groups()) if found else path.stem


def folds_of(args):
    """The fold of each part. Parts of one folder, which mostly is a class, are dealt out in turn, so that a rare
    class is not all in one fold; chance decides their order, the same each time."""
    folders = {}
    for path in sorted(p for p in args.data.rglob("*") if p.suffix.lower() in PICTURES):
        folders.setdefault(part_of(path, args.group), str(path.parent))
    folds, dealt = {}, 0
    for part in sorted(folders, key=lambda p: (folders[p], zlib.crc32(p.encode()), p)):
        folds[part] = dealt % args.folds
        dealt += 1
    return folds, folders


def taught(args, folds, folders, fold):
    """By `--few`, the parts of each folder that are taught where `--teach` does not say so: the first by chance, another each fold."""
    few, left = set(), {}
    drawn = f"{args.draw} {fold}" if args.draw else f"{fold}"
    for part in sorted(folders, key=lambda p: (zlib.crc32(f"{drawn} {p}".encode()), p)):
        if folds[part] != fold and left.get(folders[part], 0) < args.few:
            left[folders[part]] = left.get(folders[part], 0) + 1
            few.add(part)
    return few


def lay_out(args, folds, folders, fold, work):
    """Copies every file into `train` or `test`; labels follow their picture because they share its stem."""
    few = taught(args, folds, folders, fold) if args.few is not None else set()
    for path in sorted(p for p in args.data.rglob("*") if p.is_file()):
        inside = path.relative_to(args.data)
        of = part_of(path, args.group)
        part = "test" if folds.get(of) == fold else "train"
        if part == "train" and args.teach and of not in few and not re.search(args.teach, str(inside)):
            continue
        to = work / part / inside
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, to)


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def balanced(labels, matrix):
    rows = [(matrix[i][i] / sum(matrix[i])) for i in range(len(labels)) if sum(matrix[i])]
    return sum(rows) / len(rows)


def found_at(pictures, overkill):
    """The share of bad pictures that score higher than all but so many of the good ones."""
    good = sorted((p["score"] for p in pictures if not p["bad"]), reverse=True)
    bad = [p["score"] for p in pictures if p["bad"]]
    allowed = int(len(good) * overkill)
    limit = good[allowed] if allowed < len(good) else -1
    return sum(score > limit for score in bad) / len(bad) if good and bad else None


def mean(values):
    known = [v for v in values if v is not None]
    return f"{sum(known) / len(known):.4f}" if known else "none"


def tell_boxes(what, results):
    """Means over the folds of mAP, of each kind's AP, of sizes, and of precision and recall at the models' thresholds."""
    coco = [r["coco"] for r in results]
    at = [r["at_threshold"] for r in results]
    print(f"{what}: mAP50 {mean([c['map50'] for c in coco])}, mAP50:95 {mean([c['map50_95'] for c in coco])}; at the "
          f"threshold precision {mean([p['precision'] for p in at])}, recall {mean([p['recall'] for p in at])}")
    for part, ap in (("kinds", "ap50"), ("sizes", "map50")):
        for name in dict.fromkeys(k["name"] for c in coco for k in c[part]):
            same = [k for c in coco for k in c[part] if k["name"] == name]
            print(f"  {name}: AP50 {mean([k.get(ap) for k in same])}, "
                  f"AP50:95 {mean([k.get(ap + '_95') for k in same])} of {sum(k['marked'] for k in same)}", flush=True)


def main():
    args = arguments()
    folds, folders = folds_of(args)
    found, aurocs, confusion, pixels, seconds, boxes = [], [], {}, {}, [], []
    for fold in range(args.folds) if args.only is None else [args.only]:
        with tempfile.TemporaryDirectory() as tmp:
            work = Path(tmp)
            lay_out(args, folds, folders, fold, work)
            model = (args.work or work) / f"fold{fold}.fovea"
            train = [args.fovea, "train", "--task", args.task, "--data", work / "train", "--out", model]
            trained = run([*train, "--seed", args.seed, "--restart", "--json", *args.more])
            judged = run([args.fovea, "evaluate", model, "--data", work / "test", "--json"])
        seconds.append(trained["seconds"])
        if judged.get("auroc") is not None:
            aurocs.append(judged["auroc"])
            found.append(found_at(judged["pictures"], 0.01))
        table = judged.get("confusion") or {"labels": [], "matrix": []}
        for i, a in enumerate(table["labels"]):
            for j, b in enumerate(table["labels"]):
                confusion[a, b] = confusion.get((a, b), 0) + table["matrix"][i][j]
        for c in judged.get("classes", []):
            if c.get("pixels"):
                sums = pixels.setdefault(c["name"], [0, 0, 0])
                for k, name in enumerate(["truth", "predicted", "both"]):
                    sums[k] += c["pixels"][name]
        if (judged.get("detection") or {}).get("coco"):
            boxes.append(judged["detection"])
            tell_boxes(f"fold {fold}", boxes[-1:])
        pixel = judged.get("pixel") or {}
        print(f"fold {fold}: {trained['seconds']:.1f} s, AUROC {judged.get('auroc')}, balanced "
              f"{judged.get('balanced_accuracy')}, mean IoU {pixel.get('mean_iou')}", flush=True)
    print(f"training {sum(seconds) / len(seconds):.1f} s a fold")
    if aurocs:
        print(f"AUROC {sum(aurocs) / len(aurocs):.4f} (folds {min(aurocs):.4f} to {max(aurocs):.4f}); found at 1 % overkill {mean(found)}")
    if boxes:
        tell_boxes(f"mean of {len(boxes)}", boxes)
    if confusion and args.task == "classify":
        labels = sorted({a for a, _ in confusion})
        matrix = [[confusion.get((a, b), 0) for b in labels] for a in labels]
        right = sum(matrix[i][i] for i in range(len(labels)))
        print(f"accuracy {right / sum(map(sum, matrix)):.4f}, balanced {balanced(labels, matrix):.4f}")
        for i, a in enumerate(labels):
            if sum(matrix[i]):
                print(f"  {a}: recall {matrix[i][i] / sum(matrix[i]):.4f} of {sum(matrix[i])}")
    ious = {name: both / max(truth + told - both, 1) for name, (truth, told, both) in pixels.items() if truth}
    for name, iou in ious.items():
        print(f"  {name}: IoU {iou:.4f}")
    if ious:
        print(f"mean IoU {sum(ious.values()) / len(ious):.4f}")


if __name__ == "__main__":
    main()
