# A registry of images for tests: takes what is pushed and gives it out again, over plain HTTP on 127.0.0.1 and to one account alone.
# Prints its port. Arguments: name and secret of the account.
import base64, hashlib, http.server, re, sys, urllib.parse

ALLOWED = "Basic " + base64.b64encode(":".join(sys.argv[1:3]).encode()).decode()
blobs, manifests, uploads = {}, {}, {}


class Registry(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body=b"", **heads):
        self.send_response(status)
        for name, value in heads.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def body(self):
        if self.headers.get("Transfer-Encoding") == "chunked":
            whole = b""
            while size := int(self.rfile.readline(), 16):
                whole += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return whole
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def handle_any(self):
        body = self.body() if self.command in ("POST", "PUT", "PATCH") else b""
        if self.headers.get("Authorization") != ALLOWED:
            return self.answer(401, b'{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}', WWW_Authenticate='Basic realm="test"', Content_Type="application/json")
        url = urllib.parse.urlparse(self.path)
        query = urllib.parse.parse_qs(url.query)
        if url.path == "/v2/":
            return self.answer(200, b"{}", Content_Type="application/json")
        name, kind, rest = re.fullmatch(r"/v2/(.+)/(blobs|manifests)/(.*)", url.path).groups()
        if rest.startswith("uploads"):
            return self.upload(name, rest.removeprefix("uploads").strip("/"), query, body)
        if kind == "blobs":
            found = blobs.get(rest)
            return self.answer(200, found, Docker_Content_Digest=rest, Content_Type="application/octet-stream") if found is not None else self.answer(404)
        if self.command == "PUT":
            digest = "sha256:" + hashlib.sha256(body).hexdigest()
            for key in (rest, digest):
                manifests[name, key] = (self.headers["Content-Type"], body, digest)
            return self.answer(201, Docker_Content_Digest=digest, Location=url.path)
        found = manifests.get((name, rest))
        if found is None:
            return self.answer(404, b'{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}', Content_Type="application/json")
        return self.answer(200, found[1], Content_Type=found[0], Docker_Content_Digest=found[2])

    def upload(self, name, session, query, body):
        if self.command == "POST":
            session = str(len(uploads))
            uploads[session] = b""
        uploads[session] += body
        if self.command == "PUT":
            blobs[query["digest"][0]] = uploads[session]
            return self.answer(201, Docker_Content_Digest=query["digest"][0], Location=f"/v2/{name}/blobs/{query['digest'][0]}")
        last = max(0, len(uploads[session]) - 1)
        return self.answer(202, Location=f"/v2/{name}/blobs/uploads/{session}", Range=f"0-{last}", Docker_Upload_UUID=session)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = handle_any

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Registry)
print(server.server_port, flush=True)
server.serve_forever()
