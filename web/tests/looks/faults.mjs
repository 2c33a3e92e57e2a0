// What is wrong with the page that is shown, as far as a program can tell. Runs in the page.
export function faultsOf() {
  const faults = [];
  const shown = (node) => {
    const box = node.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && getComputedStyle(node).visibility !== "hidden" && !node.closest("[aria-hidden=true], .ant-table-measure-row");
  };
  const called = (node) => {
    const text = (node.innerText ?? "").trim().replace(/\s+/g, " ").slice(0, 40);
    return `<${node.tagName.toLowerCase()}${node.className && typeof node.className === "string" ? `.${node.className.split(" ")[0]}` : ""}> ${text}`;
  };
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth + 1) faults.push(`the page is ${root.scrollWidth} px wide in a window of ${innerWidth} px`);
  const main = document.querySelector("main");
  if (main && main.scrollWidth > main.clientWidth + 1) {
    const edge = main.getBoundingClientRect().left + main.clientWidth;
    const wide = [...main.querySelectorAll("*")].filter((node) => shown(node) && node.getBoundingClientRect().right > edge + 1 && node.children.length === 0);
    faults.push(`the body is ${main.scrollWidth - main.clientWidth} px too wide: ${wide.slice(0, 2).map(called).join("; ")}`);
  }
  for (const node of document.body.querySelectorAll("*")) {
    if (!shown(node)) continue;
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    const style = getComputedStyle(node);
    if (own && node.scrollWidth > node.clientWidth + 1 && style.overflowX === "hidden" && node.clientWidth > 0) {
      const told = node.closest("[title]") || node.getAttribute("aria-label");
      if (style.textOverflow !== "ellipsis") faults.push(`a word is cut: ${called(node)}`);
      else if (!told && node.matches("h1, h2, button, a, label, dt, th")) faults.push(`a name ends in dots and nothing tells the rest: ${called(node)}`);
    }
    if (own && node.scrollHeight > node.clientHeight + 3 && ["hidden", "clip"].includes(style.overflowY) && node.clientHeight > 0) faults.push(`lines are cut: ${called(node)}`);
    if (node.matches("button, a[href], [role=button]") && !(node.innerText ?? "").trim() && !node.getAttribute("aria-label") && !node.getAttribute("aria-labelledby") && !node.title && !node.closest("label") && !node.querySelector("img[alt]:not([alt='']), [aria-label]")) {
      faults.push(`a button has no name: ${node.outerHTML.slice(0, 90)}`);
    }
  }
  // Words that a box before them cuts off.
  for (const node of document.body.querySelectorAll("button, h1, h2, th, dt, label, kbd")) {
    if (!shown(node)) continue;
    const box = node.getBoundingClientRect();
    // For screen readers only.
    if ([...function* () { for (let up = node; up; up = up.parentElement) yield up; }()].some((up) => getComputedStyle(up).clip !== "auto" || getComputedStyle(up).clipPath === "inset(50%)")) continue;
    for (let up = node.parentElement; up && up !== document.body; up = up.parentElement) {
      const style = getComputedStyle(up);
      const around = up.getBoundingClientRect();
      if (style.overflowX === "hidden" && up.scrollWidth <= up.clientWidth + 1) continue;
      if (style.overflowX === "hidden" && (box.left > around.right || box.right > around.right + 1) && box.left < around.right) {
        if (!up.closest("[class*=strip], [class*=scroll]") && !node.closest(".ant-tabs-nav")) faults.push(`something is cut at the edge: ${called(node)}`);
        break;
      }
      if (["auto", "scroll"].includes(style.overflowX)) break;
    }
  }
  return [...new Set(faults)].slice(0, 8);
}
