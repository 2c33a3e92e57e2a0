#!/usr/bin/env python3
"""Opens a model package without Fovea: runs its graph in Python's ONNX Runtime on the reference pictures that need
no scaling and compares the scores with the packed ones. Prints how many were compared; ends with 1 on a difference.

    .setup/venv/bin/python scripts/check_package.py MODEL.fovea
"""

import io
import json
import sys
import zipfile

import numpy
import onnxruntime
from PIL import Image

DRIFT = 2e-3


def tensor(picture, fit):
    """The picture as the manifest's `input` asks for it, or None where it would have to be scaled."""
    if fit["kind"] == "stretch":
        if picture.shape[:2] != (fit["height"], fit["width"]):
            return None
    elif fit["factor"] != 1:
        return None
    else:
        rows, columns = (-side % fit["multiple"] for side in picture.shape[:2])
        picture = numpy.pad(picture, ((0, rows), (0, columns), (0, 0)), mode="edge")
    return picture.transpose(2, 0, 1)[None].astype(numpy.float32)


def score_of(session, manifest, image):
    """Of a detection the score of a picture is that of its surest place; other graphs give it themselves. With `flips` what
    is said of the picture and of its turned copies is averaged, of a detection place by place."""
    detects = manifest["task"] == "detect"
    (height, width), total = image.shape[2:], 0
    axes = [(), (3,), (2,), (2, 3)] if manifest["flips"] else [()]
    for turned in axes:
        view = numpy.ascontiguousarray(numpy.flip(image, turned))
        said = session.run(["kinds" if detects else "score"], {"image": view})[0]
        if detects:
            sizes = [(height // step, width // step) for step in manifest["detect"]["strides"]]
            ends = numpy.cumsum([rows * columns for rows, columns in sizes])[:-1]
            levels = [
                numpy.flip(level.reshape(*level.shape[:2], *size), turned).reshape(level.shape)
                for level, size in zip(numpy.split(said, ends, axis=2), sizes)
            ]
            said = numpy.concatenate(levels, axis=2)
        total = total + said / len(axes)
    return float(total.max())


def main():
    compared = 0
    with zipfile.ZipFile(sys.argv[1]) as package:
        manifest = json.loads(package.read("manifest.json"))
        session = onnxruntime.InferenceSession(package.read("model.onnx"), providers=["CPUExecutionProvider"])
        for reference in manifest["references"]:
            picture = numpy.asarray(Image.open(io.BytesIO(package.read(reference["file"]))).convert("RGB"))
            image = tensor(picture, manifest["input"])
            if image is None:
                continue
            score = score_of(session, manifest, image)
            if not abs(score - reference["score"]) <= DRIFT:
                sys.exit(f"{reference['file']}: {score} instead of {reference['score']}")
            compared += 1
    print(f"{compared} compared")


if __name__ == "__main__":
    main()
