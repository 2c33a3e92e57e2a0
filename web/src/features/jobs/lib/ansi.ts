// A line as a terminal would show it: colours and weights by escape sequences (SGR), overwriting by carriage return and backspace.
// What moves a cursor over several lines has no meaning in a log, and is left out.

/** 0–15 of the palette, or a colour of its own. */
export type Colour = number | `#${string}`;
export type Style = { fg?: Colour; bg?: Colour; bold?: true; dim?: true; italic?: true; underline?: true; inverse?: true };
export type Piece = { text: string; style: Style };

const CONTROL = /\u001b(?:\[([0-9;:<=>?]*)[ -/]*([@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_]|[ -/][0-~])|[\u0000-\u0008\u000b-\u001f\u007f]/g;
const ANY = /[\u0000-\u0008\u000b-\u001f\u007f]/;

/** Most lines have no escapes at all. */
export const isPlain = (line: string): boolean => !ANY.test(line);

/** The line without what is not to be read. */
export const plainOf = (line: string): string => (isPlain(line) ? line : piecesOf(line).map((piece) => piece.text).join(""));

export function piecesOf(line: string): Piece[] {
  if (isPlain(line)) return line === "" ? [] : [{ text: line, style: {} }];
  const cells: { sign: string; style: Style }[] = [];
  let at = 0;
  let style: Style = {};
  const put = (text: string) => {
    // By signs, not by code units: what is written over is what one sees.
    for (const sign of text) {
      cells[at] = { sign, style };
      at += 1;
    }
  };
  let from = 0;
  for (const match of line.matchAll(CONTROL)) {
    put(line.slice(from, match.index));
    from = match.index + match[0].length;
    const [whole, parameters = "", end] = match;
    if (end === "m") style = styled(style, parameters);
    else if (end === "K") erase(cells, at, parameters);
    else if (end === "C") at = Math.min(at + (Number(parameters) || 1), cells.length);
    else if (end === "D") at = Math.max(0, at - (Number(parameters) || 1));
    else if (end === "G") at = Math.min(Math.max(0, (Number(parameters) || 1) - 1), cells.length);
    else if (whole === "\r") at = 0;
    else if (whole === "\b") at = Math.max(0, at - 1);
  }
  put(line.slice(from));
  return joined(cells);
}

function erase(cells: { sign: string; style: Style }[], at: number, how: string): void {
  if (how === "" || how === "0") cells.length = Math.min(cells.length, at);
  else for (let i = 0; i < (how === "1" ? Math.min(at, cells.length) : cells.length); i += 1) cells[i] = { sign: " ", style: {} };
}

function joined(cells: readonly { sign: string; style: Style }[]): Piece[] {
  const out: Piece[] = [];
  for (const { sign, style } of cells) {
    const last = out[out.length - 1];
    if (last && last.style === style) last.text += sign;
    else out.push({ text: sign, style });
  }
  return out;
}

function styled(before: Style, parameters: string): Style {
  const codes = (parameters === "" ? "0" : parameters).split(/[;:]/).map((part) => Number(part) || 0);
  let style: Style = { ...before };
  for (let i = 0; i < codes.length; i += 1) {
    const code = codes[i] ?? 0;
    if (code === 0) style = {};
    else if (code === 1) style.bold = true;
    else if (code === 2) style.dim = true;
    else if (code === 3) style.italic = true;
    else if (code === 4) style.underline = true;
    else if (code === 7) style.inverse = true;
    else if (code === 22) style = without(style, "bold", "dim");
    else if (code === 23) style = without(style, "italic");
    else if (code === 24) style = without(style, "underline");
    else if (code === 27) style = without(style, "inverse");
    else if (code >= 30 && code <= 37) style.fg = code - 30;
    else if (code >= 90 && code <= 97) style.fg = code - 82;
    else if (code >= 40 && code <= 47) style.bg = code - 40;
    else if (code >= 100 && code <= 107) style.bg = code - 92;
    else if (code === 39) style = without(style, "fg");
    else if (code === 49) style = without(style, "bg");
    else if (code === 38 || code === 48) {
      const [colour, used] = extended(codes.slice(i + 1));
      i += used;
      if (colour !== null) style[code === 38 ? "fg" : "bg"] = colour;
    }
  }
  return style;
}

function without(style: Style, ...names: (keyof Style)[]): Style {
  return Object.fromEntries(Object.entries(style).filter(([name]) => !names.includes(name as keyof Style))) as Style;
}

const two = (value: number): string => Math.min(255, Math.max(0, value)).toString(16).padStart(2, "0");
const hex = (r: number, g: number, b: number): `#${string}` => `#${two(r)}${two(g)}${two(b)}`;

/** `5;n` of 256 colours, or `2;r;g;b`; and how many numbers that took. */
function extended(rest: readonly number[]): [colour: Colour | null, used: number] {
  const [kind, a = 0, b = 0, c = 0] = rest;
  if (kind === 2) return [hex(a, b, c), 4];
  if (kind !== 5) return [null, 1];
  if (a < 16) return [a, 2];
  if (a >= 232) return [hex(8 + (a - 232) * 10, 8 + (a - 232) * 10, 8 + (a - 232) * 10), 2];
  const level = (n: number) => (n === 0 ? 0 : 55 + n * 40);
  const n = a - 16;
  return [hex(level(Math.floor(n / 36)), level(Math.floor(n / 6) % 6), level(n % 6)), 2];
}

/** Sixteen colours that can be read on the dark ground of a log. */
const PALETTE = [
  "#8593a0", "#ff8d86", "#7fce9b", "#e0c06a", "#8ab8ff", "#dca6ec", "#7fd0e3", "#d5dde4",
  "#9dabb7", "#ffaaa4", "#a5e0b8", "#f2d896", "#b0cfff", "#ecc6f7", "#aee4f0", "#ffffff",
] as const;
/** As a ground the same sixteen, darker. */
const GROUND = [
  "#2a343d", "#7a2e2b", "#22553a", "#5c4a14", "#234a80", "#5a2e6b", "#1c5766", "#4a5866",
  "#3c4751", "#8f3a36", "#2b6b49", "#725c1a", "#2d5c9c", "#6f3a83", "#246c7f", "#66737f",
] as const;

export function cssOf(style: Style): { color?: string; backgroundColor?: string; fontWeight?: number; opacity?: number; fontStyle?: string; textDecoration?: string } {
  const colour = (value: Colour | undefined, of: readonly string[]) => (typeof value === "number" ? of[value] : value);
  const fore = colour(style.inverse ? (style.bg ?? 0) : style.fg, style.inverse ? GROUND : PALETTE);
  const back = colour(style.inverse ? (style.fg ?? 7) : style.bg, style.inverse ? PALETTE : GROUND);
  return {
    ...(fore ? { color: fore } : {}),
    ...(back ? { backgroundColor: back } : {}),
    ...(style.bold ? { fontWeight: 700 } : {}),
    ...(style.dim ? { opacity: 0.7 } : {}),
    ...(style.italic ? { fontStyle: "italic" } : {}),
    ...(style.underline ? { textDecoration: "underline" } : {}),
  };
}

/** What a program draws anew and anew: the line but for what moves in it. */
const skeleton = (text: string): string => text.replaceAll(/[\d\s.,:?]|[#=>|/\\\-█▏▎▍▌▋▊▉━╸╺⠀-⣿]/g, "");
const MOVES = /\d\s*%|\d\/\d|[█▉▊▋▌▍▎▏━⠁-⣿]|[#=]{3,}/;

/**
 * Is this line one state of a progress bar, which the next line draws anew? The engine keeps each state that a program ends by a
 * carriage return as a line of its own.
 */
export function isRedrawn(text: string, next: string | undefined): boolean {
  return next !== undefined && MOVES.test(text) && MOVES.test(next) && skeleton(text) === skeleton(next);
}
