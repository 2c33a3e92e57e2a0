// A text area of a browser knows one kind of line end. What a file has is put back when it is saved; what has several is not edited here.

export type LineEnds = "lf" | "crlf" | "mixed";

export function lineEndsOf(text: string): LineEnds {
  if (!text.includes("\r")) return "lf";
  return /\r(?!\n)|(?:^|[^\r])\n/.test(text) ? "mixed" : "crlf";
}

export const toEdit = (text: string): string => text.replaceAll("\r\n", "\n");
export const toSave = (text: string, ends: LineEnds): string => (ends === "crlf" ? text.replaceAll("\n", "\r\n") : text);
