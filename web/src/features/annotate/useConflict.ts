// Two people said something of the same picture: both are shown, and whatever is chosen, the other can be had back by undo.
import { useCallback, useEffect, useState } from "react";
import { getAnnotation } from "@/api/pictures";
import type { Tagged } from "@/api/client";
import type { Annotation } from "@/api/contract";
import { useNotify } from "@/hooks/useNotify";
import { accuses, type Annotator, type Document, type Region } from "@/modules/annotator";
import type { useSaving } from "./useSaving";

type Props = { annotator: Annotator | null; saving: ReturnType<typeof useSaving>; currentId: string | undefined; innocent?: string | null };

/** Places that both have are there once. */
export function joined(mine: Document, theirs: Annotation, innocent: string | null = null): Document {
  const known = new Set(mine.regions.map((one) => JSON.stringify([one.class_id, one.shape])));
  const ids = new Set(mine.regions.map((one) => one.id));
  const added = theirs.regions
    .filter((one) => !known.has(JSON.stringify([one.class_id, one.shape])))
    .map((one): Region => (ids.has(one.id) ? { ...one, id: `${one.id.slice(0, 60)}-2` } : one));
  const regions = [...mine.regions, ...added];
  if (accuses(regions, innocent)) return { verdict: "bad", class_id: mine.verdict === "bad" ? mine.class_id : theirs.verdict === "bad" ? theirs.class_id : null, regions };
  const bad = [mine, theirs].find((one) => one.verdict === "bad");
  return { verdict: bad ? "bad" : (mine.verdict ?? theirs.verdict ?? (regions.length > 0 ? "good" : null)), class_id: (bad ?? mine).class_id, regions };
}

export function useConflict({ annotator, saving, currentId, innocent = null }: Props) {
  const notify = useNotify();
  const [theirs, setTheirs] = useState<Tagged<Annotation> | null>(null);
  const { state, autosave } = saving;
  useEffect(() => {
    if (state !== "conflict" || !currentId || !annotator) return undefined;
    let over = false;
    getAnnotation(currentId).then(
      (found) => {
        if (over) return;
        setTheirs(found);
        annotator.showGhost(found.value.regions.map((one) => one.shape));
      },
      (error: unknown) => over || notify.failed(error),
    );
    return () => {
      over = true;
      setTheirs(null);
      annotator.showGhost([]);
    };
  }, [state, currentId, annotator, notify]);

  const settle = useCallback(
    (choose: (mine: Document, theirs: Annotation) => Document) => {
      if (!theirs || !annotator) return;
      const mine = annotator.document;
      const chosen = choose(mine, theirs.value);
      // From their revision on; the same document is saved as it is.
      autosave.begin(theirs.etag);
      if (chosen === mine) autosave.edited(mine);
      else annotator.act((editor) => editor.put(chosen));
      void autosave.flush();
    },
    [theirs, annotator, autosave],
  );
  return {
    theirs: theirs?.value ?? null,
    onTheirs: useCallback(() => settle((_, { verdict, class_id, regions }) => ({ verdict, class_id, regions })), [settle]),
    onMine: useCallback(() => settle((mine) => mine), [settle]),
    onBoth: useCallback(() => settle((mine, other) => joined(mine, other, innocent)), [settle, innocent]),
  };
}
