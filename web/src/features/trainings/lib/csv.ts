// Tables as programs for boards write them: parted by commas, semicolons, tabulators or blanks, with quotes.
const MOST_ROWS = 20_000;

/** The cells of each line; empty lines are left out. */
export function cellsOf(text: string): string[][] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/).filter((line) => line.trim() !== "").slice(0, MOST_ROWS);
  const sign = [",", ";", "\t"].map((one) => ({ one, lines: lines.filter((line) => line.split(one).length > 2).length })).sort((a, b) => b.lines - a.lines)[0];
  const parted = sign && sign.lines > lines.length / 3;
  return lines.map((line) => (parted ? split(line, sign.one) : line.trim().split(/\s+/)));
}

function split(line: string, sign: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < line.length; i += 1) {
    const char = line[i] ?? "";
    if (char === '"' && quoted && line[i + 1] === '"') {
      cell += '"';
      i += 1;
    } else if (char === '"') quoted = !quoted;
    else if (char === sign && !quoted) {
      cells.push(cell.trim());
      cell = "";
    } else cell += char;
  }
  cells.push(cell.trim());
  return cells;
}
