// Lays a picture with its labels on the canvas, once; its later refreshes do not disturb.
import { useCallback, useEffect, useMemo, useRef, type RefObject } from "react";
import { getAnnotation } from "@/api/pictures";
import type { Annotator, Journal, Keeper } from "@/modules/annotator";
import type { useSaving } from "./useSaving";
import { features, sheetAtHand, type Sheet } from "./useSheet";

/** So long a picture waits for its history. */
const SOON_MS = 20;
const soon = <T>(answer: Promise<T | null>): Promise<T | null> =>
  Promise.race([answer, new Promise<null>((resolve) => setTimeout(() => resolve(null), SOON_MS))]);

type Props = {
  annotator: Annotator | null;
  sheet: Sheet | undefined;
  currentId: string | undefined;
  saving: ReturnType<typeof useSaving>;
  journal: Journal;
  keeper: Keeper;
  /** The canvas tells in `data-picture` what lies on it. */
  canvas: RefObject<HTMLCanvasElement | null>;
  onLaid: (id: string) => void;
  onNewer: () => void;
  /** What had not reached the server before the page was left is done again. */
  onCaughtUp: () => void;
};

export function useLaying({ annotator, sheet, currentId, saving, journal, keeper, canvas, onLaid, onNewer, onCaughtUp }: Props) {
  const loadedId = useRef<string | null>(null);
  /** Laid before the address says so. */
  const ahead = useRef<string | null>(null);
  const { autosave, begin } = saving;
  const hooks = useRef({ onLaid, onNewer, onCaughtUp });
  useEffect(() => {
    hooks.current = { onLaid, onNewer, onCaughtUp };
  });

  /** `stale`: another picture was asked for meanwhile. */
  const put = useCallback(
    async ({ picture, image, tiles, annotation, ahead: early }: Sheet, stale: () => boolean): Promise<void> => {
      if (!annotator) return;
      const lay = ({ value, etag }: Sheet["annotation"], entry: Awaited<ReturnType<Journal["load"]>>) => {
        begin(picture.id, etag);
        keeper.begin(picture.id);
        const { verdict, class_id, regions } = value;
        annotator.load(image, { width: picture.width, height: picture.height }, { verdict, class_id, regions }, entry, tiles);
        canvas.current?.setAttribute("data-picture", picture.id);
        void features.now(picture.id).then((map) => map && loadedId.current === picture.id && annotator.stage.describe(map));
      };
      void keeper.flush();
      const history = journal.load(picture.id);
      // Whatever was still drawn on the picture before is saved first.
      if (!(await autosave.flush())) return;
      const entry = await soon(history);
      const catchUp = () => annotator.editor.catchUp() && hooks.current.onCaughtUp();
      if (stale()) return;
      loadedId.current = picture.id;
      lay(annotation, entry);
      catchUp();
      hooks.current.onLaid(picture.id);
      const same = () => loadedId.current === picture.id && !autosave.touched && annotator.mayLeave();
      // A history that takes longer comes after the picture, unless something was done meanwhile.
      if (!entry) void history.then((late) => {
        if (!late || !same()) return;
        annotator.recall(late);
        catchUp();
      });
      if (!early) return;
      // Fetched ahead: where somebody changed it since, the newest is laid instead, unless this one has begun to draw.
      void getAnnotation(picture.id).then(async (newest) => {
        if (newest.etag === annotation.etag || !same()) return;
        const known = await journal.load(picture.id);
        // Meanwhile one may have gone on, or begun to draw.
        if (!same()) return;
        lay(newest, known);
        hooks.current.onNewer();
      }, () => undefined);
    },
    [annotator, autosave, begin, journal, keeper, canvas],
  );

  useEffect(() => {
    if (ahead.current === currentId) ahead.current = null;
    if (!sheet || sheet.picture.id !== currentId || loadedId.current === currentId || ahead.current) return undefined;
    let stale = false;
    void put(sheet, () => stale);
    return () => {
      stale = true;
    };
  }, [put, sheet, currentId]);

  return useMemo(
    () => ({
      loadedId,
      /** A picture that is fetched already comes at once, before the page around it is drawn anew. */
      layNow: async (id: string): Promise<void> => {
        const here = sheetAtHand(id);
        if (!here) return;
        ahead.current = id;
        await put(here, () => ahead.current !== id);
        if (loadedId.current !== id) ahead.current = null;
      },
    }),
    [put],
  );
}
