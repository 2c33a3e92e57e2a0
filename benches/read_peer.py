#!/usr/bin/env python3
"""Reading text by `fovea predict` beside RapidOCR in Python, which runs the same two graphs: whole pictures, and labels that
are one line. Same pictures, same number of threads, in turns; each side reads its pictures from files.

    PEER_PYTHON benches/read_peer.py FOVEA WHOLE.fovea LINE.fovea PICTURES LABELS [--threads 2] [--rounds 3]

PEER_PYTHON needs rapidocr-onnxruntime 1.4.4, whose graphs ours are.
"""

import argparse
import json
import statistics
import subprocess
import time
from pathlib import Path

import cv2
from rapidocr_onnxruntime import RapidOCR

MANY = 300
PICTURES = {".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp"}


def ours(fovea, model, paths, threads):
    # So many that the start of the program hardly counts, which is in.
    all_of_them = [str(p) for _ in range(max(1, MANY // len(paths))) for p in paths]
    command = [fovea, "predict", model, "--json", "--threads", str(threads), *all_of_them]
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, text=True)
    each = (time.perf_counter() - start) / len(all_of_them)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return each, [line["ms"]["run"] for line in lines], sum(len(line["texts"]) for line in lines[: len(paths)])


def peer(engine, paths, whole):
    start, texts = time.perf_counter(), 0
    for path in paths:
        found, _ = engine(cv2.imread(str(path)), use_det=whole, use_cls=whole, use_rec=True)
        texts += len(found or [])
    return (time.perf_counter() - start) / len(paths), texts


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("fovea", "whole", "line"):
        options.add_argument(name)
    options.add_argument("pictures", type=Path)
    options.add_argument("labels", type=Path)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    engine = RapidOCR(intra_op_num_threads=given.threads)
    sets = [
        ("whole pictures", given.whole, sorted(p for p in given.pictures.iterdir() if p.suffix.lower() in PICTURES)[:12], True),
        ("labels of a line", given.line, sorted(given.labels.glob("*.png"))[:60], False),
    ]
    for what, model, paths, whole in sets:
        peer(engine, paths[:1], whole)
        mine, theirs, alone = [], [], []
        for _ in range(given.rounds):
            per_picture, each, our_texts = ours(given.fovea, model, paths, given.threads)
            mine.append(per_picture)
            alone += each
            per_picture, their_texts = peer(engine, paths, whole)
            theirs.append(per_picture)
        a, b = statistics.median(mine) * 1e3, statistics.median(theirs) * 1e3
        print(
            f"{what:<17} fovea {a:7.1f} ms a picture ({statistics.median(alone):.1f} ms from its pixels on one "
            f"thread, {our_texts} texts)  RapidOCR {b:7.1f} ms ({their_texts} texts)  ratio {b / a:.2f}"
        )


main()
