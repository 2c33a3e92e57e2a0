#!/usr/bin/env python3
"""How many altered copies of pictures are found as near duplicates: by the hash alone, and with features beside it.

    scripts/near.py --data DIR [--place REGEX] [--list]

A random tenth of the pictures below `DIR` (at least 8) gets three altered copies each, of which one at a time lies among all others:
shifted by 1 to 6 pixels, 5 to 15 % lighter or darker, another gamma, packed anew as JPEG of quality 40 to 80, cut by 2 to 4 %, blurred
or with noise, turned by up to 1 degree, or several of that. Features are those of the program (`fovea advise`); the rest is written here once
more as in `crates/vision/src/looks.rs`, `crates/vision/src/scene.rs` and `crates/domain/src/dataset/alike.rs`. Prints what part of the copies is
found, by alteration, and how many pairs of different pictures are called nearly the same, too; `--list` names those that features add, and
`--place` tells by the groups of a regular expression on names which of them are not of one place. Needs numpy and Pillow.
"""

import argparse
import io
import json
import random
import re
import struct
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

PICTURES = {".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp"}
KINDS = ("shift", "light", "gamma", "jpeg", "crop", "blur", "noise", "turn", "several")
COPIES = 3
# As in the product.
NEAR_BITS, ALIKE = 4, 2.0
NEAREST, LIKELY, LIKELY_IN_ALL, USUAL, LEAST, SPREADS, MOST = 10, 3, 2_000, 200, 0.85, 2.0, 0.99999
SIDE, ROUNDS, COARSE, EVEN, NOISE, COVERED = 128, (12, 10, 8, 5), 8, 5, 25.0, 0.5
TOGETHER = 64


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", required=True, type=Path)
    p.add_argument("--place", help="regular expression on names; its groups tell the place that a picture shows")
    p.add_argument("--fovea", default="target/release/fovea")
    p.add_argument("--threads", default="2")
    p.add_argument("--seed", default="0")
    p.add_argument("--list", action="store_true", help="name the pairs that features add")
    return p.parse_args()


def altered(picture, kind, rng):
    pixels = np.asarray(picture)
    if kind == "shift":
        x, y = rng.choice([(x, y) for x in range(-6, 7) for y in range(-6, 7) if x or y])
        wide = np.pad(pixels, ((6, 6), (6, 6), (0, 0)), mode="edge")
        return Image.fromarray(wide[6 + y : 6 + y + picture.height, 6 + x : 6 + x + picture.width])
    if kind == "light":
        gain = 1 + rng.choice([-1, 1]) * rng.uniform(0.05, 0.15)
        return Image.fromarray(np.clip(pixels * gain, 0, 255).astype(np.uint8))
    if kind == "gamma":
        power = rng.choice([rng.uniform(0.7, 0.85), rng.uniform(1.18, 1.4)])
        return Image.fromarray((255 * (pixels / 255.0) ** power).round().astype(np.uint8))
    if kind == "crop":
        keep = 1 - rng.uniform(0.02, 0.04)
        w, h = round(picture.width * keep), round(picture.height * keep)
        x, y = rng.randint(0, picture.width - w), rng.randint(0, picture.height - h)
        return picture.crop((x, y, x + w, y + h))
    if kind == "blur":
        return picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.6, 1.2)))
    if kind == "noise":
        noise = np.random.default_rng(rng.getrandbits(32)).normal(0, rng.uniform(2, 6), pixels.shape[:2] + (1,))
        return Image.fromarray(np.clip(pixels + noise, 0, 255).astype(np.uint8))
    if kind == "turn":
        mean = tuple(int(v) for v in pixels.reshape(-1, 3).mean(0))
        return picture.rotate(rng.choice([-1, 1]) * rng.uniform(0.7, 1), Image.BICUBIC, fillcolor=mean)
    if kind == "several":
        return altered(altered(picture, "shift", rng), "light", rng)
    return picture


def grey(picture, width, height):
    a = np.asarray(picture.resize((width, height), Image.BICUBIC)).astype(int)
    return (a[..., 0] * 77 + a[..., 1] * 150 + a[..., 2] * 29) >> 8


def seen(picture):
    """Hash, likeness, and what is compared closely."""
    close = grey(picture, SIDE, SIDE).astype(np.float32)
    longer = max(picture.size)
    if longer > 1024:
        picture = picture.resize((picture.width * 1024 // longer, picture.height * 1024 // longer), Image.BICUBIC)
    small = grey(picture, 9, 8)
    return (small[:, :-1] < small[:, 1:]).ravel(), grey(picture, 16, 16).ravel(), close


def features(paths, args, work):
    """What the program's backbone makes of each, of length 1."""
    asked = {"pictures": [{"path": str(p), "class": None, "uncertainty": None} for p in paths], "kinds": 0}
    (work / "asked.json").write_text(json.dumps(asked))
    (work / "known").write_bytes(b"")
    command = [args.fovea, "advise", "--threads", args.threads, "--progress", "json", "--known", work / "known"]
    command += ["--found", work / "found", work / "asked.json"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    data, rows, at = (work / "found").read_bytes(), [], 0
    while at < len(data):
        (length,) = struct.unpack_from("<I", data, at)
        rows.append(np.frombuffer(data, np.int8, length - 4, at + 8).astype(np.float32))
        at += 4 + length
    rows = np.array(rows)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def half(a):
    return (a[:, ::2, ::2] + a[:, 1::2, ::2] + a[:, ::2, 1::2] + a[:, 1::2, 1::2]) / 4


def means(a, reach):
    k = 2 * reach + 1
    p = np.pad(a, ((0, 0), (reach + 1, reach), (reach + 1, reach)), mode="edge").astype(np.float64).cumsum(1).cumsum(2)
    return ((p[:, k:, k:] - p[:, :-k, k:] - p[:, k:, :-k] + p[:, :-k, :-k]) / (k * k)).astype(np.float32)


def moved(a, maps):
    """The pictures at the places that the maps lead to, and where those are inside."""
    count, h, w = a.shape
    y, x = np.mgrid[0:h, 0:w]
    x, y = (x + 0.5).ravel(), (y + 0.5).ravel()
    u = maps[:, 0:1] * x + maps[:, 1:2] * y + maps[:, 2:3] - 0.5
    v = maps[:, 3:4] * x + maps[:, 4:5] * y + maps[:, 5:6] - 0.5
    inside = (u >= 0) & (v >= 0) & (u < w - 1) & (v < h - 1)
    u, v = np.clip(u, 0, w - 1.001), np.clip(v, 0, h - 1.001)
    column, row = u.astype(np.int32), v.astype(np.int32)
    s, t = (u - column).astype(np.float32), (v - row).astype(np.float32)
    at, flat = row * w + column, a.reshape(count, -1)
    corner = [np.take_along_axis(flat, at + k, 1) for k in (0, 1, w, w + 1)]
    top, low = corner[0] + s * (corner[1] - corner[0]), corner[2] + s * (corner[3] - corner[2])
    return top + t * (low - top), inside


def correlation(fixed, values, inside):
    n = inside.sum(1, keepdims=True).clip(1)
    centred = []
    for a in (fixed, values):
        a = np.where(inside, a, 0)
        centred.append(np.where(inside, a - a.sum(1, keepdims=True) / n, 0))
    f, v = centred
    ff, vv = (f * f).sum(1) + 1e-9, (v * v).sum(1) + 1e-9
    agreed = np.where(inside.mean(1) < COVERED, -1, (f * v).sum(1) / np.sqrt(ff * vv))
    return agreed, np.sqrt(ff / vv), f, v


def aligned(fixed, moving, maps, rounds):
    """The inverse compositional alignment of `crates/vision/src/register/align.rs`, of many pairs at once."""
    count, h, w = fixed.shape
    p = np.pad(fixed, ((0, 0), (1, 1), (1, 1)), mode="edge")
    gx = ((p[:, 1:-1, 2:] - p[:, 1:-1, :-2]) / 2).reshape(count, -1)
    gy = ((p[:, 2:, 1:-1] - p[:, :-2, 1:-1]) / 2).reshape(count, -1)
    unit, cx, cy = max(h, w) / 2, w / 2, h / 2
    y, x = np.mgrid[0:h, 0:w]
    u, v = ((x + 0.5 - cx) / unit).ravel(), ((y + 0.5 - cy) / unit).ravel()
    slopes = np.stack([gx * u, gx * v, gx, gy * u, gy * v, gy], 1).astype(np.float32)
    sums = np.matmul(slopes, slopes.transpose(0, 2, 1)).astype(np.float64)
    sums += np.eye(6) * (1e-6 * np.trace(sums, axis1=1, axis2=2)[:, None, None] + 1e-9)
    inverse, flat = np.linalg.inv(sums), fixed.reshape(count, -1)
    best, best_maps = np.full(count, -2.0), maps.copy()
    for step in range(rounds + 1):
        values, inside = moved(moving, maps)
        agreed, gain, f, v = correlation(flat, values, inside)
        better = agreed > best
        best, best_maps[better] = np.where(better, agreed, best), maps[better]
        if step == rounds:
            return best_maps
        rest = v * gain[:, None] - f
        cut = 2 * np.abs(rest).mean(1, keepdims=True)
        pull = np.matmul(slopes, (np.clip(rest, -cut, cut) * inside)[:, :, None].astype(np.float32))
        s = (inverse @ pull.astype(np.float64))[:, :, 0]
        a, b, d, e = 1 + s[:, 0] / unit, s[:, 1] / unit, s[:, 3] / unit, 1 + s[:, 4] / unit
        small = np.zeros((count, 3, 3))
        small[:, 0] = np.stack([a, b, cx - a * cx - b * cy + s[:, 2]], 1)
        small[:, 1] = np.stack([d, e, cy - d * cx - e * cy + s[:, 5]], 1)
        small[:, 2, 2] = 1
        small[(np.abs(a * e - b * d) < 0.2) | (np.abs(s).max(1) > unit)] = np.eye(3)
        whole = np.zeros((count, 3, 3))
        whole[:, :2], whole[:, 2, 2] = maps.reshape(count, 2, 3), 1
        maps = (whole @ np.linalg.inv(small))[:, :2].reshape(count, 6)


def even(a):
    rest = a - means(a, EVEN)
    return rest / np.sqrt(means(rest * rest, EVEN) + NOISE)


def agreements(close, pairs):
    """How well the pictures of each pair agree where they lie over each other best."""
    all_found = []
    for begin in range(0, len(pairs), TOGETHER):
        some = np.array(pairs[begin : begin + TOGETHER])
        levels = [(close[some[:, 0]], close[some[:, 1]])]
        while len(levels) < len(ROUNDS):
            levels.append(tuple(half(a) for a in levels[-1]))
        maps = np.tile(np.array([1, 0, 0, 0, 1, 0.0]), (len(some), 1))
        for rounds, pair in zip(ROUNDS, reversed(levels)):
            reach = max(2, pair[0].shape[1] // COARSE)
            fixed, moving = (a - means(a, reach) for a in pair)
            maps = aligned(fixed, moving, maps, rounds)
            if pair[0].shape[1] < SIDE:
                maps[:, [2, 5]] *= 2
        fixed, moving = (even(a) for a in levels[0])
        all_found.append(correlation(fixed.reshape(len(some), -1), *moved(moving, maps))[0])
    return np.concatenate(all_found) if all_found else np.array([])


class Near:
    def __init__(self, looks, rows):
        self.hashes = np.array([hash_ for hash_, _, _ in looks])
        self.likenesses = np.array([likeness for _, likeness, _ in looks]).astype(np.float64)
        self.close = np.array([close for _, _, close in looks])
        self.rows = rows
        self.known = {}

    def hashed(self, a, b):
        apart = self.likenesses[a] - self.likenesses[b]
        near = (self.hashes[a] != self.hashes[b]).sum() <= NEAR_BITS
        return near and np.abs(apart - apart.mean()).mean() <= ALIKE

    def agreed(self, pairs):
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self.known]
        self.known.update(zip(new, agreements(self.close, new)))
        return np.array([self.known[pair] for pair in pairs])

    def by_features(self, some):
        """Of these pictures the pairs that features add, and from which agreement on."""
        likeness = self.rows[some] @ self.rows[some].T
        np.fill_diagonal(likeness, -2)
        order = np.argsort(-likeness, axis=1, kind="stable")[:, : min(NEAREST, len(some) - 1)]
        pair = lambda a, b: (int(min(some[a], some[b])), int(max(some[a], some[b])))
        usual = [pair(a, order[a][-1]) for a in range(0, len(some), max(1, -(-len(some) // USUAL)))]
        each = min(max(LIKELY_IN_ALL // len(some), LIKELY), NEAREST)
        likely = sorted({pair(a, b) for a in range(len(some)) for b in order[a][:each]})
        likely = [one for one in likely if not self.hashed(*one)]
        fisher = lambda v: np.arctanh(np.clip(v, -MOST, MOST))
        middle_of = lambda v: np.sort(v)[len(v) // 2]
        measures = fisher(self.agreed(usual))
        middle = middle_of(measures)
        least = max(middle + SPREADS * 1.4826 * middle_of(np.abs(measures - middle)), fisher(LEAST))
        found = fisher(self.agreed(likely))
        return {one for one, measure in zip(likely, found) if measure >= least}, float(np.tanh(least))


def main():
    args = arguments()
    files = sorted(p for p in args.data.rglob("*") if p.suffix.lower() in PICTURES)
    rng = random.Random(f"{args.seed} {len(files)}")
    chosen = sorted(rng.sample(range(len(files)), min(len(files), max(8, len(files) // 10))))
    with tempfile.TemporaryDirectory() as folder:
        work, paths, copies = Path(folder), list(files), []
        for at in chosen:
            picture = Image.open(files[at]).convert("RGB")
            for turn, kind in enumerate(rng.sample(KINDS, COPIES)):
                path = work / f"{at}_{kind}.jpg"
                quality = rng.randint(40, 80) if kind in ("jpeg", "several") else 92
                altered(picture, kind, rng).save(path, "JPEG", quality=quality)
                copies.append((turn, at, len(paths), kind))
                paths.append(path)
        looks = []
        for path in paths:
            packed = io.BytesIO(path.read_bytes())
            looks.append(seen(Image.open(packed).convert("RGB")))
        near = Near(looks, features(paths, args, work))
    own = list(range(len(files)))
    by_hash, with_features, of_kind = {}, {}, {}
    for turn in range(COPIES):
        here = [copy for copy in copies if copy[0] == turn]
        added, least = near.by_features(np.array(own + [copy[2] for copy in here]))
        for _, at, copy, kind in here:
            of_kind[kind] = of_kind.get(kind, 0) + 1
            hashed = near.hashed(at, copy)
            by_hash[kind] = by_hash.get(kind, 0) + hashed
            with_features[kind] = with_features.get(kind, 0) + (hashed or (at, copy) in added)
    total = sum(of_kind.values())
    print(f"{args.data}: {len(files)} pictures, {total} altered copies, {COPIES} rounds; agreement from {least:.2f} on")
    for kind in KINDS:
        if kind in of_kind:
            print(f"  {kind:8} {of_kind[kind]:4} copies, by hash {by_hash[kind]:4}, with features {with_features[kind]:4}")
    print(f"  all      {total:4} copies, by hash {sum(by_hash.values()) / total:.3f}, with features {sum(with_features.values()) / total:.3f}")
    added, least = near.by_features(np.array(own))
    hashed = sum(bool(near.hashed(a, b)) for a in own for b in own[a + 1 :] if (near.hashes[a] != near.hashes[b]).sum() <= NEAR_BITS)
    print(f"  the pictures as they are: {hashed} pairs by hash, {len(added)} more by features (from {least:.2f} on)")
    place = lambda at: (re.search(args.place, files[at].stem) or [None, files[at].stem])[1]
    if args.place:
        print(f"  of those that features add, {sum(place(a) != place(b) for a, b in added)} bear the names of two places")
    for a, b in sorted(added) if args.list else []:
        print(f"    {near.known[(a, b)]:.3f} {files[a].name} {files[b].name}")


if __name__ == "__main__":
    main()
