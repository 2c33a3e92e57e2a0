"""Annotators for annotators.sh. Standard library only."""
import asyncio, http.client, json, os, random, struct, sys, time, urllib.parse, zlib

TOKEN = {"Authorization": f"Bearer {os.environ['FOVEA_TOKEN']}"}
JSON = {"Content-Type": "application/json"}
SIDE = 64


def place(times, share):
    times = sorted(times)
    return times[min(int(len(times) * share), len(times) - 1)] * 1e3


def png(number):
    """A small picture like no other."""
    rows = b"".join(b"\0" + bytes((number * 7 + x * y + number % 251) % 256 for x in range(SIDE)) for y in range(SIDE))
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 0, 0, 0, 0)
    note = b"number\0" + str(number).encode()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"tEXt", note) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def prepare(address, people, count, folder):
    url = urllib.parse.urlparse(address)
    web = http.client.HTTPConnection(url.hostname, url.port, timeout=60)

    def ask(method, path, body=None, headers=None):
        sent = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        web.request(method, f"/api/v1{path}", body=sent, headers={**TOKEN, **JSON, **(headers or {})})
        answer = web.getresponse()
        text = answer.read()
        assert answer.status < 300, (method, path, answer.status, text)
        return json.loads(text) if text else None

    project = ask("POST", "/projects", {"name": "many", "product": "", "scene": "free", "good_name": "good", "classes": [{"name": "scratch"}]})
    defect = next(c["id"] for c in project["classes"] if not c["good"])
    bring = ask("POST", f"/projects/{project['id']}/imports", {})
    for number in range(count):
        ask("PUT", f"/imports/{bring['id']}/files?name={number:05}.png", png(number), {"Content-Type": "application/octet-stream"})
    ask("POST", f"/imports/{bring['id']}/finish", {})
    role = next(r["id"] for r in ask("GET", "/roles?limit=200")["items"] if r["key"] == "annotator")
    cookies = []
    for number in range(people):
        password = os.environ["PASSWORD"]
        ask("POST", "/users", {"name": f"person{number}", "role_ids": [role], "password": password})
        web.request("POST", "/api/v1/session", body=json.dumps({"name": f"person{number}", "password": password}), headers=JSON)
        answer = web.getresponse()
        text = answer.read()
        assert answer.status == 200, text
        cookie = answer.getheader("set-cookie").split(";")[0]
        if json.loads(text).get("must_change_password"):
            new = password + "!"
            own = {**JSON, "Cookie": cookie, "X-Fovea": "1"}
            web.request("PUT", "/api/v1/account/password", body=json.dumps({"current": password, "new": new}), headers=own)
            answer = web.getresponse()
            text = answer.read()
            assert answer.status < 300, text
            cookie = (answer.getheader("set-cookie") or cookie).split(";")[0]
        cookies.append(cookie)
    wanted = {"name": "all", "pool": True, "pictures": {"labelled": False}}
    task = ask("POST", f"/projects/{project['id']}/annotation_tasks", wanted)
    with open(f"{folder}/load.json", "w") as file:
        json.dump({"task": task["id"], "project": project["id"], "class": defect, "cookies": cookies}, file)
    print(f"{count} pictures, {people} annotators")


class Web:
    """One connection that is opened anew where the server went away."""

    def __init__(self, address, cookie):
        self.url = urllib.parse.urlparse(address)
        self.own = {"Cookie": cookie, "X-Fovea": "1", **JSON}
        self.reader = self.writer = None

    async def once(self, method, path, body, headers):
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection(self.url.hostname, self.url.port)
        sent = json.dumps(body).encode() if body is not None else b""
        head = f"{method} /api/v1{path} HTTP/1.1\r\nHost: h\r\nContent-Length: {len(sent)}\r\n"
        head += "".join(f"{k}: {v}\r\n" for k, v in {**self.own, **headers}.items())
        self.writer.write(head.encode() + b"\r\n" + sent)
        told = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        status = int(told[9:12])
        lines = dict(line.split(": ", 1) for line in told.lower().split("\r\n")[1:] if ": " in line)
        text = await self.reader.readexactly(int(lines.get("content-length", 0)))
        return status, lines, json.loads(text) if "json" in lines.get("content-type", "") and text else text or None

    async def ask(self, method, path, body=None, headers={}):
        """As the page does it: what got no answer is asked again."""
        while True:
            try:
                return await self.once(method, path, body, headers)
            except (OSError, asyncio.IncompleteReadError):
                if self.writer:
                    self.writer.close()
                self.writer = None
                await asyncio.sleep(0.2)


async def annotator(address, cookie, told, until, times, kept, rng):
    web = Web(address, cookie)
    task = told["task"]

    async def timed(kind, *asked, **more):
        begin = time.perf_counter()
        answer = await web.ask(*asked, **more)
        times.setdefault(kind, []).append(time.perf_counter() - begin)
        return answer

    # Beside all else and one after the other, on a connection of its own.
    side, looking = Web(address, cookie), None

    async def features(picture):
        begin = time.perf_counter()
        status, _, _ = await side.ask("GET", f"/pictures/{picture}/features")
        assert status in (200, 404, 429), status
        times.setdefault("features" if status == 200 else f"features ({status})", []).append(time.perf_counter() - begin)

    # Nobody begins in the very moment of a hundred others.
    await asyncio.sleep(rng.uniform(0, 5))
    while time.perf_counter() < until:
        status, _, found = await timed("next", "POST", f"/annotation_tasks/{task}/next", {})
        assert status == 200, (status, found)
        piece = found["next"]
        if piece is None:
            break
        picture = piece["picture"]["id"]
        if os.environ.get("FEATURES", "1") != "0" and (looking is None or looking.done()):
            looking = asyncio.create_task(features(picture))
        await timed("lease", "PUT", f"/pictures/{picture}/lease", {"active": True})
        _, head, _ = await timed("labels", "GET", f"/pictures/{picture}/annotation")
        tag, regions = head["etag"], []
        for number in range(rng.randint(1, 4)):
            await asyncio.sleep(rng.uniform(0.5, 1.5))
            box = {"kind": "box", "x": rng.randrange(40), "y": rng.randrange(40), "w": 12, "h": 9}
            regions = [*regions, {"id": f"r{number}", "class_id": told["class"], "shape": box}]
            label = {"verdict": "bad", "class_id": None, "regions": regions}
            status, head, body = await timed("save", "PUT", f"/pictures/{picture}/annotation", label, headers={"If-Match": tag})
            if status == 412:
                # The answer of a save was lost with the server: what is there is what was sent.
                _, head, body = await web.ask("GET", f"/pictures/{picture}/annotation")
                assert len(body["regions"]) == len(regions), (picture, body)
            else:
                assert status == 200, (status, body)
            tag = head["etag"]
            kept[picture] = len(regions)
        status, _, body = await timed("done", "POST", f"/annotation_tasks/{task}/pictures/{piece['position']}/finish", {})
        assert status in (200, 409), (status, body)
        await web.ask("DELETE", f"/pictures/{picture}/lease")
    if looking is not None:
        await looking


async def work(address, seconds, folder):
    with open(f"{folder}/load.json") as file:
        told = json.load(file)
    times, kept = {}, {}
    until = time.perf_counter() + seconds
    people = [annotator(address, c, told, until, times, kept, random.Random(n)) for n, c in enumerate(told["cookies"])]
    await asyncio.gather(*people)
    with open(f"{folder}/kept.json", "w") as file:
        json.dump(kept, file)
    # Nobody waits for features.
    everything = [t for kind, some in times.items() if not kind.startswith("features") for t in some]
    for kind, some in [*times.items(), ("all", everything)]:
        print(f"  {kind:14} {len(some):7} times, p50 {place(some, 0.5):7.1f} ms, p99 {place(some, 0.99):7.1f} ms, longest {max(some) * 1e3:7.1f} ms")


async def check(address, folder):
    with open(f"{folder}/load.json") as file:
        told = json.load(file)
    with open(f"{folder}/kept.json") as file:
        kept = json.load(file)
    web = Web(address, "")
    web.own = {**TOKEN, **JSON}
    lost = 0
    for picture, regions in kept.items():
        status, _, body = await web.ask("GET", f"/pictures/{picture}/annotation")
        lost += status != 200 or len(body["regions"]) != regions
    _, _, task = await web.ask("GET", f"/annotation_tasks/{told['task']}")
    print(f"  {len(kept)} pictures with acknowledged labels, {lost} of them are not as they were saved; {task['counts']}")
    sys.exit(1 if lost else 0)


match sys.argv[1:]:
    case ["prepare", address, people, count, folder]:
        prepare(address, int(people), int(count), folder)
    case ["work", address, seconds, folder]:
        asyncio.run(work(address, float(seconds), folder))
    case ["check", address, folder]:
        asyncio.run(check(address, folder))
    case _:
        sys.exit("run benches/annotators.sh")
