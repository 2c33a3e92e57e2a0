"""Measures scp into and out of a job beside OpenSSH's sshd. Standard library only; called by ssh.sh."""

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
MEGABYTES = int(os.environ.get("FOVEA_BENCH_MEGABYTES", "256"))
ROUNDS = int(os.environ.get("FOVEA_BENCH_ROUNDS", "3"))


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(port):
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    sys.exit(f"nothing listens on port {port}")


def quiet(*command, **more):
    return subprocess.run([str(c) for c in command], check=True, capture_output=True, text=True, **more).stdout


def begin_job(url, token, folder):
    """A job that stays; its id once it runs."""
    def ask(method, path, body=None):
        request = urllib.request.Request(f"{url}/api/v1{path}", method=method)
        request.add_header("authorization", f"Bearer {token}")
        data = None
        if body is not None:
            request.add_header("content-type", "application/json")
            data = json.dumps(body).encode()
        with urllib.request.urlopen(request, data) as answer:
            return json.loads(answer.read() or b"null")

    ask("POST", "/account/ssh_keys", {"public_key": (folder / "key.pub").read_text()})
    job = ask("POST", "/jobs", {"name": "bench", "command": "sleep 3600"})["id"]
    while ask("GET", f"/jobs/{job}")["state"] != "running":
        time.sleep(0.1)
    return job, ask("GET", "/jobs/ssh")["port"], lambda: ask("POST", f"/jobs/{job}/stop", {})


def sshd(folder):
    """OpenSSH's own, for this user and this key."""
    port = free_port()
    quiet("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / "host")
    (folder / "authorized").write_text((folder / "key.pub").read_text())
    config = folder / "sshd_config"
    config.write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile none\nUsePAM no\nStrictModes no\n"
        f"PermitRootLogin yes\nAuthorizedKeysFile {folder}/authorized\nSubsystem sftp internal-sftp\n"
    )
    os.makedirs("/run/sshd", exist_ok=True)
    return port, subprocess.Popen(["/usr/sbin/sshd", "-D", "-f", str(config)], stderr=subprocess.DEVNULL)


def copy(folder, port, source, target):
    options = ["-F", "/dev/null", "-i", folder / "key", "-q", "-P", port]
    for option in ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "IdentitiesOnly=yes", "BatchMode=yes"]:
        options += ["-o", option]
    began = time.monotonic()
    quiet("scp", *options, source, target)
    return MEGABYTES / (time.monotonic() - began)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        quiet("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / "key")
        (folder / "sent").write_bytes(os.urandom(1 << 20) * MEGABYTES)
        data, (peer, peer_process) = folder / "data", sshd(folder)
        quiet(PROGRAM, "admin", "create", "--name", "bench", "--password-stdin", "--data", data, input="correct horse battery\n")
        told = quiet(PROGRAM, "admin", "token", "--name", "bench", "--data", data)
        token = next(word for word in told.split() if word.startswith("fovea_"))
        port = free_port()
        server = subprocess.Popen(
            [PROGRAM, "serve", "--data", data, "--listen", f"127.0.0.1:{port}", "--ssh", "127.0.0.1:0", "--unsandboxed-jobs"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        stop = None
        try:
            wait_for(port)
            wait_for(peer)
            job, ours, stop = begin_job(f"http://127.0.0.1:{port}", token, folder)
            user = quiet("id", "-un").strip()
            places = {"fovea": (ours, f"{job}@127.0.0.1:got"), "sshd": (peer, f"{user}@127.0.0.1:{folder}/peer")}
            rates = {(who, way): [] for who in places for way in ("in", "out")}
            for _ in range(ROUNDS):
                for who, (at, there) in places.items():
                    rates[who, "in"].append(copy(folder, at, folder / "sent", there))
                    rates[who, "out"].append(copy(folder, at, there, folder / "back"))
            for way in ("in", "out"):
                own, other = (statistics.median(rates[who, way]) for who in ("fovea", "sshd"))
                print(f"scp {way:3}  fovea {own:6.1f} MB/s  sshd {other:6.1f} MB/s  ratio {own / other:.2f}")
        finally:
            if stop:
                stop()
                time.sleep(2)
            server.send_signal(signal.SIGTERM)
            server.wait(30)
            peer_process.terminate()
            peer_process.wait(10)


main()
