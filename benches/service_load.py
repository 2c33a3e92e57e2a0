"""Pictures, load and figures for service.sh."""
import concurrent.futures, http.client, json, os, pathlib, subprocess, sys, time, urllib.parse, urllib.request
import numpy as np
from PIL import Image


def draw(out):
    """Small parts to learn from, and 12 pictures of 2448 × 2048 that are 1 to 3 MB as JPEG."""
    rng = np.random.default_rng(1)
    for name in ("good", "bad"):
        folder = out / "parts" / name
        folder.mkdir(parents=True)
        for i in range(12):
            pixels = rng.integers(120, 150, (128, 128, 3), np.uint8)
            if name == "bad":
                x, y = rng.integers(20, 90, 2)
                pixels[y : y + 18, x : x + 18] = 20
            Image.fromarray(pixels).save(folder / f"{i}.png")
    (out / "large").mkdir()
    for i in range(12):
        coarse = Image.fromarray(rng.integers(60, 200, (256, 306, 3), np.uint8)).resize((2448, 2048), Image.BICUBIC)
        noise = rng.normal(0, 3 + i / 2, (2048, 2448, 3))
        picture = Image.fromarray(np.clip(np.asarray(coarse) + noise, 0, 255).astype(np.uint8))
        picture.save(out / "large" / f"{i}.jpg", quality=88)
    sizes = sorted(p.stat().st_size / 1e6 for p in (out / "large").iterdir())
    print(f"12 pictures of 5 MP, {sizes[0]:.1f} to {sizes[-1]:.1f} MB")


def limit(program, model, large):
    files = [str(p) for p in pathlib.Path(large).iterdir()]
    many = files * 10
    run = lambda paths: subprocess.run([program, "predict", model, *paths], check=True, capture_output=True)
    begin = time.perf_counter()
    run(files[:1])
    start = time.perf_counter() - begin
    begin = time.perf_counter()
    run(many)
    print(f"  {len(many) / (time.perf_counter() - begin - start):.1f} pictures/s")


def ask(method, address, body=None):
    headers = {"Authorization": f"Bearer {os.environ['FOVEA_TOKEN']}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(address, data, headers, method=method)) as answer:
        return json.loads(answer.read() or "null")


def find(server):
    project = ask("GET", f"{server}/api/v1/projects")["items"][0]["id"]
    print(ask("GET", f"{server}/api/v1/projects/{project}/services")["items"][0]["address"])


def again(server, service, keep):
    """Another service of the same model, which keeps other pictures."""
    first = ask("GET", service)
    new = {"model_id": first["model_id"], "name": f"keeps {keep}", "keep": keep}
    made = ask("POST", f"{server}/api/v1/projects/{first['project_id']}/services", new)
    while ask("GET", f"{server}/api/v1/services/{made['id']}")["state"] != "running":
        time.sleep(0.1)
    print(made["address"])


def stop(service):
    """Services outlive their server."""
    ask("POST", f"{service}/stop")
    while ask("GET", service)["state"] != "stopped":
        time.sleep(0.1)


def spent(process):
    """Milliseconds of processor that it has taken so far."""
    fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1e3 / os.sysconf("SC_CLK_TCK")


def load(address, large, clients, seconds, processes):
    bodies = [p.read_bytes() for p in pathlib.Path(large).iterdir()]
    url = urllib.parse.urlparse(address)
    headers = {"Content-Type": "image/jpeg"}
    if "FOVEA_TOKEN" in os.environ:
        headers["Authorization"] = f"Bearer {os.environ['FOVEA_TOKEN']}"
    end = time.perf_counter() + seconds
    before = [spent(p) for p in processes]

    def client(number):
        times, busy, failed, turn = [], 0, 0, number
        connection = http.client.HTTPConnection(url.hostname, url.port, timeout=60)
        while time.perf_counter() < end:
            turn += 1
            begin = time.perf_counter()
            try:
                # No two pictures of a line are the same: some bytes behind the end make each another file.
                body = bodies[turn % len(bodies)]
                mark = b"%8d%16d" % (number, turn)
                length = {"Content-Length": str(len(body) + len(mark))}
                connection.request("POST", url.path, iter((body, mark)), headers | length)
                answer = connection.getresponse()
                answer.read()
            except OSError:
                failed += 1
                connection.close()
                continue
            if answer.status == 429:
                busy += 1
                time.sleep(min(float(answer.headers.get("Retry-After", 1)), 1))
            elif answer.status == 200:
                times.append(time.perf_counter() - begin)
            else:
                failed += 1
        return times, busy, failed

    with concurrent.futures.ThreadPoolExecutor(clients) as pool:
        done = list(pool.map(client, range(clients)))
    times = np.sort(np.concatenate([np.array(t) for t, _, _ in done])) * 1e3
    busy, failed = sum(b for _, b, _ in done), sum(f for _, _, f in done)
    p = lambda share: times[min(int(len(times) * share), len(times) - 1)]
    print(
        f"  {clients} clients, {seconds:.0f} s: {len(times) / seconds:.1f} pictures/s, mean {times.mean():.0f} ms, "
        f"p50 {p(0.5):.0f} ms, p99 {p(0.99):.0f} ms, told to wait (429) {busy}, failed {failed}"
    )
    took = [(spent(p) - b) / len(times) for p, b in zip(processes, before)]
    parts = " + ".join(f"{t:.1f}" for t in took)
    own = spent(os.getpid()) / len(times)
    print(f"  processor time a picture: {parts} ms for the server, {own:.1f} ms for the clients")


match sys.argv[1:]:
    case ["draw", out]:
        draw(pathlib.Path(out))
    case ["find", server]:
        find(server)
    case ["again", server, address, keep]:
        again(server, address.removesuffix("/infer"), keep)
    case ["stop", address]:
        stop(address.removesuffix("/infer"))
    case ["limit", program, model, large]:
        limit(program, model, large)
    case ["load", address, large, clients, seconds, *processes]:
        load(address, large, int(clients), float(seconds), [int(p) for p in processes])
