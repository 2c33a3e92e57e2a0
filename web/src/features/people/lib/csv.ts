// Tables come from spreadsheets: UTF-8 where we are lucky, else what Chinese Windows writes.
export async function asUtf8(file: Blob): Promise<Blob> {
  const bytes = await file.arrayBuffer();
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return new Blob([bytes], { type: "text/csv" });
  } catch {
    return new Blob([new TextDecoder("gb18030").decode(bytes)], { type: "text/csv" });
  }
}
