#!/usr/bin/env python3
"""What `locate.sh` runs: draws a plate and pictures of it with known turn and shift, or seen from aside, and finds it by both."""

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import cv2
import numpy as np

WIDTH, HEIGHT = 640, 480
# What is looked for, on the reference picture: left, top, width, height.
BOX = (200, 140, 240, 200)
TURN, SHIFT = 10.0, 40.0
SMALL = 4
# Seen from aside: how much nearer or further a corner of the picture is than its middle, at most.
TILT = 0.2


def plate(chance):
    """A plate with holes, slots and lettering on a grainy ground, the same at every run."""
    picture = chance.normal(80, 6, (HEIGHT, WIDTH)).astype(np.float32)
    cv2.rectangle(picture, (180, 120), (460, 360), 170, -1)
    for x, y, r in [(215, 155, 12), (425, 160, 18), (220, 320, 16), (420, 325, 10)]:
        cv2.circle(picture, (x, y), r, 50, -1, cv2.LINE_AA)
    cv2.rectangle(picture, (260, 170), (380, 182), 60, -1)
    cv2.rectangle(picture, (300, 290), (312, 340), 220, -1)
    cv2.putText(picture, "FV-2 A", (255, 260), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 30, 3, cv2.LINE_AA)
    return cv2.GaussianBlur(picture, (3, 3), 0)


def moved(reference, degrees, shift, chance):
    """The picture, with other light and grain, and the map from the reference into it."""
    m = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), degrees, 1.0)
    m[:, 2] += shift
    picture = cv2.warpAffine(reference, m, (WIDTH, HEIGHT), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    picture = picture * chance.uniform(0.8, 1.2) + chance.uniform(-12, 12) + chance.normal(0, 4, picture.shape)
    return np.clip(picture, 0, 255).astype(np.uint8), m


def barred(picture, chance):
    """Bars of many sizes over the plate, so that there are corners enough to be known by."""
    x, y, w, h = BOX
    for _ in range(90):
        (width, height), value = chance.integers(5, 30, 2), int(chance.integers(20, 235))
        left, top = x + int(chance.integers(0, w - width)), y + int(chance.integers(0, h - height))
        cv2.rectangle(picture, (left, top), (left + int(width), top + int(height)), value, -1)
    return cv2.GaussianBlur(picture, (3, 3), 0)


def tilted(reference, degrees, shift, chance):
    """As `moved`, through a camera that looks at the plate from aside."""
    m = np.vstack([cv2.getRotationMatrix2D((0, 0), degrees, 1.0), [0, 0, 1]])
    middle = np.array([[1, 0, WIDTH / 2], [0, 1, HEIGHT / 2], [0, 0, 1]])
    tilt = np.eye(3)
    tilt[2, :2] = chance.uniform(-TILT, TILT, 2) / (WIDTH, HEIGHT)
    push = np.array([[1, 0, shift[0]], [0, 1, shift[1]], [0, 0, 1]])
    m = push @ middle @ tilt @ m @ np.linalg.inv(middle)
    picture = cv2.warpPerspective(reference, m, (WIDTH, HEIGHT), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    picture = picture * chance.uniform(0.8, 1.2) + chance.uniform(-12, 12) + chance.normal(0, 4, picture.shape)
    return np.clip(picture, 0, 255).astype(np.uint8), m


def recipe(out, aside):
    how = {"by": {"features": BOX}, "fit": "homography"} if aside else {"turn": TURN + 2, "by": {"template": BOX}}
    steps = [
        {"id": "shot", "kind": "acquire"},
        {"id": "part", "kind": "locate", "on": "shot", "picture": "reference.png", **how},
        {"id": "rules", "kind": "rules", "rules": [
            {"name": "turn", "kind": "number", "of": "part", "field": "angle", "min": -90.0, "max": 90.0}]},
        {"id": "verdict", "kind": "verdict", "of": ["rules"]},
    ]
    (out / "recipe.json").write_text(json.dumps({"format": 1, "name": "bench", "steps": steps}))


def ours(program, out, paths):
    command = [program, "recipe", "run", str(out / "recipe.json"), *map(str, paths), "--threads", "1", "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    if len(lines) != len(paths):
        sys.exit(f"fovea ended with {done.returncode}:\n{done.stderr[-2000:]}")
    by_path = {line["path"]: next(s for s in line["steps"] if s["id"] == "part") for line in lines}
    for path in paths:
        step = by_path[str(path)]
        place = step.get("place")
        found = place is not None and step["state"] == "done"
        yield (np.array(place["map"]).reshape(-1, 3) if found else None), step["ms"]


class Peer:
    def __init__(self, reference):
        x, y, w, h = BOX
        self.template = np.ascontiguousarray(reference[y : y + h, x : x + w])
        small = cv2.resize(reference, (WIDTH // SMALL, HEIGHT // SMALL), interpolation=cv2.INTER_AREA)
        middle = ((x + w / 2) / SMALL, (y + h / 2) / SMALL)
        left, top = round(x / SMALL), round(y / SMALL)
        self.turned = []
        for degrees in np.arange(-TURN - 2, TURN + 3, 1.0):
            seen = cv2.warpAffine(small, cv2.getRotationMatrix2D(middle, degrees, 1.0), small.shape[::-1], borderMode=cv2.BORDER_REFLECT)
            self.turned.append((degrees, np.ascontiguousarray(seen[top : top + h // SMALL, left : left + w // SMALL])))

    def find(self, picture):
        small = cv2.resize(picture, (WIDTH // SMALL, HEIGHT // SMALL), interpolation=cv2.INTER_AREA)
        best = (-2.0, 0.0, (0, 0))
        for degrees, template in self.turned:
            _, most, _, at = cv2.minMaxLoc(cv2.matchTemplate(small, template, cv2.TM_CCOEFF_NORMED))
            best = max(best, (most, degrees, at))
        _, degrees, at = best
        _, _, w, h = BOX
        turn = cv2.getRotationMatrix2D((0, 0), degrees, 1.0)[:, :2]
        middle = np.array([at[0] * SMALL + w / 2, at[1] * SMALL + h / 2])
        warp = np.hstack([turn, (middle - turn @ [w / 2, h / 2])[:, None]]).astype(np.float32)
        until = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 50, 1e-5)
        try:
            _, warp = cv2.findTransformECC(self.template, picture, warp, cv2.MOTION_EUCLIDEAN, until, None, 5)
        except cv2.error:
            return None
        # From the template's own pixels to those of the reference picture.
        x, y = BOX[:2]
        warp = warp.astype(np.float64)
        return np.hstack([warp[:, :2], (warp[:, 2] - warp[:, :2] @ [x, y])[:, None]])


class AsidePeer:
    """Corners by ORB, matched both ways, and a homography by RANSAC."""

    def __init__(self, reference):
        x, y, w, h = BOX
        self.orb = cv2.ORB_create(1000)
        self.places, self.known = self.orb.detectAndCompute(np.ascontiguousarray(reference[y : y + h, x : x + w]), None)
        self.both_ways = cv2.BFMatcher(cv2.NORM_HAMMING, crossCheck=True)
        self.shift = np.array([[1, 0, -x], [0, 1, -y], [0, 0, 1.0]])

    def find(self, picture):
        places, seen = self.orb.detectAndCompute(picture, None)
        if seen is None:
            return None
        pairs = self.both_ways.match(self.known, seen)
        if len(pairs) < 4:
            return None
        # A pixel's middle is whole there, and lies at a half here.
        from_, to = ([p.pt for p in all_of_it] for all_of_it in ([self.places[m.queryIdx] for m in pairs], [places[m.trainIdx] for m in pairs]))
        found, _ = cv2.findHomography(np.float32(from_) + 0.5, np.float32(to) + 0.5, cv2.RANSAC, 3.0)
        return None if found is None else found @ self.shift


def corner_errors(found, true):
    """The mean distance over the corners of the part, and nothing of turn."""
    x, y, w, h = BOX
    corners = np.array([[x, y, 1], [x + w, y, 1], [x + w, y + h, 1], [x, y + h, 1]], dtype=np.float64).T
    # What OpenCV draws has the middles of pixels on whole numbers.
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    at = lambda m: (m @ corners)[:2] / (m @ corners)[2]
    return float(np.mean(np.hypot(*(at(found) - at(half @ true @ np.linalg.inv(half)))))), float("nan")


def errors(found, true):
    if true.shape == (3, 3):
        return corner_errors(np.vstack([found, [0, 0, 1]]) if len(found) == 2 else found, true)
    x, y, w, h = BOX
    middle = np.array([x + w / 2, y + h / 2, 1.0])
    degrees = lambda m: np.degrees(np.arctan2(m[1, 0], m[0, 0]))
    return float(np.hypot(*(found @ middle - true @ middle))), float(abs(degrees(found) - degrees(true)))


def tell(who, maps, truth, ms):
    right = [errors(found, true) for found, true in zip(maps, truth) if found is not None]
    if not right:
        print(f"{who:<6} finds none")
        return
    place, turn = (np.array([r[k] for r in right]) for k in (0, 1))
    turned = "" if np.isnan(turn).any() else f"turn {np.mean(turn):.3f}° mean   "
    print(
        f"{who:<6} found {len(right)} of {len(truth)}   place {np.mean(place):.3f} px mean, {np.max(place):.3f} most   "
        f"{turned}{statistics.median(ms):.1f} ms a picture"
    )


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("fovea")
    options.add_argument("out", type=Path)
    options.add_argument("--count", type=int, default=40)
    options.add_argument("--aside", action="store_true", help="seen from aside: a homography by corners")
    given = options.parse_args()
    cv2.setNumThreads(1)
    chance = np.random.default_rng(7)
    drawn = barred(plate(chance), chance) if given.aside else plate(chance)
    reference = np.clip(drawn, 0, 255).astype(np.uint8)
    cv2.imwrite(str(given.out / "reference.png"), reference)
    recipe(given.out, given.aside)
    paths, truth, pictures = [], [], []
    for n in range(given.count):
        shift = chance.uniform(-SHIFT, SHIFT, 2)
        picture, true = (tilted if given.aside else moved)(reference.astype(np.float32), chance.uniform(-TURN, TURN), shift, chance)
        paths.append(given.out / f"{n:03}.png")
        cv2.imwrite(str(paths[-1]), picture)
        pictures.append(picture)
        truth.append(true)
    mine = list(ours(given.fovea, given.out, paths))
    peer = AsidePeer(reference) if given.aside else Peer(reference)
    peer.find(pictures[0])
    theirs = []
    for picture in pictures:
        start = time.perf_counter()
        found = peer.find(picture)
        theirs.append((found, (time.perf_counter() - start) * 1e3))
    for who, all_of_it in (("fovea", mine), ("OpenCV", theirs)):
        tell(who, [found for found, _ in all_of_it], truth, [ms for _, ms in all_of_it])
    print(f"ratio of times {statistics.median(ms for _, ms in theirs) / statistics.median(ms for _, ms in mine):.2f}")


main()
