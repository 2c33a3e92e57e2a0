// Labels from picture to picture: those of the one before, or what is chosen here along to the next.
import { useCallback, useRef } from "react";
import { getAnnotation } from "@/api/pictures";
import type { Picture } from "@/api/contract";
import { useNotify } from "@/hooks/useNotify";
import { useTranslation } from "@/i18n";
import type { Annotator } from "@/modules/annotator";

type Props = { annotator: Annotator | null; strip: { items: readonly Picture[]; index: number }; step: (by: number) => void };

export function useTakeOver({ annotator, strip: { items, index }, step }: Props) {
  const { t } = useTranslation();
  const notify = useNotify();
  /** The picture that what was copied is to be laid on, once it is open. */
  const wanted = useRef<string | null>(null);

  const takeOver = useCallback(async () => {
    const [before, here] = [items[index - 1], items[index]];
    if (!annotator || !here) return;
    if (!before) {
      notify.tell(t("annotate.notice.none_before"));
      return;
    }
    try {
      const { value } = await getAnnotation(before.id);
      if (value.regions.length === 0) notify.tell(t("annotate.notice.nothing_before"));
      else annotator.act((editor) => editor.takeOver(value.regions));
    } catch (error) {
      notify.failed(error);
    }
  }, [annotator, items, index, notify, t]);

  const copyNext = useCallback(() => {
    const next = items[index + 1];
    if (!annotator || !next || annotator.document.regions.length === 0) return;
    annotator.act((editor) => editor.copy());
    wanted.current = next.id;
    step(1);
  }, [annotator, items, index, step]);

  /** To be called when a picture lies on the canvas. */
  const opened = useCallback(
    (id: string) => {
      if (wanted.current === id) annotator?.act((editor) => editor.paste());
      wanted.current = null;
    },
    [annotator],
  );

  return { takeOver, copyNext, opened };
}
