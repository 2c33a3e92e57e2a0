// Labels from picture to picture: those of the one before, or what is chosen here along to the next.
import { useCallback, useRef } from "react";
import { getAnnotation } from "@/api/pictures";
import type { Picture } from "@/api/contract";
import { useNotify } from "@/hooks/useNotify";
import { useTranslation } from "@/i18n";
import type { Annotator, Region } from "@/modules/annotator";

type Props = { annotator: Annotator | null; strip: { items: readonly Picture[]; index: number }; step: (by: number) => void };

export function useTakeOver({ annotator, strip: { items, index }, step }: Props) {
  const { t } = useTranslation();
  const notify = useNotify();
  /** The picture that what was copied is to be laid on, once it is open. */
  const wanted = useRef<{ id: string; regions: readonly Region[]; held: boolean } | null>(null);
  const going = useRef(false);

  const takeOver = useCallback(async () => {
    const [before, here] = [items[index - 1], items[index]];
    if (!annotator || !here) return;
    if (!before) {
      notify.tell(t("annotate.notice.none_before"));
      return;
    }
    try {
      const { lying } = annotator;
      const { value } = await getAnnotation(before.id);
      // Meanwhile one may have gone on, and they belong to no other picture.
      if (annotator.lying !== lying) return;
      if (value.regions.length === 0) notify.tell(t("annotate.notice.nothing_before"));
      else annotator.act((editor) => editor.takeOver(value.regions));
    } catch (error) {
      notify.failed(error);
    }
  }, [annotator, items, index, notify, t]);

  const copyNext = useCallback(async () => {
    const next = items[index + 1];
    if (!annotator || !next || going.current || annotator.document.regions.length === 0) return;
    going.current = true;
    try {
      const { selected } = annotator.editor;
      const regions = selected.length > 0 ? selected : annotator.document.regions;
      annotator.act((editor) => editor.copy());
      // What they look like here, to find them again there.
      const held = await annotator.hold(regions);
      wanted.current = { id: next.id, regions, held };
      step(1);
    } finally {
      going.current = false;
    }
  }, [annotator, items, index, step]);

  /** To be called when a picture lies on the canvas. */
  const opened = useCallback(
    (id: string) => {
      const mine = wanted.current;
      wanted.current = null;
      if (!annotator || mine?.id !== id) return;
      const paste = () => annotator.act((editor) => editor.paste());
      if (!mine.held) {
        paste();
        return;
      }
      void annotator.follow(mine.regions).then((found) => {
        if (found === null) paste();
        else if (found && found.unsure > 0) notify.tell(t("annotate.notice.followed", found));
      });
    },
    [annotator, notify, t],
  );

  return { takeOver, copyNext, opened };
}
