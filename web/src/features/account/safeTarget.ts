/** Where to go after the login: only within these pages, whatever the address says. */
export function safeTarget(wanted: string | null): string {
  if (!wanted || !wanted.startsWith("/") || wanted.startsWith("//") || wanted.includes("\\")) return "/";
  return wanted;
}
