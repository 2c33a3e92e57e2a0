"""Measures the gateway beside nginx. Standard library only; called by gateway.sh."""

import asyncio
import json
import os
import pathlib
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

PROGRAM = os.path.abspath(sys.argv[1])
SECONDS = float(os.environ.get("FOVEA_BENCH_SECONDS", "4"))
CONNECTIONS = 16
BIG = 256 << 20
ECHOES = 2000
ROUNDS = 3

# What stands behind both: small answers, a large one, and an echo of frames, over one connection each that is kept.
BACKEND = r'''
import asyncio, os, sys
SMALL = b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\nContent-Type: text/plain\r\n\r\nhello, world"
PIECE = b"x" * 262144
async def serve(r, w):
    try:
        while True:
            head = await r.readuntil(b"\r\n\r\n")
            path = head.split(b" ", 2)[1]
            if path == b"/ws":
                w.write(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
                while True:
                    data = await r.read(65536)
                    if not data: return
                    w.write(data)
            elif path.startswith(b"/big/"):
                size = int(path[5:])
                w.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size)
                for _ in range(size // len(PIECE)):
                    w.write(PIECE); await w.drain()
            else:
                w.write(SMALL)
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        w.close()
async def main():
    path = os.environ.get("FOVEA_ENDPOINT_WEB") or sys.argv[1]
    server = await asyncio.start_unix_server(serve, path, backlog=512)
    os.chmod(path, 0o777)
    async with server: await server.serve_forever()
asyncio.run(main())
'''


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def until(what, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        time.sleep(0.1)
    raise SystemExit("it never came")


def head(path, host, cookie, more=""):
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n{more}\r\n".encode()


async def requests(port, host, cookie, end, counts):
    r, w = await asyncio.open_connection("127.0.0.1", port)
    ask, n = head("/", host, cookie), 0
    while time.monotonic() < end:
        w.write(ask)
        answer = await r.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 200"), answer
        await r.readexactly(12)
        n += 1
    counts.append(n)
    w.close()


def rate(port, host, cookie):
    async def run():
        counts = []
        begin = time.monotonic()
        await asyncio.gather(*(requests(port, host, cookie, begin + SECONDS, counts) for _ in range(CONNECTIONS)))
        return sum(counts) / (time.monotonic() - begin)
    return asyncio.run(run())


def throughput(port, host, cookie):
    with socket.create_connection(("127.0.0.1", port)) as s:
        s.sendall(head(f"/big/{BIG}", host, cookie))
        begin, got, buffer = time.monotonic(), 0, bytearray(1 << 20)
        while got < BIG:
            n = s.recv_into(buffer)
            if n == 0:
                raise SystemExit("cut off")
            got += n
        return got / (time.monotonic() - begin) / (1 << 20)


def echo(connect, host, cookie):
    """Times of an echo of a small frame, in milliseconds, sorted."""
    s = connect()
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1) if s.family == socket.AF_INET else None
    s.sendall(head("/ws", host, cookie, "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"))
    got = b""
    while b"\r\n\r\n" not in got:
        got += s.recv(4096)
    assert b" 101 " in got, got
    frame, times = bytes([0x81, 0x80 | 32, 1, 2, 3, 4]) + b"x" * 32, []
    for _ in range(ECHOES):
        begin = time.perf_counter()
        s.sendall(frame)
        left = len(frame)
        while left:
            left -= len(s.recv(left))
        times.append((time.perf_counter() - begin) * 1000)
    s.close()
    return sorted(times)


def fovea(folder):
    data, port = folder / "data", free_port()
    run = lambda *a, **k: subprocess.run([PROGRAM, *a], check=True, capture_output=True, text=True, **k).stdout
    run("admin", "create", "--name", "admin", "--password-stdin", "--data", str(data), input="correct horse battery\n")
    token = run("admin", "token", "--name", "admin", "--data", str(data)).strip().split()[-1]
    server = subprocess.Popen([PROGRAM, "serve", "--data", str(data), "--listen", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def api(method, path, body=None):
        request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1{path}", method=method, data=None if body is None else json.dumps(body).encode())
        request.add_header("authorization", f"Bearer {token}")
        request.add_header("content-type", "application/json")
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def up():
        try:
            return api("GET", "/health")
        except OSError:
            return None
    until(up)
    job = api("POST", "/jobs", {"name": "bench", "command": ["python3", "-c", BACKEND], "endpoints": [{"name": "web", "socket": "web.sock"}]})["id"]
    until(lambda: api("GET", f"/jobs/{job}/endpoints")["items"][0]["state"] == "ready")
    link = api("POST", f"/jobs/{job}/endpoints/web/open", {})["url"]
    host, path = link.removeprefix("http://").split("/", 1)
    with socket.create_connection(("127.0.0.1", port)) as s:
        s.sendall(head("/" + path, host, "", "Connection: close\r\n"))
        answer = b""
        while part := s.recv(65536):
            answer += part
    cookie = next(line.split(": ", 1)[1].split(";")[0] for line in answer.decode().split("\r\n") if line.lower().startswith("set-cookie: "))
    return server, port, host, cookie, data / "jobs" / job / "sockets" / "web.sock", lambda: api("POST", f"/jobs/{job}/stop", {})


def nginx(folder, sock):
    port = free_port()
    link = folder / "s"
    link.symlink_to(sock)  # A socket's path is short.
    conf = folder / "nginx.conf"
    conf.write_text(f"""
worker_processes auto; pid {folder}/nginx.pid; error_log {folder}/error.log; daemon off;
{"user root;" if os.getuid() == 0 else ""}
events {{ worker_connections 512; }}
http {{
  access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/g;
  map $http_upgrade $way {{ default upgrade; "" ""; }}
  upstream job {{ server unix:{link}; keepalive 16; }}
  server {{ listen 127.0.0.1:{port}; keepalive_requests 1000000; location / {{ proxy_pass http://job; proxy_http_version 1.1; proxy_buffering off;
    proxy_set_header Host $host; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $way; }} }}
}}""")
    process = subprocess.Popen(["nginx", "-c", str(conf), "-p", str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def up():
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return True
        except OSError:
            return None
    until(up, 10)
    return process, port


def main():
    with tempfile.TemporaryDirectory(prefix="fovea-bench-") as text:
        folder = pathlib.Path(text)
        server, port, host, cookie, sock, stop = fovea(folder)
        peer, peer_port = nginx(folder, sock)
        try:
            def direct():
                s = socket.socket(socket.AF_UNIX)
                s.connect(str(folder / "s"))
                return s
            by = {"fovea": (port, host, cookie), "nginx": (peer_port, "bench", "a=1")}
            rates, bytes_, late = ({name: [] for name in by} for _ in range(3))
            for _ in range(ROUNDS):  # Turn by turn, so that both see the same machine.
                plain = echo(direct, "x", "")
                for name, (p, h, c) in by.items():
                    rates[name].append(rate(p, h, c))
                    bytes_[name].append(throughput(p, h, c))
                    times = echo(lambda p=p: socket.create_connection(("127.0.0.1", p)), h, c)
                    late[name].append(tuple(times[int(len(times) * q)] - plain[int(len(plain) * q)] for q in (0.5, 0.99)))
            middle = lambda all_: statistics.median(all_)
            for name in by:
                print(f"{name:6}  {middle(rates[name]):8.0f} requests/s  {middle(bytes_[name]):7.0f} MiB/s  WebSocket echo later by p50 {middle([a for a, _ in late[name]]):.3f} ms, p99 {middle([b for _, b in late[name]]):.3f} ms")
            print(f"ratio   {middle(rates['fovea']) / middle(rates['nginx']):8.2f}             {middle(bytes_['fovea']) / middle(bytes_['nginx']):7.2f}")
        finally:
            stop()
            peer.send_signal(signal.SIGTERM)
            peer.wait()
            server.send_signal(signal.SIGTERM)
            server.wait()


main()
