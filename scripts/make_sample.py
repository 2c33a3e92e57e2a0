#!/usr/bin/env python3
"""Makes samples/ball-screw from the ball screw data set: fewer pictures, at half size, with their outlines.

    make_sample.py DATA OUT        DATA has images/*.jpg and labelme/*.json

Needs Pillow. The choice is by rule, so that the sample can be made again: of every spot on the spindle
(`<position>_<angle>` in the name) five pictures with pitting, from the smallest to the largest area, and five
without. Two kinds of pictures are left out, since they would teach the wrong thing:

- those of another size (`crop_1`, and the single pictures of other spindles): nearly all of them show pitting, so a
  program could tell good from bad by the size alone;
- those without an outline from after the spot's first pitting: pits do not heal, the outline is missing.
"""

import collections
import json
import pathlib
import re
import shutil
import sys

from PIL import Image

SPOT = re.compile(r"01_(\d+)_(\d+_\d+)_crop_2$")  # time, position and angle
EACH = 5  # pictures with and without pitting of a spot
QUALITY = 85


def area(shape):
    points = shape["points"]
    around = zip(points, points[1:] + points[:1])
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in around)) / 2


def spread(items, count):
    """`count` of the items, evenly from the first to the last."""
    if len(items) <= count:
        return list(items)
    return [items[round(i * (len(items) - 1) / (count - 1))] for i in range(count)]


def choose(data):
    spots = collections.defaultdict(lambda: ([], []))
    for picture in sorted((data / "images").glob("*.jpg")):
        match = SPOT.match(picture.stem)
        if not match:
            continue
        label = data / "labelme" / f"{picture.stem}.json"
        shapes = json.loads(label.read_text())["shapes"] if label.exists() else []
        with_pitting, without = spots[match[2]]
        if shapes:
            with_pitting.append((sum(map(area, shapes)), picture, shapes))
        elif not with_pitting:  # pictures come in the order of time
            without.append((0, picture, []))
    for spot in sorted(spots):
        with_pitting, without = spots[spot]
        with_pitting.sort(key=lambda entry: (entry[0], entry[1].name))
        yield from spread(with_pitting, EACH)
        yield from spread(without, EACH)  # by name, and so by time: from the new spindle to shortly before it pits


def half(picture, shapes, out):
    with Image.open(picture) as image:
        image = image.convert("RGB")
        size = (image.width // 2, image.height // 2)
        scale = (size[0] / image.width, size[1] / image.height)
        image.resize(size, Image.Resampling.LANCZOS).save(
            out / "images" / picture.name, "JPEG", quality=QUALITY, optimize=True, subsampling="4:2:0"
        )
    if not shapes:
        return
    label = {
        "shapes": [
            {
                "label": shape["label"],
                "points": [[round(x * scale[0], 2), round(y * scale[1], 2)] for x, y in shape["points"]],
                "shape_type": shape["shape_type"],
            }
            for shape in shapes
        ],
        "imagePath": f"../images/{picture.name}",
        "imageHeight": size[1],
        "imageWidth": size[0],
    }
    text = json.dumps(label, separators=(",", ":")) + "\n"
    (out / "labelme" / f"{picture.stem}.json").write_text(text)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    data, out = map(pathlib.Path, sys.argv[1:])
    for folder in ("images", "labelme"):
        shutil.rmtree(out / folder, ignore_errors=True)
        (out / folder).mkdir(parents=True)
    chosen = list(choose(data))
    if not chosen:
        sys.exit(f"error: no picture of the ball screw data set below {data}/images")
    for _, picture, shapes in chosen:
        half(picture, shapes, out)
    total = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
    bad = sum(bool(shapes) for _, _, shapes in chosen)
    print(f"{len(chosen)} pictures, {bad} with pitting, {total / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
