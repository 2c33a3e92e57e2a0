#!/usr/bin/env python3
# Takes the place of code-server in a quick test: listens where it is told to, tells how it was started, and echoes a WebSocket.
import base64, hashlib, json, os, socketserver, sys

SOCKET = next(a.split("=", 1)[1] for a in sys.argv if a.startswith("--socket="))


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        first = self.rfile.readline().decode()
        headers = {}
        while line := self.rfile.readline().strip().decode():
            name, value = line.split(": ", 1)
            headers[name.lower()] = value
        if not first:
            return
        if headers.get("upgrade") != "websocket":
            body = json.dumps({"argv": sys.argv[1:], "cwd": os.getcwd(), "cookie": headers.get("cookie")}).encode()
            self.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            return
        # As code-server does: a page of another host is not let in.
        if headers["origin"] != "http://" + headers["host"]:
            self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
            return
        key = headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        accept = base64.b64encode(hashlib.sha1(key.encode()).digest())
        self.wfile.write(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + accept + b"\r\n\r\n")
        while head := self.rfile.read(6):
            data = bytes(b ^ head[2 + i % 4] for i, b in enumerate(self.rfile.read(head[1] & 0x7F)))
            self.wfile.write(bytes([head[0], len(data)]) + data)


class Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


Server(SOCKET, Handler).serve_forever()
