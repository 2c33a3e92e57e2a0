#!/usr/bin/env python3
"""Pictures a second from files on disk through `fovea predict`, beside plain ONNX Runtime in Python running the
same graph on tensors that already lie in memory. Same threads, same pictures, in turns.

    .setup/venv/bin/python benches/infer_rate.py MODEL.fovea DIR [--fovea PATH] [--threads 2] [--pictures 600]
"""

import argparse
import json
import statistics
import subprocess
import time
import zipfile
from pathlib import Path

import numpy
import onnxruntime
from PIL import Image


def tensors(paths, size):
    out = []
    for path in paths:
        picture = Image.open(path).convert("RGB").resize(size)
        out.append(numpy.asarray(picture, numpy.float32).transpose(2, 0, 1)[None].copy())
    return out


def runtime_rate(graph, inputs, threads):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    session.run(None, {"image": inputs[0]})
    start = time.perf_counter()
    for x in inputs:
        session.run(None, {"image": x})
    return len(inputs) / (time.perf_counter() - start)


def fovea_rate(fovea, model, paths, threads):
    """The whole process, and the rate without its start: two runs of different length tell both apart."""
    def seconds(chosen):
        start = time.perf_counter()
        command = [fovea, "predict", model, *chosen, "--json", "--threads", str(threads)]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - start
    few = len(paths) // 10
    short, whole = seconds(paths[:few]), seconds(paths)
    return len(paths) / whole, (len(paths) - few) / (whole - short)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("model")
    p.add_argument("dir", type=Path)
    p.add_argument("--fovea", default="target/release/fovea")
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--pictures", type=int, default=600)
    p.add_argument("--rounds", type=int, default=3)
    args = p.parse_args()
    found = sorted(f for f in args.dir.rglob("*") if f.suffix.lower() in (".jpg", ".jpeg", ".png"))
    paths = [str(found[i % len(found)]) for i in range(args.pictures)]
    with zipfile.ZipFile(args.model) as z:
        manifest, graph = json.loads(z.read("manifest.json")), z.read("model.onnx")
    fit = manifest["input"]
    if fit["kind"] != "stretch":
        raise SystemExit("this bench is for models with one input size (anomaly, classify)")
    inputs = tensors(paths[:200], (fit["width"], fit["height"]))
    plain, whole, steady = [], [], []
    for _ in range(args.rounds):
        plain.append(runtime_rate(graph, inputs, args.threads))
        a, b = fovea_rate(args.fovea, args.model, paths, args.threads)
        whole.append(a)
        steady.append(b)
    plain, whole, steady = map(statistics.median, (plain, whole, steady))
    print(f"{manifest['task']} at {fit['width']} px, {args.threads} threads, {len(paths)} pictures")
    print(f"  ONNX Runtime in Python, tensors in memory   {plain:7.1f} pictures/s")
    print(f"  fovea predict, files on disk                {steady:7.1f} pictures/s   ratio {steady / plain:.2f}")
    print(f"  the same with the start of the program      {whole:7.1f} pictures/s   ratio {whole / plain:.2f}")


if __name__ == "__main__":
    main()
