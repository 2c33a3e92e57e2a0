#!/usr/bin/env python3
"""Leaves boards out: `fovea train --task compare` is taught by the pairs of some boards and judges those of another, through
the program itself, each fold in folders of its own.

    scripts/pairs.py --data DIR                         each board judged by what all others taught
    scripts/pairs.py --data DIR --only 92000,13000      these boards alone are judged, one training each
    scripts/pairs.py --data DIR --also grey,colour,moved,all   the same models on changed copies of the pairs, too

`DIR` holds `<name>_test`, `<name>_temp` and `<name>.txt`; a board's number is what stands before the last three digits of a
name. Prints mAP (IoU above 0.33), F at the best threshold and at the model's own, and pairs a second, from files to boxes,
without the program's start. Changed copies are drawn alike each time: `grey`, both pictures with other grey levels, blur, noise and
light from the side; `colour`, dark copper on a bright green board, blur, noise, light; `moved`, the board shifted by up to 20 pixels, turned by up to
3 degrees, scaled by up to 2 %, and lit otherwise; `all`, moved and in colour. They need numpy and Pillow.
"""

import argparse
import json
import math
import random
import re
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

PICTURES = {".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp"}
CHANGES = ("grey", "colour", "moved", "all")


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", required=True, type=Path)
    p.add_argument("--only", default="", help="numbers of the boards to judge, parted by commas [default: all]")
    p.add_argument("--also", default="", help=f"changes to judge, too: some of {','.join(CHANGES)}")
    p.add_argument("--fovea", default="target/release/fovea")
    p.add_argument("--threads", default="2")
    p.add_argument("--seed", default="0")
    p.add_argument("--keep", type=Path, help="keep the models here, and use those that are there")
    p.add_argument("--model", type=Path, help="judge by this model and train none; it must not know the boards")
    p.add_argument("more", nargs="*", help="after --: further options of `fovea train`")
    return p.parse_args()


def pairs_of(data):
    """By name: test, template, boxes."""
    tests = {}
    for path in sorted(p for p in data.rglob("*_test.*") if p.suffix.lower() in PICTURES):
        templates = [p for p in path.parent.glob(f"{path.stem[:-5]}_temp.*") if p.suffix.lower() in PICTURES]
        if templates:
            tests[path.stem[:-5]] = [path, templates[0], None]
    for path in data.rglob("*.txt"):
        if path.stem in tests:
            tests[path.stem][2] = path
    return tests


def board_of(name):
    found = re.fullmatch(r"(\d+)\d{3}", name)
    return found.group(1) if found else name


def copy(pairs, to):
    to.mkdir(parents=True)
    for files in pairs.values():
        for path in filter(None, files):
            (to / path.name).write_bytes(path.read_bytes())


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout


class Drawn:
    """A pair drawn otherwise."""

    def __init__(self, name, change):
        from PIL import Image, ImageFilter
        import numpy

        self.image, self.filter, self.np = Image, ImageFilter, numpy
        self.change = change
        self.seed = zlib.crc32(f"{name} {change}".encode())
        self.rng = random.Random(self.seed)

    def motion(self, size):
        """From the drawn picture into the given one, as PIL wants it, and back."""
        angle = math.radians(self.rng.uniform(-3, 3))
        scale = self.rng.uniform(0.98, 1.02)
        dx, dy = self.rng.uniform(-20, 20), self.rng.uniform(-20, 20)
        a, b = scale * math.cos(angle), scale * math.sin(angle)
        cx, cy = size[0] / 2, size[1] / 2
        forth = (a, -b, cx - a * cx + b * cy + dx, b, a, cy - b * cx - a * cy + dy)
        det = a * a + b * b

        def back(x, y):
            u, v = x - forth[2], y - forth[5]
            return (a * u + b * v) / det, (a * v - b * u) / det

        return forth, back, 1 / scale

    def move(self, picture, forth):
        # Beyond the edge the board goes on as its edge does.
        pixels, margin = self.np.asarray(picture), 60
        wide = self.np.pad(pixels, ((margin, margin), (margin, margin)), mode="edge")
        a, b, c, d, e, f = forth
        shifted = (a, b, c + margin, d, e, f + margin)
        source = self.image.fromarray(wide)
        return source.transform(picture.size, self.image.Transform.AFFINE, shifted, self.image.Resampling.BILINEAR)

    def light(self, values, rng):
        h, w = values.shape[:2]
        y, x = self.np.mgrid[0:h, 0:w]
        side, top = rng.uniform(-0.25, 0.25), rng.uniform(-0.25, 0.25)
        field = rng.uniform(0.8, 1.1) * (1 + side * (x / w - 0.5) + top * (y / h - 0.5))
        return values * (field[..., None] if values.ndim == 3 else field)

    def paint(self, picture, which):
        """Binarised copper as a camera would show it."""
        rng = random.Random(self.seed * 2 + which)
        noise = self.np.random.default_rng(self.seed * 2 + which)
        soft = picture.filter(self.filter.GaussianBlur(rng.uniform(0.6, 1.2)))
        part = self.np.asarray(soft, dtype=self.np.float32) / 255
        if self.change == "grey":
            dark, bright = 70.0, 180.0
            values = dark + (bright - dark) * part
        else:
            # Where the pictures are dark is copper; it stays the darker part, for kinds depend on that.
            copper, mask = self.np.array([126.0, 66.0, 38.0]), self.np.array([96.0, 176.0, 104.0])
            values = copper + (mask - copper) * part[..., None]
        values = self.light(values, rng) + noise.normal(0, 4, values.shape)
        return self.image.fromarray(values.clip(0, 255).astype(self.np.uint8))

    def draw(self, files, to):
        test, template = (self.image.open(p).convert("L") for p in files[:2])
        boxes = [line.replace(",", " ").split() for line in files[2].read_text().splitlines()] if files[2] else []
        boxes = [line for line in boxes if len(line) == 5]
        if self.change in ("moved", "all"):
            forth, back, scale = self.motion(test.size)
            test = self.move(test, forth)
            kept = []
            for *corners, kind in boxes:
                x0, y0, x1, y1 = map(float, corners)
                x, y = back((x0 + x1) / 2, (y0 + y1) / 2)
                w, h = (x1 - x0) * scale, (y1 - y0) * scale
                if 0 <= x < test.width and 0 <= y < test.height:
                    box = (max(x - w / 2, 0), max(y - h / 2, 0))
                    box += (min(x + w / 2, test.width), min(y + h / 2, test.height))
                    kept.append([f"{v:.1f}" for v in box] + [kind])
            boxes = kept
        if self.change == "moved":
            lit = self.light(self.np.asarray(test, dtype=self.np.float32), self.rng) * 0.85 + 10
            test = self.image.fromarray(lit.clip(0, 255).astype(self.np.uint8))
        else:
            test, template = self.paint(test, 0), self.paint(template, 1)
        name = files[0].stem[:-5]
        for picture, end in ((test, "test"), (template, "temp")):
            picture.save(to / f"{name}_{end}.jpg", quality=92)
        (to / f"{name}.txt").write_text("".join(" ".join(b) + "\n" for b in boxes))


def evaluate(args, model, folder):
    told = json.loads(run([args.fovea, "evaluate", model, "--data", folder, "--threads", args.threads, "--json"]))
    detection = told["detection"]
    for problem in told["data"].get("skipped", []):
        print(f"  left out: {problem['path']}: {problem['reason']}")
    return detection, told["data"]["pictures"], told["timing"]["pictures_per_second"]


def tell(label, detection, pairs, speed):
    best, own = detection["best"], detection["at_threshold"]
    kinds = "  ".join(
        f"{k['name']} {100 * k['average_precision']:.1f}" for k in detection["kinds"] if "average_precision" in k
    )
    print(
        f"{label:<22} {pairs:>5} pairs  mAP {100 * detection['mean_average_precision']:6.2f}  F {best['f']:.4f} at "
        f"{best['threshold']:.2f}  own {own['f']:.4f} at {own['threshold']:.2f} (precision {own['precision']:.3f}, recall "
        f"{own['recall']:.3f})  {speed:6.1f} pairs/s  {kinds}",
        flush=True,
    )


def main():
    args = arguments()
    also = [c for c in args.also.split(",") if c]
    if unknown := set(also) - set(CHANGES):
        sys.exit(f"unknown changes: {', '.join(sorted(unknown))}")
    pairs = pairs_of(args.data)
    boards = sorted({board_of(name) for name in pairs})
    judged = [b for b in args.only.split(",") if b] or boards
    if missing := set(judged) - set(boards):
        sys.exit(f"there are no boards {', '.join(sorted(missing))}, but {', '.join(boards)}")
    rows = {}
    for board in judged:
        with tempfile.TemporaryDirectory() as tmp:
            work = Path(tmp)
            kept_back = {n: f for n, f in pairs.items() if board_of(n) == board}
            copy(kept_back, work / "judged")
            model = args.model or (args.keep or work) / f"without-{board}.fovea"
            seconds = None
            if not model.is_file():
                copy({n: f for n, f in pairs.items() if n not in kept_back}, work / "taught")
                model.parent.mkdir(parents=True, exist_ok=True)
                train = [args.fovea, "train", "--task", "compare", "--data", work / "taught", "--out", model, "--json"]
                done = json.loads(run([*train, "--seed", args.seed, "--threads", args.threads, *args.more]))
                seconds = done["seconds"]
            if seconds is not None:
                print(f"board {board}: trained in {seconds:.0f} s")
            for change in ["as it is", *also]:
                folder = work / "judged"
                if change != "as it is":
                    folder = work / change
                    folder.mkdir()
                    for name, files in kept_back.items():
                        Drawn(name, change).draw(files, folder)
                result = evaluate(args, model, folder)
                rows.setdefault(change, []).append(result)
                tell(f"{board} {change}", *result)
    for change, results in rows.items():
        if len(results) > 1:
            total = sum(pairs for _, pairs, _ in results)
            mean = lambda value: sum(value(d) * n for d, n, _ in results) / total  # noqa: E731
            print(
                f"mean over pairs, {change}: mAP {100 * mean(lambda d: d['mean_average_precision']):.2f}, "
                f"F {mean(lambda d: d['best']['f']):.4f}, at the models' own thresholds "
                f"{mean(lambda d: d['at_threshold']['f']):.4f}"
            )


if __name__ == "__main__":
    main()
