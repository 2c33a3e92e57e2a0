// Lays a picture with its labels on the canvas, once; its later refreshes do not disturb.
import { useCallback, useEffect, useRef } from "react";
import { getAnnotation } from "@/api/pictures";
import type { Annotator, Journal, Keeper } from "@/modules/annotator";
import type { Sheet } from "./useSheet";
import type { useSaving } from "./useSaving";

type Props = {
  annotator: Annotator | null;
  sheet: Sheet | undefined;
  currentId: string | undefined;
  saving: ReturnType<typeof useSaving>;
  journal: Journal;
  keeper: Keeper;
  onLaid: (id: string) => void;
  onNewer: () => void;
};

export function useLaying({ annotator, sheet, currentId, saving, journal, keeper, onLaid, onNewer }: Props) {
  const loadedId = useRef<string | null>(null);
  const { autosave, begin } = saving;
  const hooks = useRef({ onLaid, onNewer });
  useEffect(() => {
    hooks.current = { onLaid, onNewer };
  });

  useEffect(() => {
    if (!annotator || !sheet || sheet.picture.id !== currentId || loadedId.current === currentId) return undefined;
    const { picture, image } = sheet;
    let stale = false;
    const lay = (annotation: Sheet["annotation"], entry: Awaited<ReturnType<Journal["load"]>>) => {
      const { verdict, class_id, regions } = annotation.value;
      begin(picture.id, annotation.etag);
      keeper.begin(picture.id);
      annotator.load(image, { width: picture.width, height: picture.height }, { verdict, class_id, regions }, entry);
    };
    const run = async () => {
      const written = keeper.flush();
      // Whatever was still drawn on the picture before is saved first.
      if (!(await autosave.flush()) || stale) return;
      await written;
      const entry = await journal.load(picture.id);
      if (stale) return;
      loadedId.current = picture.id;
      lay(sheet.annotation, entry);
      hooks.current.onLaid(picture.id);
      if (!sheet.ahead) return;
      // Fetched ahead: where somebody changed it since, the newest is laid instead, unless this one has begun to draw.
      const newest = await getAnnotation(picture.id).catch(() => null);
      if (!newest || stale || loadedId.current !== picture.id || newest.etag === sheet.annotation.etag || autosave.touched || !annotator.mayLeave()) return;
      lay(newest, await journal.load(picture.id));
      hooks.current.onNewer();
    };
    void run();
    return () => {
      stale = true;
    };
  }, [annotator, sheet, currentId, autosave, begin, journal, keeper]);

  const again = useCallback(() => {
    loadedId.current = null;
  }, []);
  return { loadedId, again };
}
