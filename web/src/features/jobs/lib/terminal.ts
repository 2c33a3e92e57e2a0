// A terminal in the page and its line to a shell within a job. The library is fetched with the first one that is opened.
import { terminalAddress } from "@/api/enter";

/** How the line is doing. A shell that ended says with which code. */
export type Line = { is: "connecting" | "open" | "lost" | "shut" } | { is: "ended"; code: string };
export type Open = { again: () => void; close: () => void };

/** As the server closes: the shell is over, and nobody can come in. */
const OVER = 4000;
const SHUT = 4001;
const AGAIN_MS = 2000;

export async function openTerminal(box: HTMLElement, job: string, rank: number, label: string, tell: (line: Line) => void): Promise<Open> {
  const [{ Terminal }, { FitAddon }] = await Promise.all([import("@xterm/xterm"), import("@xterm/addon-fit"), import("@xterm/xterm/css/xterm.css")]);
  const terminal = new Terminal({ cursorBlink: true, fontSize: 13, scrollback: 10_000, fontFamily: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Noto Sans Mono CJK SC', monospace" });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.open(box);
  terminal.textarea?.setAttribute("aria-label", label);
  fit.fit();
  const encoder = new TextEncoder();
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  const send = (data: string | Uint8Array<ArrayBuffer>) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(data);
  };
  const connect = () => {
    clearTimeout(timer);
    tell({ is: "connecting" });
    const line = new WebSocket(terminalAddress(job, { rank, columns: terminal.cols, rows: terminal.rows }));
    line.binaryType = "arraybuffer";
    socket = line;
    line.onopen = () => {
      tell({ is: "open" });
      terminal.focus();
    };
    line.onmessage = ({ data }: MessageEvent<ArrayBuffer | string>) => {
      if (data instanceof ArrayBuffer) terminal.write(new Uint8Array(data));
    };
    line.onclose = ({ code, reason }) => {
      if (closed || socket !== line) return;
      terminal.write("\r\n");
      if (code === OVER) return tell({ is: "ended", code: reason || "0" });
      if (code === SHUT) return tell({ is: "shut" });
      tell({ is: "lost" });
      timer = setTimeout(connect, AGAIN_MS);
    };
  };
  terminal.onData((text) => send(encoder.encode(text)));
  terminal.onBinary((text) => send(Uint8Array.from(text, (sign) => sign.charCodeAt(0))));
  terminal.onResize(({ cols, rows }) => send(JSON.stringify({ columns: cols, rows })));
  terminal.attachCustomKeyEventHandler((event) => {
    const copies = event.type === "keydown" && event.ctrlKey && event.shiftKey && event.code === "KeyC";
    if (copies && terminal.hasSelection()) {
      event.preventDefault();
      void navigator.clipboard?.writeText(terminal.getSelection());
      return false;
    }
    // What the browser pastes comes as data.
    return !(event.ctrlKey && event.shiftKey && event.code === "KeyV");
  });
  const watch = new ResizeObserver(() => fit.fit());
  watch.observe(box);
  connect();
  return {
    again: connect,
    close: () => {
      closed = true;
      clearTimeout(timer);
      watch.disconnect();
      socket?.close();
      terminal.dispose();
    },
  };
}
