// Tables come from spreadsheets: UTF-8 where we are lucky, else what Chinese Windows writes.
export function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

export const asUtf8 = async (file: Blob): Promise<Blob> => new Blob([textOf(await file.arrayBuffer())], { type: "text/csv" });
