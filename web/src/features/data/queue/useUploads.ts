import { useSyncExternalStore } from "react";
import { uploads, type Upload } from "./uploads";

export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(uploads.subscribe, uploads.snapshot);
}
