import { memo, useMemo, type ReactNode } from "react";
import { useTranslation } from "@/i18n";
import type { Class, Id } from "@/api/contract";
import type { Proposal } from "@/api/prelabels";
import { ClassDot } from "@/components/ClassDot";
import { OpenLink } from "@/components/OpenLink";
import { StateTag } from "@/components/StateTag";
import { useKeySign } from "@/hooks/useKeys";
import type { Annotator, Document, Snapshot } from "@/modules/annotator";
import type { WorkProject } from "../lib/work";
import { ObjectBar } from "./ObjectBar";
import { ObjectList } from "./ObjectList";
import { SaidPanel } from "./SaidPanel";
import { TagsField } from "./TagsField";
import styles from "./SidePanel.module.css";

type Props = {
  annotator: Annotator;
  document: Document;
  project: WorkProject;
  /** What a model proposed of the picture, where it did. */
  origin?: Proposal | null;
  /** What a task says of the picture. */
  head?: ReactNode;
  /** In the order of their digits. */
  classes: readonly Class[];
  /** The class is said of the whole picture, not of places in it. */
  whole: boolean;
  onJudge: (verdict: "good" | "bad") => void;
  onClass: (index: number) => void;
  onTakeOver: () => void;
  onCopyNext: () => void;
  mmPerPixel: number | null;
  pictureId?: Id | undefined;
  /** Of the picture. */
  tags: readonly string[];
  onTags: (id: Id, tags: string[]) => void;
} & Pick<Snapshot, "selectedIds" | "lockedIds" | "hiddenIds" | "activeClassId" | "canPaste">;

/** Drawn anew only when labels or selection change, not with every frame of a zoom. */
export const SidePanel = memo(function SidePanel({
  annotator, document, selectedIds, lockedIds, hiddenIds, activeClassId, canPaste, project, origin, head, classes, whole, onJudge, onClass, onTakeOver, onCopyNext, mmPerPixel, pictureId, tags, onTags,
}: Props) {
  const { t } = useTranslation();
  const sign = useKeySign();
  const chosen = useMemo(() => {
    const ids = new Set(selectedIds);
    return document.regions.filter((one) => ids.has(one.id));
  }, [document.regions, selectedIds]);
  const defects = project.classes.filter((one) => !one.good);
  return (
    <aside className={styles.panel}>
      {head}
      {pictureId !== undefined && <TagsField key={pictureId} pictureId={pictureId} projectId={project.id} tags={tags} onTags={onTags} />}
      <section>
        <h2 className={styles.title}>{t("annotate.verdict.title")}</h2>
        <div className={styles.verdicts}>
          {(["good", "bad"] as const).map((verdict) => (
            <button
              key={verdict} type="button" className={styles.verdict} data-verdict={verdict} aria-pressed={document.verdict === verdict}
              onClick={() => onJudge(verdict)} data-test={verdict}
            >
              <StateTag state={verdict} />
              <kbd>{verdict === "good" ? sign("annotate", "annotate.key.good", "g") : sign("annotate", "annotate.key.bad", "n")}</kbd>
            </button>
          ))}
        </div>
        {(origin?.state === "accepted" || origin?.state === "mended") && document.verdict !== null && (
          <p className={styles.facts} data-test="origin">{origin.model ? t(`assist.origin.${origin.state}`, { number: origin.model.number }) : t(`assist.origin.reader_${origin.state}`)}</p>
        )}
      </section>
      <section>
        <h2 className={styles.title}>{whole ? t("annotate.class.picture") : t("annotate.class.title")}</h2>
        {defects.length === 0 && <p className={styles.quiet}>{t("annotate.class.none")}</p>}
        <ul className={styles.list}>
          {classes.map((one, index) => (
              <li key={one.id}>
                <button
                  type="button"
                  className={styles.row}
                  title={whole ? undefined : t("annotate.class.draw")}
                  aria-pressed={whole ? document.class_id === one.id : activeClassId === one.id}
                  onClick={() => onClass(index)}
                >
                  <ClassDot colour={one.colour} name={one.name} />
                  {(one.key ?? index < 9) && <kbd>{sign("annotate", "annotate.key.class", one.key ?? String(index + 1))}</kbd>}
                </button>
              </li>
          ))}
        </ul>
        <OpenLink hide className={styles.add} to={`/projects/${project.id}/settings`}>{t("annotate.class.add")}</OpenLink>
      </section>
      <section className={styles.objects}>
        <h2 className={styles.title}>{[t("annotate.object.title"), document.regions.length, ...(selectedIds.length > 1 ? [t("annotate.object.chosen", { count: selectedIds.length })] : [])].join(" · ")}</h2>
        <ObjectBar
          annotator={annotator} chosen={selectedIds.length} canPaste={canPaste} kept={lockedIds.size + hiddenIds.size > 0} onTakeOver={onTakeOver} onCopyNext={onCopyNext}
        />
        {document.regions.length === 0 && <p className={styles.quiet}>{t("annotate.object.none")}</p>}
        <ObjectList annotator={annotator} regions={document.regions} classes={project.classes} selected={selectedIds} locked={lockedIds} hidden={hiddenIds} />
        {/* Below the list, so that no row moves when one is chosen. */}
        {chosen.length > 0 && <SaidPanel annotator={annotator} regions={chosen} classes={project.classes} mmPerPixel={mmPerPixel} />}
      </section>
    </aside>
  );
});
