// From picture to picture: what is drawn is saved first, what comes next is fetched ahead.
import { useCallback, useEffect, useRef } from "react";
import { useNotify } from "@/hooks/useNotify";
import type { Search } from "@/hooks/useSearch";
import { useTranslation } from "@/i18n";
import type { Annotator, Autosave } from "@/modules/annotator";
import type { Item, Work } from "./lib/work";
import { prefetch } from "./useSheet";

/** So long one looks at a picture before the next is fetched: who leafs through fetches nothing in vain. */
const LOOKED_AT_MS = 120;

type Props = {
  work: Work;
  currentId: string | undefined;
  strip: { items: readonly Item[]; index: number };
  search: Search;
  annotator: Annotator | null;
  autosave: Autosave;
  layNow: (id: string) => Promise<void>;
  /** What the server knows of a picture of a task, once it changed. */
  onSettled: (item: Item) => void;
};

export function useWalk({ work, currentId, strip, search, annotator, autosave, layNow, onSettled }: Props) {
  const { t } = useTranslation();
  const notify = useNotify();
  const moving = useRef(false);
  const beginning = useRef(false);
  /** The next picture without labels behind `after`, asked for while one works on that. */
  const guess = useRef<{ after: string; picture: Item | null } | null>(null);
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

  /** `settle`: what going on means for the picture that one leaves is done first. */
  const goOn = useCallback(async (settle: boolean) => {
    try {
      if (!(await autosave.flush())) return;
      const here = items.find((one) => one.id === currentId);
      // Of a picture that the strip does not know yet nobody knows where it is in its task.
      if (work.settle && !here) return;
      if (settle && work.settle && here) onSettled(await work.settle(here));
      const guessed = guess.current?.after === currentId ? guess.current?.picture : null;
      // Somebody may have labelled it meanwhile; then it is asked for anew.
      const sure = guessed && items.find((one) => one.id === guessed.id)?.labelled === false ? guessed : null;
      const found = sure ?? (await work.next(here));
      if (found?.piece) onSettled(found);
      if (found && found.id !== currentId) await open(found.id);
      else {
        notify.done(t(work.doneText));
        if (!work.settle) step(1);
      }
    } catch (error) {
      notify.failed(error);
    }
  }, [autosave, work, currentId, items, open, notify, t, step, onSettled]);

  const nextUnlabelled = useCallback(() => goOn(true), [goOn]);
  const onward = useCallback(() => goOn(false), [goOn]);

  // Without a picture in the address: the first unlabelled, else the first of all.
  const first = items[0]?.id;
  useEffect(() => {
    // Of a pool one may have nothing yet.
    if (currentId || (!first && !work.settle)) return;
    // Asking twice would take two.
    if (beginning.current) return;
    beginning.current = true;
    const begin = (id: string | undefined) => {
      beginning.current = false;
      if (id) search.set({ picture: id });
    };
    work.next(undefined).then((picture) => begin(picture?.id ?? first), () => begin(first));
  }, [currentId, first, work, search]);

  const [after, before] = [items[index + 1]?.id, items[index - 1]?.id];
  useEffect(() => {
    if (!currentId) return undefined;
    const timer = setTimeout(() => {
      if (after) prefetch(after);
      if (before) prefetch(before);
      work.ahead?.(currentId).then(
        (picture) => {
          guess.current = { after: currentId, picture };
          if (picture && picture.id !== after) prefetch(picture.id);
        },
        () => undefined,
      );
    }, LOOKED_AT_MS);
    return () => clearTimeout(timer);
  }, [work, currentId, after, before]);

  return { open, step, nextUnlabelled, onward };
}
