#!/usr/bin/env python3
"""Draws labels in many fonts and with a dot matrix, as a camera would see them, and tells how well they are read.

    scripts/labels.py --out out/labels                         draws them: a folder a kind, with labels.csv and pattern.txt
    scripts/labels.py --out out/labels --fovea target/release/fovea      also reads them, with and without the pattern
    scripts/labels.py --out out/labels --fovea target/release/fovea --tune 100   by readers that so many other labels of the kind have taught

Fonts are those of the machine (fc-list), at most 20; a sixth of the labels is printed by a dot matrix of our own. Each is turned
a little, seen in perspective, lit unevenly, blurred and grainy; every fifth is light on dark, every twentieth upside down. The same
seed and fonts give the same pictures. Needs Pillow and NumPy, as `.setup/venv` has them (scripts/setup.sh --tests).
"""

import argparse
import csv
import json
import pathlib
import random
import subprocess
import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

DIGITS, LETTERS = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Rows of five dots from the top, as bits.
DOTS = {
    "0": "0E 11 13 15 19 11 0E", "1": "04 0C 04 04 04 04 0E", "2": "0E 11 01 02 04 08 1F", "3": "1F 02 04 02 01 11 0E",
    "4": "02 06 0A 12 1F 02 02", "5": "1F 10 1E 01 01 11 0E", "6": "06 08 10 1E 11 11 0E", "7": "1F 01 02 04 08 08 08",
    "8": "0E 11 11 0E 11 11 0E", "9": "0E 11 11 0F 01 02 0C", "A": "0E 11 11 11 1F 11 11", "B": "1E 11 11 1E 11 11 1E",
    "C": "0E 11 10 10 10 11 0E", "D": "1C 12 11 11 11 12 1C", "E": "1F 10 10 1E 10 10 1F", "F": "1F 10 10 1E 10 10 10",
    "G": "0E 11 10 17 11 11 0F", "H": "11 11 11 1F 11 11 11", "I": "0E 04 04 04 04 04 0E", "J": "07 02 02 02 02 12 0C",
    "K": "11 12 14 18 14 12 11", "L": "10 10 10 10 10 10 1F", "M": "11 1B 15 15 11 11 11", "N": "11 11 19 15 13 11 11",
    "O": "0E 11 11 11 11 11 0E", "P": "1E 11 11 1E 10 10 10", "Q": "0E 11 11 11 15 12 0D", "R": "1E 11 11 1E 14 12 11",
    "S": "0F 10 10 0E 01 01 1E", "T": "1F 04 04 04 04 04 04", "U": "11 11 11 11 11 11 0E", "V": "11 11 11 11 11 0A 04",
    "W": "11 11 11 15 15 15 0A", "X": "11 11 0A 04 0A 11 11", "Y": "11 11 11 0A 04 04 04", "Z": "1F 01 02 04 08 10 1F",
    "-": "00 00 00 1F 00 00 00", "/": "00 01 02 04 08 10 00", ".": "00 00 00 00 00 0C 0C", ":": "00 0C 0C 00 0C 0C 00",
}


def pick(source, signs, count):
    return "".join(source.choice(signs) for _ in range(count))


# What is printed, and the rule for it.
KINDS = {
    "lot": (lambda r: f"L{pick(r, DIGITS, 6)}{pick(r, LETTERS, 1)}", "L[0-9]{6}[A-Z]"),
    "date": (
        lambda r: f"20{r.randint(20, 39)}-{r.randint(1, 12):02}-{r.randint(1, 28):02}",
        "20[0-9]{2}-[01][0-9]-[0-3][0-9]",
    ),
    "part": (
        lambda r: f"{pick(r, LETTERS, 2)}-{pick(r, DIGITS, 4)}-{pick(r, LETTERS, 1)}{pick(r, DIGITS, 2)}",
        "[A-Z]{2}-[0-9]{4}-[A-Z][0-9]{2}",
    ),
    "serial": (lambda r: f"SN{pick(r, DIGITS, 10)}", "SN[0-9]{10}"),
}


def fonts():
    """Files with Latin letters, one a face and at most 20, in the order of their names."""
    listed = subprocess.run(
        ["fc-list", ":lang=en", "file"], stdout=subprocess.PIPE, check=True, text=True
    ).stdout.splitlines()
    files = sorted({line.strip().rstrip(":") for line in listed})
    usable = []
    for file in files:
        if "Math" in file or "Emoji" in file:
            continue
        try:
            ImageFont.truetype(file, 20)
        except OSError:
            continue
        usable.append(file)
    step = max(1, len(usable) / 20)
    return [usable[int(i * step)] for i in range(min(20, len(usable)))]


def print_dots(text, height, source):
    """Round dots that touch or nearly do; some are weak."""
    pitch = height / 7
    size = pitch * source.uniform(0.72, 1.0)
    over = 4
    image = Image.new("L", (int(len(text) * 6 * pitch * over) + 1, int(7 * pitch * over) + 1), 0)
    draw = ImageDraw.Draw(image)
    for i, sign in enumerate(text):
        for row, bits in enumerate(DOTS[sign].split()):
            for column in range(5):
                if int(bits, 16) >> (4 - column) & 1:
                    x, y = ((i * 6 + column + 0.5) * pitch * over, (row + 0.5) * pitch * over)
                    x, y = (v + source.gauss(0, 0.05) * pitch * over for v in (x, y))
                    half = size * over / 2
                    draw.ellipse((x - half, y - half, x + half, y + half), fill=source.randint(190, 255))
    return image.resize((image.width // over, image.height // over), Image.LANCZOS)


def print_font(text, height, file):
    font = ImageFont.truetype(file, int(height * 1.35))
    left, top, right, bottom = font.getbbox(text)
    image = Image.new("L", (right - left + 2, bottom - top + 2), 0)
    ImageDraw.Draw(image).text((1 - left, 1 - top), text, font=font, fill=255)
    return image


def label(text, source, file):
    """The label as a camera sees it; `file` is a font, or none for the dot matrix."""
    height = source.randint(18, 40)
    ink = print_dots(text, height, source) if file is None else print_font(text, height, file)
    margin = int(height * source.uniform(0.25, 0.5))
    width, height = ink.width + 2 * margin, ink.height + 2 * margin
    mask = Image.new("L", (width, height), 0)
    mask.paste(ink, (margin, margin))
    # A corner of the picture comes from up to 4 % of the height beside the label's, and the label is turned by up to 1.5 degrees.
    corners = [(0, 0), (0, height), (width, height), (width, 0)]
    quad = [v + source.uniform(-0.04, 0.04) * height for corner in corners for v in corner]
    mask = mask.transform((width, height), Image.QUAD, quad, Image.BICUBIC)
    mask = mask.rotate(source.uniform(-1.5, 1.5), Image.BICUBIC)
    ground, print_ = source.uniform(150, 235), source.uniform(15, 80)
    if source.random() < 0.2:
        ground, print_ = print_, ground
    share = np.asarray(mask, np.float32) / 255
    grey = ground + (print_ - ground) * share * source.uniform(0.6, 1.0)
    across = np.linspace(-1, 1, width)[None, :] * source.uniform(-0.2, 0.2)
    down = np.linspace(-1, 1, height)[:, None] * source.uniform(-0.1, 0.1)
    grey = Image.fromarray(np.clip(grey * (1 + across + down), 0, 255).astype(np.uint8))
    grey = grey.filter(ImageFilter.GaussianBlur(source.uniform(0, 0.045) * height))
    grain = np.random.default_rng(source.randrange(1 << 32)).normal(0, source.uniform(0, 10), (height, width))
    picture = Image.fromarray(np.clip(np.asarray(grey, np.float32) + grain, 0, 255).astype(np.uint8))
    return picture.rotate(180) if source.random() < 0.05 else picture


def draw(out, count, seed):
    faces = fonts()
    if not faces:
        sys.exit("error: no font with Latin letters\nhint: apt-get install fonts-dejavu")
    print(f"{len(faces)} fonts", file=sys.stderr)
    for kind, (make, pattern) in KINDS.items():
        folder = out / kind
        folder.mkdir(parents=True, exist_ok=True)
        source = random.Random(f"{seed} {kind}")
        with open(folder / "labels.csv", "w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(["picture", "text"])
            for i in range(count):
                text = make(source)
                face = None if i % 6 == 5 else faces[(i - i // 6) % len(faces)]
                name = f"{kind}_{i:04}{'_dots' if face is None else ''}.png"
                label(text, source, face).convert("RGB").save(folder / name)
                rows.writerow([name, text])
        (folder / "pattern").write_text(pattern + "\n")


def run(command):
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    return json.loads(done.stdout)


def judged(fovea, folder, taught, package, options):
    """What is made of the labels of a folder; by a reader that those in `taught` have taught, where there are any."""
    train = [fovea, "train", "--task", "read", "--data", taught or folder, "--out", package, "--json", *options]
    manifest = run([*train, *(["--tune"] if taught else [])])["manifest"]
    if not taught:
        return manifest["validation"]["reading"]["judged"]
    facts = manifest["training"]["settings"]["taught"]
    print(
        f"{folder.name}: {facts['crops']} taught, {facts['right_before']} of {facts['kept_out']} kept out read rightly before and "
        f"{facts['right_after']} after",
        file=sys.stderr,
    )
    return run([fovea, "evaluate", package, "--data", folder, "--json"])["reading"]["judged"]


def read(out, fovea, extra, taught=None):
    """Packs a reader for each kind, with and without its pattern, and adds up what they make of the labels."""
    sums = {}
    for kind in KINDS:
        folder = out / kind
        pattern = (folder / "pattern").read_text().strip()
        for how, rule in (("without a pattern", []), ("with a pattern", ["--pattern", pattern])):
            package = out / f"{kind}.fovea"
            for text in judged(fovea, folder, taught and taught / kind, package, [*extra, *rule]):
                style = "dot matrix" if "_dots" in text["picture"] else "fonts"
                for key in ((how, style), (how, "all"), (how, kind)):
                    right, signs, wrong, n = sums.get(key, (0, 0, 0, 0))
                    sums[key] = (right + text["right"], signs + len(text["wanted"]), wrong + text["edits"], n + 1)
    for (how, what), (right, signs, wrong, n) in sorted(sums.items()):
        print(f"{how:<18} {what:<11} exact {right / n:.4f} ({right} of {n})  signs wrong {wrong / signs:.4f}")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", type=pathlib.Path, required=True, help="folder to draw into")
    options.add_argument("--count", type=int, default=150, help="labels of each kind")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--fovea", help="the program to read them with")
    options.add_argument("--find", action="store_true", help="look for the lines instead of taking the picture as one")
    options.add_argument("--tune", type=int, metavar="LABELS", help="draw so many others of each kind, and teach the reader on them")
    given = options.parse_args()
    draw(given.out, given.count, given.seed)
    taught = given.out / "taught" if given.tune else None
    if taught:
        draw(taught, given.tune, f"{given.seed} taught")
    if given.fovea:
        read(given.out, given.fovea, [] if given.find else ["--region", "all"], taught)


main()
