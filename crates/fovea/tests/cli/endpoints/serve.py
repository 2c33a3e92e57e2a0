# What a job serves in the tests of endpoints: standard library only.
import base64, hashlib, http.server, json, os, socketserver, sys, time

PIECE = b"x" * 65536
sent = open("sent", "w")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def plain(self, text, more=()):
        body = text.encode()
        self.send_response(200)
        for name, value in more:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/":
            cookies = [("Set-Cookie", "id=1; Path=/; Domain=localhost"), ("Set-Cookie", "fovea_session=stolen; Path=/")]
            self.plain("hello from attempt " + os.environ["FOVEA_ATTEMPT"], cookies)
        elif self.path == "/headers":
            self.plain(json.dumps({name.lower(): value for name, value in self.headers.items()}))
        elif self.path.startswith("/big/"):
            megabytes = int(self.path[5:])
            self.send_response(200)
            self.send_header("Content-Length", str(megabytes << 20))
            self.end_headers()
            for i in range(megabytes * 16):
                self.wfile.write(PIECE)
                sent.seek(0)
                sent.write(f"{(i + 1) * len(PIECE):12}")
                sent.flush()
        elif self.path == "/drip":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"5\r\nfirst\r\n")
            # The rest follows only once somebody has seen the beginning.
            while not os.path.exists("seen"):
                time.sleep(0.02)
            self.wfile.write(b"4\r\nlast\r\n0\r\n\r\n")
        elif self.path == "/ws":
            self.websocket()
        else:
            self.send_error(404)

    def do_POST(self):
        left, digest, most = int(self.headers["Content-Length"]), hashlib.sha256(), 0
        while left:
            piece = self.rfile.read(min(left, 1 << 20))
            digest.update(piece)
            left -= len(piece)
        self.plain(digest.hexdigest())

    def websocket(self):
        key = self.headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        accept = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
        self.wfile.write(
            ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + accept + "\r\n\r\n").encode()
        )
        self.close_connection = True
        while True:
            head = self.rfile.read(2)
            if len(head) < 2 or head[0] & 0x0F == 8:
                return
            length = head[1] & 0x7F
            if length == 126:
                length = int.from_bytes(self.rfile.read(2), "big")
            mask = self.rfile.read(4)
            data = bytes(b ^ mask[i % 4] for i, b in enumerate(self.rfile.read(length)))
            size = bytes([length]) if length < 126 else b"\x7e" + length.to_bytes(2, "big")
            self.wfile.write(bytes([head[0]]) + size + data)


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 64


print("listening", flush=True)
Server(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
