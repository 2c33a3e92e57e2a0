"""Pictures, uploads and figures for import.sh."""
import concurrent.futures, http.client, json, os, pathlib, shutil, sys, time, urllib.parse, zipfile
import numpy as np
from PIL import Image

CLASSES = ("good", "scratch", "dent")


def draw(out, count, data):
    """The set: a copy of the given folder, or pictures of 1280 × 960 with the noise of a camera."""
    if data:
        shutil.copytree(data, out / "set")
    else:
        rng = np.random.default_rng(1)
        noise = rng.normal(0, 5, (1400, 1400, 3))
        for name in CLASSES:
            (out / "set" / name).mkdir(parents=True)
        for i in range(count):
            coarse = Image.fromarray(rng.integers(60, 200, (30, 40, 3), np.uint8)).resize((1280, 960), Image.BICUBIC)
            x, y = rng.integers(0, 100, 2)
            picture = np.clip(np.asarray(coarse) + noise[y : y + 960, x : x + 1280], 0, 255).astype(np.uint8)
            Image.fromarray(picture).save(out / "set" / CLASSES[i % 3] / f"{i:05}.jpg", quality=88)
    files = pictures(out)
    with zipfile.ZipFile(out / "set.zip", "w", zipfile.ZIP_STORED) as archive:
        for file in files:
            archive.write(file, file.relative_to(out / "set"))
    os.sync()
    size = sum(f.stat().st_size for f in files)
    print(f"{len(files)} pictures, {size / 1e6:.0f} MB, {size / len(files) / 1e3:.0f} kB each")


def pictures(out):
    return sorted(p for p in (out / "set").rglob("*") if p.is_file())


def told(what, out, begin):
    took = time.perf_counter() - begin
    files = pictures(out)
    size = sum(f.stat().st_size for f in files)
    print(f"{what}: {len(files) / took:.0f} pictures/s, {size / took / 1e6:.0f} MB/s", flush=True)


def copy(out):
    begin = time.perf_counter()
    shutil.copytree(out / "set", out / "copy")
    os.sync()
    told("the disk, a copy with a sync at its end", out, begin)
    begin = time.perf_counter()
    for file in pictures(out):
        to = out / "copy" / f"{file.name}.synced"
        with open(to, "wb") as copied:
            copied.write(file.read_bytes())
            os.fsync(copied.fileno())
    told("the disk, each file synced before the next", out, begin)
    shutil.rmtree(out / "copy")


class Server:
    def __init__(self, address):
        url = urllib.parse.urlparse(address)
        self.connection = http.client.HTTPConnection(url.hostname, url.port, timeout=600)

    def call(self, method, path, body=None):
        bare = body is not None and not isinstance(body, dict)
        headers = {
            "Authorization": f"Bearer {os.environ['FOVEA_TOKEN']}",
            "Content-Type": "application/octet-stream" if bare else "application/json",
        }
        data = json.dumps(body) if isinstance(body, dict) else body
        if hasattr(body, "fileno"):
            headers["Content-Length"] = str(os.fstat(body.fileno()).st_size)
        self.connection.request(method, f"/api/v1{path}", data, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            sys.exit(f"{method} {path}: {answer.status} {text[:500]}")
        return json.loads(text or "null")

    def begin(self, name):
        project = {"name": name, "product": "p", "scene": "free", "good_name": "good", "note": "", "classes": []}
        project = self.call("POST", "/projects", project)["id"]
        return self.call("POST", f"/projects/{project}/imports", {})["id"]

    def put(self, upload, name, body):
        return self.call("PUT", f"/imports/{upload}/files?name={urllib.parse.quote(name)}", body)

    def finish(self, upload, wanted):
        done = self.call("POST", f"/imports/{upload}/finish", {})
        if (done["added"], done["labels"]) != (wanted, wanted):
            sys.exit(f"of {wanted} pictures {done['added']} came in, {done['labels']} with labels")


def files(out, address):
    paths, server = pictures(out), Server(address)
    upload = server.begin("files")
    begin = time.perf_counter()

    def send(share):
        own = Server(address)
        for path in share:
            own.put(upload, str(path.relative_to(out / "set")), path.read_bytes())

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(send, [paths[i::8] for i in range(8)]))
    server.finish(upload, len(paths))
    told("fovea, single files", out, begin)


def archive(out, address):
    server = Server(address)
    upload = server.begin("zip")
    begin = time.perf_counter()
    with open(out / "set.zip", "rb") as body:
        server.put(upload, "set.zip", body)
    server.finish(upload, len(pictures(out)))
    told("fovea, one zip", out, begin)


match sys.argv[1:]:
    case ["draw", out, count, data]:
        draw(pathlib.Path(out), int(count), data)
    case ["copy", out]:
        copy(pathlib.Path(out))
    case ["files", out, address]:
        files(pathlib.Path(out), address)
    case ["zip", out, address]:
        archive(pathlib.Path(out), address)
