// What a model proposes of the open picture: shown dashed on the canvas, taken over or refused by keys.
import { useCallback, useEffect, useMemo, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { refuseProposal, type Proposal } from "@/api/prelabels";
import { useNotify } from "@/hooks/useNotify";
import { useTranslation } from "@/i18n";
import { recall, remember } from "@/lib/remember";
import type { Annotator, Document } from "@/modules/annotator";
import { answerOf, isOpen, regionsOf, shownOf } from "./lib/proposal";
import { forgetAhead } from "./useSheet";

type Props = {
  annotator: Annotator | null;
  /** Of the picture that lies on the canvas; null while another is still there. */
  proposal: Proposal | null;
  document: Document | undefined;
  currentId: string | undefined;
  projectId: string;
};

export function useProposal({ annotator, proposal, document, currentId, projectId }: Props) {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const floorName = `proposals.${projectId}`;
  const [floor, setFloor] = useState(() => Number(recall(floorName) ?? 0) || 0);
  const [denied, setDenied] = useState<ReadonlySet<string>>(new Set());
  const live = currentId !== undefined && !denied.has(currentId) ? proposal : null;
  const open = document !== undefined && isOpen(live, document);
  const shown = useMemo(() => (document ? shownOf(live, document, floor) : { places: [], below: 0 }), [live, document, floor]);

  useEffect(() => {
    annotator?.showHints(shown.places.map(({ id, shape, class_id, score }) => ({ id, shape, classId: class_id, text: shape.kind === "text" ? `${shape.text} ${score.toFixed(2)}` : score.toFixed(2) })));
    // Another picture on the canvas has none of its own at first.
  }, [annotator, shown.places, document]);

  /** True where something was taken over. */
  const acceptAll = useCallback((): boolean => {
    if (!annotator || !live) return false;
    const answer = answerOf(live, annotator.document, floor, annotator.editor.activeClassId);
    if (!answer) {
      if (shownOf(live, annotator.document, floor).places.length > 0) notify.tell(t("assist.no_class"));
      return false;
    }
    if ("regions" in answer) annotator.act((editor) => editor.adopt(answer.regions));
    else if ("classId" in answer) annotator.setPictureClass(answer.classId);
    else annotator.setVerdict(answer.verdict);
    return true;
  }, [annotator, live, floor, notify, t]);

  /** The one under the pointer, else the surest. */
  const acceptOne = useCallback(() => {
    if (!annotator || !live) return;
    const { places } = shownOf(live, annotator.document, floor);
    if (places.length === 0) {
      acceptAll();
      return;
    }
    const at = annotator.hintAt();
    const one = places.find(({ id }) => id === at) ?? places[0];
    const regions = regionsOf(one ? [one] : [], annotator.editor.activeClassId);
    if (regions.length === 0) notify.tell(t("assist.no_class"));
    else annotator.act((editor) => editor.adopt(regions));
  }, [annotator, live, floor, acceptAll, notify, t]);

  const refuse = useCallback(() => {
    if (!open || !currentId) return;
    setDenied((before) => new Set(before).add(currentId));
    forgetAhead(currentId);
    refuseProposal(currentId).then(
      () => void client.invalidateQueries({ queryKey: ["prelabels"] }),
      (error: unknown) => {
        setDenied((before) => new Set([...before].filter((id) => id !== currentId)));
        notify.failed(error);
      },
    );
  }, [open, currentId, client, notify]);

  return {
    /** What there is to answer; null where there is nothing, or nothing any more. */
    open: open ? live : null,
    shown,
    floor,
    chooseFloor: useCallback((next: number) => {
      setFloor(next);
      remember(floorName, String(next));
    }, [floorName]),
    /** Nobody has said anything of the picture, and something is shown: going on says yes to it. */
    untouched: open && document?.verdict === null && (shown.places.length > 0 || live?.regions.length === 0),
    acceptAll,
    acceptOne,
    refuse,
  };
}
