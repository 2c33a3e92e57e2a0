"""The parts of prelabel.sh: the job over a server, and the same model on the same files without one."""

import json
import os
import pathlib
import random
import struct
import subprocess
import sys
import time
import urllib.request
import zlib

WIDTH, HEIGHT = 640, 480
TAUGHT = 24


def png(seed, marked):
    """Grained grey; where `marked`, with a dark square."""
    noise = random.Random(seed)
    rows = []
    x0, y0 = noise.randrange(40, WIDTH - 140), noise.randrange(40, HEIGHT - 140)
    for y in range(HEIGHT):
        row = bytearray(150 + noise.getrandbits(4) for _ in range(WIDTH))
        if marked and y0 <= y < y0 + 90:
            row[x0 : x0 + 90] = bytes(v - 110 for v in row[x0 : x0 + 90])
        rows.append(b"\0" + bytes(row))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"".join(rows), 1)) + chunk(b"IEND", b"")


def asking(address):
    def ask(method, path, body=None, kind="application/json"):
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
        request = urllib.request.Request(f"{address}/api/v1{path}", data=data or None, method=method)
        request.add_header("authorization", f"Bearer {os.environ['FOVEA_TOKEN']}")
        request.add_header("content-type", kind)
        with urllib.request.urlopen(request) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    return ask


def until(ask, path, state):
    while True:
        found = ask("GET", path)
        if found["state"] == state:
            return found
        if found["state"] in ("failed", "stopped"):
            sys.exit(f"{path} is {found['state']}: {found}")
        time.sleep(0.1)


def job(address, count, folder):
    ask = asking(address)
    project = ask("POST", "/projects", {"name": "bench", "product": "", "scene": "free", "good_name": "good", "classes": [{"name": "mark"}]})["id"]

    def bring(pictures):
        made = ask("POST", f"/projects/{project}/imports", {})["id"]
        for name, bytes_ in pictures:
            ask("PUT", f"/imports/{made}/files?name={name}", bytes_, "application/octet-stream")
        ask("POST", f"/imports/{made}/finish", {})

    letters = "abcdefghijklmnopqrstuvwxyz"
    bring((f"good/{letters[n]}.png", png(n, False)) for n in range(TAUGHT))
    training = ask("POST", f"/projects/{project}/trainings", {"task": "anomaly", "overkill": 0.01})["id"]
    model = until(ask, f"/jobs/{training}", "succeeded")["model_id"]
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True)
    for n in range(count):
        (folder / f"{n:06}.png").write_bytes(png(1000 + n, n % 3 == 0))
    bring((path.name, path.read_bytes()) for path in sorted(folder.iterdir()))
    begun = time.monotonic()
    made = ask("POST", f"/projects/{project}/prelabels", {"model_id": model})["id"]
    until(ask, f"/jobs/{made}", "succeeded")
    took = time.monotonic() - begun
    told = ask("GET", f"/projects/{project}/prelabels")["items"][0]
    if told["open"] != count:
        sys.exit(f"of {count} pictures {told['open']} have a proposal")
    print(f"the job: {count} pictures in {took:.2f} s, {count / took:.1f} a second")


def limit(fovea, model, folder):
    count = len(list(pathlib.Path(folder).iterdir()))
    begun = time.monotonic()
    subprocess.run([fovea, "predict", model, folder, "--json"], check=True, stdout=subprocess.DEVNULL)
    took = time.monotonic() - begun
    print(f"  {count} pictures in {took:.2f} s, {count / took:.1f} a second")


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "job":
        job(rest[0], int(rest[1]), rest[2])
    else:
        limit(*rest)
