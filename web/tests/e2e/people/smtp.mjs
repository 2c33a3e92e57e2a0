// A mail server that keeps what it is sent, on this machine only.
import { createServer } from "node:net";

export async function startMail() {
  const got = [];
  const server = createServer((socket) => {
    let text = "";
    let letter = null;
    const say = (line) => socket.write(`${line}\r\n`);
    socket.on("error", () => undefined);
    socket.on("data", (bytes) => {
      text += bytes;
      for (let end = text.indexOf("\r\n"); end >= 0; end = text.indexOf("\r\n")) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        if (letter?.open) {
          if (line === ".") {
            letter.open = false;
            got.push(letter);
            say("250 taken");
          } else letter.data += `${line}\n`;
        } else if (/^(EHLO|HELO)/i.test(line)) say("250 8BITMIME");
        else if (/^MAIL FROM/i.test(line)) {
          letter = { to: "", data: "", open: false };
          say("250 ok");
        } else if (/^RCPT TO/i.test(line)) {
          letter.to = /<(.*)>/.exec(line)?.[1] ?? "";
          say(letter.to.startsWith("nobody@") ? "550 no such mailbox" : "250 ok");
        } else if (line === "DATA") {
          letter.open = true;
          say("354 go on");
        } else if (line === "QUIT") socket.end("221 bye\r\n");
        else say("250 ok");
      }
    });
    say("220 test");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  /** Waits for one among all: mail about jobs that have just ended comes when it likes. */
  const letter = async (fits, complaint) => {
    for (let tries = 0; tries < 1800; tries += 1) {
      const one = got.find(fits);
      if (one) return one;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`${complaint}: ${got.map((one) => `${one.to}: ${readable(one)}`).join("\n")}`);
  };
  return { port: server.address().port, letter, stop: () => new Promise((done) => server.close(done)) };
}

/** What stands in a letter, as it is read. */
export function readable(letter) {
  const bytes = letter.data.replace(/=\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
