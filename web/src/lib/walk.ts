// Files out of what was dropped or chosen, with their path inside the dropped folder.

export type Item = { path: string; file: File };

/** What operating systems leave in folders; nobody meant to send it. */
export function isLitter(path: string): boolean {
  return path.split("/").some((part) => part === "__MACOSX" || part === "Thumbs.db" || part === "desktop.ini" || part.startsWith("."));
}

export async function itemsOfDrop(transfer: DataTransfer): Promise<Item[]> {
  // Entries have to be taken before the first await: the list is emptied when the event is over.
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return itemsOfFiles(transfer.files);
  const found: Item[] = [];
  for (const entry of entries) await walk(entry, found);
  return found.filter((item) => !isLitter(item.path));
}

export function itemsOfFiles(files: FileList | readonly File[]): Item[] {
  return Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, file })).filter((item) => !isLitter(item.path));
}

async function walk(entry: FileSystemEntry, found: Item[]): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    found.push({ path: entry.fullPath.replace(/^\//, ""), file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A reader gives at most a hundred at a time, until it gives none.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const inner of some) await walk(inner, found);
  }
}
