// From picture to picture: what is drawn is saved first, what comes next is fetched ahead.
import { useCallback, useEffect, useRef } from "react";
import { nextPicture } from "@/api/pictures";
import type { Id, Picture } from "@/api/contract";
import { useNotify } from "@/hooks/useNotify";
import type { Search } from "@/hooks/useSearch";
import { useTranslation } from "@/i18n";
import type { Annotator, Autosave } from "@/modules/annotator";
import { prefetch } from "./useSheet";

/** So long one looks at a picture before the next is fetched: who leafs through fetches nothing in vain. */
const LOOKED_AT_MS = 120;

type Props = {
  project: Id;
  currentId: string | undefined;
  strip: { items: readonly Picture[]; index: number };
  search: Search;
  annotator: Annotator | null;
  autosave: Autosave;
  layNow: (id: string) => Promise<void>;
};

export function useWalk({ project, currentId, strip, search, annotator, autosave, layNow }: Props) {
  const { t } = useTranslation();
  const notify = useNotify();
  const moving = useRef(false);
  /** The next picture without labels behind `after`, asked for while one works on that. */
  const guess = useRef<{ after: string; picture: Picture | null } | null>(null);
  const { items, index } = strip;

  const open = useCallback(
    async (id: string) => {
      if (id === currentId || moving.current || (annotator && !annotator.mayLeave())) return;
      moving.current = true;
      try {
        if (!(await autosave.flush())) return; // The note above the canvas says why.
        await layNow(id);
        search.set({ picture: id });
      } finally {
        moving.current = false;
      }
    },
    [annotator, currentId, autosave, layNow, search],
  );

  const step = useCallback(
    (by: number) => {
      const next = items[index + by];
      if (next) void open(next.id);
    },
    [items, index, open],
  );

  const nextUnlabelled = useCallback(async () => {
    try {
      if (!(await autosave.flush())) return;
      const guessed = guess.current?.after === currentId ? guess.current?.picture : null;
      // Somebody may have labelled it meanwhile; then it is asked for anew.
      const sure = guessed && items.find((one) => one.id === guessed.id)?.labelled === false ? guessed : null;
      const behind = sure ?? (await nextPicture(project, currentId, false)).picture;
      const found = behind ?? (await nextPicture(project, undefined, false)).picture;
      if (found && found.id !== currentId) await open(found.id);
      else {
        notify.done(t("annotate.page.all_done"));
        step(1);
      }
    } catch (error) {
      notify.failed(error);
    }
  }, [autosave, project, currentId, items, open, notify, t, step]);

  // Without a picture in the address: the first unlabelled, else the first of all.
  const first = items[0]?.id;
  useEffect(() => {
    if (currentId || !first) return;
    nextPicture(project, undefined, false).then(
      ({ picture }) => search.set({ picture: picture?.id ?? first }),
      () => search.set({ picture: first }),
    );
  }, [currentId, first, project, search]);

  const [after, before] = [items[index + 1]?.id, items[index - 1]?.id];
  useEffect(() => {
    if (!currentId) return undefined;
    const timer = setTimeout(() => {
      if (after) prefetch(after);
      if (before) prefetch(before);
      nextPicture(project, currentId, false).then(
        ({ picture }) => {
          guess.current = { after: currentId, picture };
          if (picture && picture.id !== after) prefetch(picture.id);
        },
        () => undefined,
      );
    }, LOOKED_AT_MS);
    return () => clearTimeout(timer);
  }, [project, currentId, after, before]);

  return { open, step, nextUnlabelled };
}
