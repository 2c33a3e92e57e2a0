"""Load and figures for users.sh and logins.sh. Standard library only."""
import asyncio, http.client, itertools, json, os, random, sys, time, urllib.parse

TOKEN = {"Authorization": f"Bearer {os.environ['FOVEA_TOKEN']}"}


def place(times, share):
    times = sorted(times)
    return times[min(int(len(times) * share), len(times) - 1)] * 1e3


def figures(times):
    return f"p50 {place(times, 0.5):.1f} ms, p99 {place(times, 0.99):.1f} ms, longest {max(times) * 1e3:.1f} ms"


def queries(ask):
    """Kinds of queries, each an endless row of paths."""
    rng = random.Random(3)
    roles = {r["key"]: r["id"] for r in ask("/roles?limit=200")["items"]}
    groups = [g["id"] for g in ask("/groups?limit=200")["items"]]
    # As they were drawn: nine in ten with a Chinese nickname; ordered by nickname all would be called Worker.
    people = ask("/users?limit=200&sort=created_at")["items"]
    orders = [way + name for name in ("name", "nickname", "created_at", "last_login_at") for way in ("", "-")]
    users = lambda **query: "/users?" + urllib.parse.urlencode(query)
    one = lambda: rng.choice(people)
    order = lambda: rng.choice(orders)

    cursors = {}
    for name in orders:
        page = ask(users(limit=200, sort=name))
        for _ in range(20):
            page = ask(users(limit=200, sort=name, cursor=page["next"]))
        cursors[name] = page["next"]

    def behind():
        name = order()
        return users(sort=name, cursor=cursors[name])

    kinds = {
        "first page, any order": lambda: users(sort=order()),
        "200 rows a page": lambda: users(sort=order(), limit=200),
        "pages far behind": behind,
        "a whole name": lambda: users(q=one()["name"]),
        "three signs and more": lambda: users(q=one()["name"][:6], sort=order()),
        "a whole nickname": lambda: users(q=one()["nickname"], sort=order()),
        "two signs of a nickname": lambda: users(q=one()["nickname"][:2], sort=order()),
        "one sign of a nickname": lambda: users(q=one()["nickname"][:1], sort=order()),
        "one letter": lambda: users(q=rng.choice("wqz0"), sort=order()),
        "two signs that nobody has": lambda: users(q=rng.choice(["龘龘", "zz", "#!"]), sort=order()),
        "nothing found": lambda: users(q="nobody at all", sort=order()),
        "part of a phone": lambda: users(q=one()["phone"][3:8], sort=order()),
        "what all mails hold": lambda: users(q="example", sort=order()),
        "by state": lambda: users(state=rng.choice(["active", "invited", "locked", "waiting"]), sort=order()),
        "by role": lambda: users(role_id=rng.choice(list(roles.values())), sort=order()),
        "by group": lambda: users(group_id=rng.choice(groups), sort=order()),
        "search, state and role": lambda: users(
            q=one()["nickname"][:1], state="active", role_id=roles["platform_user"], sort=order()
        ),
        "search, state and group": lambda: users(
            q=one()["name"][:3], state="invited", group_id=rng.choice(groups), sort=order()
        ),
        "rare role, common sign": lambda: users(q="1", role_id=roles["auditor"], sort=order()),
        "common role, two rare signs": lambda: users(q="zz", role_id=roles["annotator"], sort=order()),
    }
    return kinds


def users(address, seconds):
    url = urllib.parse.urlparse(address)
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=60)

    def ask(path):
        connection.request("GET", f"/api/v1{path}", headers=TOKEN)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, (path, answer.status, body)
        return json.loads(body)

    kinds = queries(ask)
    print(f"{ask('/console')['users']} users, one request at a time; time until the whole answer is there:")
    all_times, worst = [], []
    for name, make in kinds.items():
        for _ in range(3):
            ask(make())
        times, end = [], time.perf_counter() + seconds / len(kinds)
        while time.perf_counter() < end or len(times) < 20:
            path = make()
            begin = time.perf_counter()
            connection.request("GET", f"/api/v1{path}", headers=TOKEN)
            answer = connection.getresponse()
            answer.read()
            times.append(time.perf_counter() - begin)
            assert answer.status == 200
            worst.append((times[-1], path))
        all_times += times
        print(f"  {name:30} {len(times):6} times, {figures(times)}")
    print(f"  all kinds in equal time        {len(all_times):6} times, {figures(all_times)}")
    print("  slowest: " + urllib.parse.unquote(max(worst)[1]))


class Web:
    """Keeps one connection; small and quick, since the two cores are shared with the server that is measured."""

    def __init__(self, address, number=0):
        self.url = urllib.parse.urlparse(address)
        self.reader = self.writer = None
        # Each person at a machine of their own: tries are counted by address too, and all of 127.0.0.0/8 is this one.
        self.place = (f"127.0.{1 + number // 250}.{1 + number % 250}", 0)

    async def ask(self, method, path, headers, body=b""):
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection(self.url.hostname, self.url.port, local_addr=self.place)
        head = f"{method} /api/v1{path} HTTP/1.1\r\nHost: h\r\nContent-Length: {len(body)}\r\n"
        head += "".join(f"{k}: {v}\r\n" for k, v in headers.items())
        self.writer.write(head.encode() + b"\r\n" + body)
        answer = await self.reader.readuntil(b"\r\n\r\n")
        status = int(answer[9:12])
        length = next((int(l[16:]) for l in answer.lower().split(b"\r\n") if l.startswith(b"content-length: ")), 0)
        return status, await self.reader.readexactly(length)


async def others(address, until, times):
    """Somebody who works: the session, the projects, the users."""
    web, paths = Web(address), itertools.cycle(["/session", "/projects", "/users", "/jobs"])
    while time.perf_counter() < until:
        begin = time.perf_counter()
        status, body = await web.ask("GET", next(paths), TOKEN)
        assert status == 200, (status, body)
        times.append(time.perf_counter() - begin)
        await asyncio.sleep(0.02)


async def stormer(address, number, until, counts):
    web = Web(address, number)
    body = json.dumps({"name": f"person{number}", "password": os.environ["PASSWORD"]}).encode()
    while time.perf_counter() < until:
        begin = time.perf_counter()
        status, answer = await web.ask("POST", "/session", {"Content-Type": "application/json"}, body)
        counts.setdefault(status, []).append(time.perf_counter() - begin)
        if status == 503:
            await asyncio.sleep(json.loads(answer)["params"]["wait_s"])


async def enrol(address, clients):
    web = Web(address)
    _, roles = await web.ask("GET", "/roles?limit=200", TOKEN)
    role = next(r["id"] for r in json.loads(roles)["items"] if r["key"] == "annotator")
    for number in range(clients):
        new = {"name": f"person{number}", "role_ids": [role], "password": os.environ["PASSWORD"]}
        headers = {"Content-Type": "application/json", **TOKEN}
        status, answer = await web.ask("POST", "/users", headers, json.dumps(new).encode())
        assert status == 201, answer


async def logins(address, clients, seconds):
    await enrol(address, clients)
    calm, stormy, counts = [], [], {}
    workers = lambda until, times: [others(address, until, times) for _ in range(4)]
    await asyncio.gather(*workers(time.perf_counter() + 5, calm))
    until = time.perf_counter() + seconds
    await asyncio.gather(*workers(until, stormy), *(stormer(address, n, until, counts) for n in range(clients)))
    print(f"four people at work, before:   {len(calm):6} requests, {figures(calm)}")
    print(f"the same in the storm:         {len(stormy):6} requests, {figures(stormy)}")
    for status, times in sorted(counts.items()):
        what = {200: "logged in", 503: "told to come back"}.get(status, "answered otherwise")
        print(f"{clients} log in: {what} ({status}) {len(times)}, {len(times) / seconds:.1f} a second, {figures(times)}")


match sys.argv[1:]:
    case ["users", address, seconds]:
        users(address, float(seconds))
    case ["logins", address, clients, seconds]:
        asyncio.run(logins(address, int(clients), float(seconds)))
    case _:
        sys.exit("run benches/users.sh or benches/logins.sh")
