import { useEffect, useRef, useSyncExternalStore } from "react";
import type { Id } from "@/api/contract";
import { sending } from "./sending";

/** Calls whenever one more upload into this job is through. */
export function useSettled(job: Id, then: () => void): void {
  const done = useSyncExternalStore(sending.watch, () => sending.list().filter((one) => one.job === job && one.state === "done").length);
  const before = useRef(done);
  const call = useRef(then);
  useEffect(() => {
    call.current = then;
  });
  useEffect(() => {
    if (done > before.current) call.current();
    before.current = done;
  }, [done]);
}
