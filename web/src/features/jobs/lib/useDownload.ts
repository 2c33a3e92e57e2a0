import { useCallback, useEffect, useRef, useState } from "react";
import type { Job } from "@/api/contract";
import { useNotify } from "@/hooks/useNotify";
import { saveBlob } from "@/lib/csv";
import { logBlob } from "./download";
import { fetchOf } from "./log";

/** The whole log as a file. `done`: lines so far while it is fetched, else null. */
export function useDownload(job: Pick<Job, "id" | "name">, total: number): { done: number | null; start: () => void; giveUp: () => void } {
  const notify = useNotify();
  const [done, setDone] = useState<number | null>(null);
  const wanted = useRef(false);
  useEffect(
    () => () => {
      wanted.current = false;
    },
    [],
  );
  const start = useCallback(() => {
    wanted.current = true;
    setDone(0);
    logBlob(fetchOf(job.id), total, setDone, () => wanted.current)
      .then((blob) => blob && saveBlob(`${job.name}.log`, blob))
      .catch(notify.failed)
      .finally(() => setDone(null));
  }, [job.id, job.name, total, notify]);
  const giveUp = useCallback(() => {
    wanted.current = false;
  }, []);
  return { done, start, giveUp };
}
