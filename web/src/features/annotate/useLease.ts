// Holds the picture that is open, so that nobody else writes over it; renewed while the page is there, and gone by itself after.
import { useEffect, useState } from "react";
import { leasePicture, releasePicture } from "@/api/annotating";
import { isProblem } from "@/api/problem";
import type { Autosave } from "@/modules/annotator";

const RENEW_MS = 10_000;
/** So often one asks for what another holds. */
const ASK_MS = 3_000;

/** The name of who else holds the picture. */
export function useLease(id: string | undefined, autosave: Autosave): string | null {
  const [held, setHeld] = useState<{ id: string; name: string } | null>(null);
  useEffect(() => {
    if (!id) return undefined;
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let moved = false;
    let waiting = false;
    const move = () => {
      moved = true;
    };
    const renew = async () => {
      const active = moved;
      moved = false;
      let again = RENEW_MS;
      try {
        await leasePicture(id, active);
        if (over) return void release(false);
        setHeld(null);
        // What could not be saved meanwhile can be now.
        if (waiting) void autosave.flush();
        waiting = false;
      } catch (error) {
        if (over) return;
        if (isProblem(error, "annotation.leased")) {
          waiting = true;
          setHeld({ id, name: String(error.params["name"] ?? "") });
          again = ASK_MS;
        }
      }
      timer = setTimeout(() => void renew(), again);
    };
    const release = (active: boolean) => void releasePicture(id, active).catch(() => undefined);
    const leave = () => release(moved);
    const signs = ["pointerdown", "pointermove", "keydown", "wheel"] as const;
    for (const sign of signs) window.addEventListener(sign, move, { passive: true });
    window.addEventListener("pagehide", leave);
    void renew();
    return () => {
      over = true;
      clearTimeout(timer);
      for (const sign of signs) window.removeEventListener(sign, move);
      window.removeEventListener("pagehide", leave);
      // After the last of it is saved.
      void autosave.flush().finally(leave);
    };
  }, [id, autosave]);
  return held && held.id === id ? held.name : null;
}
