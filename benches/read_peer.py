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


def ours(fovea, model, paths, threads):
    command = [fovea, "predict", model, "--json", "--threads", str(threads), *map(str, paths)]
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, text=True)
    seconds = time.perf_counter() - start
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return seconds / len(paths), [line["ms"]["run"] for line in lines], sum(len(line["texts"]) for line in lines)


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
        ("whole pictures", given.whole, sorted(given.pictures.iterdir())[:12], True),
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
            f"{what:<17} fovea {a:7.1f} ms a picture (start of the program included; {statistics.median(alone):.1f} ms on one "
            f"thread, {our_texts} texts)  RapidOCR {b:7.1f} ms ({their_texts} texts)  ratio {b / a:.2f}"
        )


main()
