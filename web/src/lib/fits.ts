/** Do the letters stand in the text in this order? "xmsy" fits "Xiangmu Shouye"; Chinese by its characters. */
export function fits(text: string, wanted: string): boolean {
  const low = text.toLowerCase();
  let from = 0;
  for (const letter of wanted.toLowerCase().replaceAll(" ", "")) {
    const found = low.indexOf(letter, from);
    if (found < 0) return false;
    from = found + 1;
  }
  return true;
}
