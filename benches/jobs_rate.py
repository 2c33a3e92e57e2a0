"""Load and figures for logs.sh and starts.sh. Standard library only."""
import datetime, http.client, json, mmap, os, pathlib, random, subprocess, sys, time, urllib.parse

TOKEN = {"Authorization": f"Bearer {os.environ.get('FOVEA_TOKEN', '')}"}
ENDED = ("succeeded", "failed", "stopped")


class Server:
    def __init__(self, address):
        self.line = http.client.HTTPConnection(urllib.parse.urlsplit(address).netloc)

    def bytes(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        self.line.request(method, f"/api/v1{path}", data, TOKEN | {"Content-Type": "application/json"})
        answer = self.line.getresponse()
        read = answer.read()
        assert 200 <= answer.status < 300, (path, answer.status, read[:400])
        return read

    def ask(self, method, path, body=None):
        return json.loads(self.bytes(method, path, body) or b"null")

    def get(self, path):
        return self.ask("GET", path)


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def place(times, share):
    times = sorted(times)
    return times[min(int(len(times) * share), len(times) - 1)] * 1e3


def timed(act):
    begin = time.perf_counter()
    found = act()
    return time.perf_counter() - begin, found


def ended(server, job):
    while (seen := server.get(f"/jobs/{job}"))["state"] not in ENDED:
        time.sleep(0.05)
    assert seen["state"] == "succeeded", seen
    return seen


def found(ask, query):
    """All lines that a search finds, however many answers it takes."""
    lines, start = [], 0
    while start is not None:
        _, page = ask(urllib.parse.urlencode(query | {"from": start, "limit": 1000}))
        lines, start = lines + page["lines"], page["next"]
    return lines


def first_difference(one, other):
    part = 1 << 20
    for at in range(0, min(len(one), len(other)), part):
        a, b = one[at : at + part], other[at : at + part]
        if a != b:
            return at + next((n for n, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    return min(len(one), len(other))


def what_is_kept(said, body, gaps):
    """All that was said; or of a full log its beginning and its end, byte for byte, where the log tells how much is left out between."""
    with said.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        differs = first_difference(whole, body)
        if differs == len(whole) == len(body):
            return "the very bytes that were said"
        begin = body.rfind(b"\n", 0, differs) + 1
        end = body[begin:]
        assert begin and end and len(body) < len(whole), (begin, len(end), len(body), len(whole))
        assert whole[len(whole) - len(end) :] == end, "the end of what was said is not the end of the log"
        assert len(gaps) == 1, ("what is left out is told once", gaps)
        missing = len(whole) - len(body)
        return (f"the first {begin / 1e6:.0f} and the last {len(end) / 1e6:.0f} MB, byte for byte; "
                f"the {missing / 1e6:.0f} MB between are left out, as the log tells: {gaps[0]['text']}")


def logs(address, out, megabytes):
    server, out = Server(address), pathlib.Path(out)
    said = out / "said"
    line = "step {:>9}  loss 0.{:06}  learning rate 0.001  pictures/s 1234.5  memory 5.6 GiB of 16 GiB, part ok\n"
    with said.open("w") as file:
        count = megabytes * 1_000_000 // len(line.format(0, 0))
        for n in range(count):
            file.write(line.format(n, n * 7919 % 1_000_000))
    size = said.stat().st_size
    subprocess.run(["cat", str(said)], stdout=subprocess.DEVNULL, check=True)
    # A command sees its work folder only, so what it is to say is laid there once it waits for it.
    command = ["sh", "-c", "until [ -e begin ]; do sleep 0.1; done; cat said"]
    job = server.ask("POST", "/jobs", {"name": "talks", "command": command})["id"]
    while server.get(f"/jobs/{job}")["state"] != "running":
        time.sleep(0.05)
    work = out / "data" / "jobs" / job / "work"
    os.link(said, work / "said")
    (work / "begin").touch()
    ended(server, job)
    happened = {e["event"]: moment(e["at"]) for e in server.get(f"/jobs/{job}/events")["items"]}
    first = moment(server.get(f"/jobs/{job}/log?stream=out&limit=1")["lines"][0]["at"])
    last = moment(server.get(f"/jobs/{job}/log?tail=1")["lines"][-1]["at"])
    took = (last - first).total_seconds()
    peer, _ = timed(lambda: subprocess.run(
        f"cat {said} | mawk '{{print systime(), $0}}' > {out}/peer", shell=True, check=True))
    ours = size / took / 1e6
    print(f"{count:,} lines, {size / 1e6:.0f} MB said, {sum(1 for _ in happened)} events of the job")
    print(f"written: {ours:.0f} MB/s; mawk with a time a line {size / peer / 1e6:.0f} MB/s; ratio {peer / took:.2f}")

    folder = out / "data" / "jobs" / job
    kept = (folder / "log").stat().st_size
    total = server.get(f"/jobs/{job}/log?limit=1")["total"]
    print(f"the log as it is kept: {kept / 1e6:.0f} MB, {total:,} lines")
    rng = random.Random(1)
    ask = lambda query: timed(lambda: server.get(f"/jobs/{job}/log?{query}"))
    span = (last - first).total_seconds()
    at = lambda: (first + datetime.timedelta(seconds=span * rng.random())).isoformat().replace("+00:00", "Z")
    for name, query in (
        ("a page of 200 lines, by number", lambda: f"from={rng.randrange(total)}&limit=200"),
        ("a page of 1000 lines, by number", lambda: f"from={rng.randrange(total)}&limit=1000"),
        ("a page, by byte", lambda: f"byte={rng.randrange(kept)}&limit=200"),
        ("a page, by time", lambda: f"at={urllib.parse.quote(at())}&limit=200"),
        ("the last 200 lines", lambda: "tail=200"),
    ):
        times = [ask(query())[0] for _ in range(200)]
        print(f"{name}: p50 {place(times, 0.5):.1f} ms, p99 {place(times, 0.99):.1f} ms, longest {max(times) * 1e3:.1f} ms")
    middle = count // 2
    peer, _ = timed(lambda: subprocess.run(["sed", "-n", f"{middle},{middle + 199}p;{middle + 200}q", str(said)],
                                           stdout=subprocess.DEVNULL, check=True))
    ours = place([ask(f"from={middle}&limit=200")[0] for _ in range(50)], 0.5)
    print(f"200 lines in the middle: {ours:.1f} ms; sed {peer * 1e3:.0f} ms; ratio {peer * 1e3 / ours:.0f}")

    needle = f"step {count - 5:>9} "
    for name, query, grep in (
        ("words that stand at the end", {"q": needle, "case": "true"}, ["-F", needle]),
        ("words, capitals or not", {"q": needle.upper()}, ["-i", "-F", needle]),
        ("a regular expression", {"q": r"loss 0\.99999\d .*ok$", "regex": "true"}, ["-E", r"loss 0\.99999[0-9] .*ok$"]),
    ):
        took, parts, lines, start, longest = 0, 0, 0, 0, 0
        while start is not None:
            text = urllib.parse.urlencode(query | {"from": start, "limit": 1000})
            one, page = ask(text)
            took, parts, longest = took + one, parts + 1, max(longest, one)
            lines += len(page["lines"])
            start = page["next"]
        peer, _ = timed(lambda: subprocess.run(["grep", "-c", *grep, str(said)], stdout=subprocess.DEVNULL))
        print(f"search for {name}: {lines} found in {took:.2f} s, {parts} answers, longest {longest:.2f} s; "
              f"grep {peer:.2f} s; ratio {peer / took:.2f}")
    took, body = timed(lambda: server.bytes("GET", f"/jobs/{job}/log/download?format=plain&stream=out"))
    gaps = found(ask, {"q": "bytes are left out here", "stream": "fovea"})
    print(f"downloaded: {len(body) / took / 1e6:.0f} MB/s; {what_is_kept(said, body, gaps)}")


# One after another on a machine with nothing else to do.
ALONE = 20
# What a command says itself is the same clock for both.
SAYS_WHEN = ["date", "+%s.%N"]


def starts(address, jobs, out):
    server = Server(address)
    one = {"name": "one", "command": SAYS_WHEN}
    alone, runs = [], []
    for _ in range(ALONE):
        asked = time.time()
        job = ended(server, server.ask("POST", "/jobs", one)["id"])
        alone.append((moment(job["started_at"]) - moment(job["created_at"])).total_seconds())
        said = server.get(f"/jobs/{job['id']}/log?stream=out&limit=1")["lines"][0]["text"]
        runs.append(float(said) - asked)
    begin = time.perf_counter()
    ids = [server.ask("POST", "/jobs", {"name": f"t{n}", "command": ["true"]})["id"] for n in range(jobs)]
    submitted = time.perf_counter() - begin
    while server.get("/jobs?state=queued&limit=1")["total"] or server.get("/jobs?state=running&limit=1")["total"]:
        time.sleep(0.1)
    seen = [ended(server, job) for job in ids]
    whole = (max(moment(j["ended_at"]) for j in seen) - min(moment(j["created_at"]) for j in seen)).total_seconds()
    assert all(j["attempt"] == 1 for j in seen)
    print(f"on a machine with nothing to do, submit to start by the server's record: p50 {place(alone, 0.5):.0f} ms, longest {max(alone) * 1e3:.0f} ms")
    print(f"{jobs} jobs: submitted in {submitted:.1f} s, all done after {whole:.1f} s: {jobs / whole:.1f} jobs/s")
    ours = {"jobs": jobs, "rate": jobs / whole, "runs": runs}
    (pathlib.Path(out) / "starts.json").write_text(json.dumps(ours))
    table([("Fovea", ours)])


def table(rows):
    """Throughput, and how long from submitting until the command itself runs where nothing else does."""
    print(f"{'':8}{'jobs':>8}{'jobs/s':>10}{'until it runs: p50':>22}{'longest':>12}")
    for name, row in rows:
        print(f"{name:8}{row['jobs']:8}{row['rate']:10.1f}{place(row['runs'], 0.5):19.0f} ms{max(row['runs']) * 1e3:9.0f} ms")


def slurm(jobs, out):
    told, runs = pathlib.Path(out) / "slurm-says", []
    for _ in range(ALONE):
        told.unlink(missing_ok=True)
        asked = time.time()
        subprocess.run(["sbatch", "--parsable", "-n1", "-o", str(told), "--wrap", " ".join(SAYS_WHEN)], check=True, capture_output=True)
        while not (told.exists() and told.read_text().endswith("\n")):
            time.sleep(0.02)
        runs.append(float(told.read_text()) - asked)
        while subprocess.run(["squeue", "-h"], capture_output=True, text=True).stdout.strip():
            time.sleep(0.1)
    begin = time.perf_counter()
    for _ in range(jobs):
        subprocess.run(["sbatch", "--parsable", "-n1", "-o", "/dev/null", "--wrap", "true"], check=True, capture_output=True)
    while subprocess.run(["squeue", "-h"], capture_output=True, text=True).stdout.strip():
        time.sleep(0.1)
    whole = time.perf_counter() - begin
    print(f"Slurm, {jobs} jobs: all done after {whole:.1f} s: {jobs / whole:.1f} jobs/s")
    theirs = {"jobs": jobs, "rate": jobs / whole, "runs": runs}
    ours = json.loads((pathlib.Path(out) / "starts.json").read_text())
    table([("Fovea", ours), ("Slurm", theirs)])
    print(f"ratio of throughput: {ours['rate'] / theirs['rate']:.1f}; of the p50 until it runs: {place(theirs['runs'], 0.5) / place(ours['runs'], 0.5):.1f}")


def main():
    match sys.argv[1:]:
        case ["logs", address, out, megabytes]:
            logs(address, out, int(megabytes))
        case ["starts", address, jobs, out]:
            starts(address, int(jobs), out)
        case ["slurm", jobs, out]:
            slurm(int(jobs), out)


main()
