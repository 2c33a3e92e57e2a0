// Autosave of one picture after the other.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { isProblem, Problem } from "@/api/problem";
import { putAnnotation } from "@/api/pictures";
import type { Picture } from "@/api/contract";
import { forgetAhead } from "./useSheet";
import { Autosave, type Document, type SaveState } from "@/modules/annotator";

type OnSaved = (id: string, changes: Partial<Picture>) => void;

export function useSaving(onSaved: OnSaved) {
  const client = useQueryClient();
  const pictureId = useRef("");
  const saved = useRef(onSaved);
  const [state, setState] = useState<{ state: SaveState; failure: unknown }>({ state: "saved", failure: null });
  useEffect(() => {
    saved.current = onSaved;
  });

  const autosave = useMemo(
    () =>
      new Autosave(
        async (document, tag) => {
          const id = pictureId.current;
          try {
            const answer = await putAnnotation(id, bodyOf(document), tag);
            saved.current(id, summaryOf(document));
            forgetAhead(id);
            return { kind: "saved", tag: answer.etag || `"${answer.value.revision}"` };
          } catch (error) {
            if (isProblem(error, "precondition.failed")) return { kind: "conflict" };
            // Another has it in hand: as soon as it is free, this goes on.
            if (isProblem(error, "annotation.leased")) return { kind: "failed", error, again: true };
            const again = error instanceof Problem && (error.status === 0 || error.status >= 500);
            return { kind: "failed", error, again };
          }
        },
        (next, failure) => setState({ state: next, failure }),
      ),
    [],
  );

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (autosave.now !== "saved") {
        void autosave.flush();
        event.preventDefault();
      }
    };
    window.addEventListener("beforeunload", warn);
    return () => {
      window.removeEventListener("beforeunload", warn);
      // Another page of the product: what is open is saved on the way.
      void autosave.flush().then(() => {
        for (const head of ["pictures", "projects"]) void client.invalidateQueries({ queryKey: [head] });
      });
    };
  }, [autosave, client]);

  const begin = useCallback(
    (id: string, tag: string) => {
      pictureId.current = id;
      autosave.begin(tag);
    },
    [autosave],
  );

  return {
    autosave,
    ...state,
    begin,
  };
}

const bodyOf = (document: Document) => ({
  verdict: document.verdict,
  class_id: document.class_id,
  regions: document.regions.map((one) => ({ ...one })),
});

/** What the strip shows of a picture, before the server is asked again. */
function summaryOf(document: Document): Partial<Picture> {
  const classes = [...(document.class_id ? [document.class_id] : []), ...document.regions.map((one) => one.class_id)];
  return {
    verdict: document.verdict,
    class_ids: [...new Set(classes)],
    regions: document.regions.length,
    labelled: document.verdict !== null,
  };
}
