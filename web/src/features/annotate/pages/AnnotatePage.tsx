import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { Button } from "antd";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { Link } from "react-router";
import { nextPicture } from "@/api/pictures";
import type { PictureQuery } from "@/api/pictures";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { useNotify } from "@/hooks/useNotify";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { recall, remember } from "@/lib/remember";
import { ConflictNote } from "../parts/ConflictNote";
import { SidePanel } from "../parts/SidePanel";
import { Strip } from "../parts/Strip";
import { ToolBar } from "../parts/ToolBar";
import { TopLine } from "../parts/TopLine";
import { useAnnotateKeys } from "../useAnnotateKeys";
import { useAnnotator } from "../useAnnotator";
import { useSaving } from "../useSaving";
import { prefetch, useSheet } from "../useSheet";
import { useStrip } from "../useStrip";
import styles from "./AnnotatePage.module.css";

const query: PictureQuery = { limit: 200, sort: "name" };

export function AnnotatePage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const search = useSearch();
  const { project } = useProject();
  const { may } = useSession();
  const currentId = search.get("picture");
  const strip = useStrip(project.id, query, currentId);
  const sheet = useSheet(currentId);
  const saving = useSaving(strip.patch);
  const { canvas, annotator, snapshot, spaceHeld } = useAnnotator((document) => saving.autosave.edited(document));
  // The lists may lag a frame behind the hand, the canvas may not.
  const panelDocument = useDeferredValue(snapshot?.document);
  const { begin: beginSaving } = saving;
  const whole = project.scene === "classification";
  // Digits: of a whole picture any class, of places the defects.
  const digitClasses = useMemo(() => project.classes.filter((one) => whole || !one.good), [project.classes, whole]);
  const autoName = `auto-next.${project.scene}`;
  const [auto, setAuto] = useState(() => (recall(autoName) ?? (whole ? "yes" : "no")) === "yes");
  const chooseAuto = useCallback(
    (next: boolean) => {
      setAuto(next);
      remember(autoName, next ? "yes" : "no");
    },
    [autoName],
  );
  const saveNow = useCallback(() => void saving.autosave.flush(), [saving.autosave]);
  const loadedId = useRef<string | null>(null);
  const moving = useRef(false);

  useEffect(() => annotator?.setClasses(project.classes), [annotator, project.classes]);

  // A picture is laid on the canvas once; its later refreshes do not disturb.
  useEffect(() => {
    if (!annotator || !sheet.data || sheet.data.picture.id !== currentId || loadedId.current === currentId) return undefined;
    const { picture, annotation, image } = sheet.data;
    const { verdict, class_id, regions } = annotation.value;
    let stale = false;
    // Whatever was still drawn on the picture before is saved first.
    void saving.autosave.flush().then((clear) => {
      if (stale || !clear) return;
      loadedId.current = picture.id;
      beginSaving(picture.id, annotation.etag);
      annotator.load(image, { width: picture.width, height: picture.height }, { verdict, class_id, regions });
    });
    return () => {
      stale = true;
    };
  }, [annotator, sheet.data, currentId, saving.autosave, beginSaving]);

  const open = useCallback(
    async (id: string) => {
      if (id === currentId || moving.current || (annotator && !annotator.mayLeave())) return;
      moving.current = true;
      try {
        if (!(await saving.autosave.flush())) return; // The note above the canvas says why.
        search.set({ picture: id });
      } finally {
        moving.current = false;
      }
    },
    [annotator, currentId, saving.autosave, search],
  );

  const step = useCallback(
    (by: number) => {
      const next = strip.items[strip.index + by];
      if (next) void open(next.id);
    },
    [strip.items, strip.index, open],
  );

  const nextUnlabelled = useCallback(async () => {
    try {
      if (!(await saving.autosave.flush())) return;
      const behind = await nextPicture(project.id, currentId, false);
      const found = behind.picture ?? (await nextPicture(project.id, undefined, false)).picture;
      if (found && found.id !== currentId) await open(found.id);
      else {
        notify.done(t("annotate.page.all_done"));
        step(1);
      }
    } catch (error) {
      notify.failed(error);
    }
  }, [saving.autosave, project.id, currentId, open, notify, t, step]);

  // Without a picture in the address: the first unlabelled, else the first of all.
  const first = strip.items[0]?.id;
  useEffect(() => {
    if (currentId || !first) return;
    nextPicture(project.id, undefined, false).then(
      ({ picture }) => search.set({ picture: picture?.id ?? first }),
      () => search.set({ picture: first }),
    );
  }, [currentId, first, project.id, search]);

  // What comes next is fetched while one looks at this one.
  const neighbour = strip.items[strip.index + 1]?.id;
  useEffect(() => {
    if (!currentId) return undefined;
    const timer = setTimeout(() => {
      if (neighbour) prefetch(client, neighbour);
      nextPicture(project.id, currentId, false).then(
        ({ picture }) => picture && picture.id !== neighbour && prefetch(client, picture.id),
        () => undefined,
      );
    }, 150);
    return () => clearTimeout(timer);
  }, [client, project.id, currentId, neighbour]);

  const judge = useCallback(
    (verdict: "good" | "bad") => {
      annotator?.setVerdict(verdict);
      if (auto) void nextUnlabelled();
    },
    [annotator, auto, nextUnlabelled],
  );
  const chooseClass = useCallback(
    (index: number) => {
      const one = digitClasses[index];
      if (!annotator || !one) return;
      if (one.good) judge("good");
      else if (whole && !snapshot?.selectedId) {
        annotator.setPictureClass(one.id);
        if (auto) void nextUnlabelled();
      } else annotator.setActiveClass(one.id);
    },
    [annotator, digitClasses, whole, snapshot?.selectedId, judge, auto, nextUnlabelled],
  );

  useAnnotateKeys({ annotator, spaceHeld, judge, chooseClass, classes: digitClasses.length, step, accept: () => void nextUnlabelled() });

  const reload = async () => {
    loadedId.current = null;
    saving.autosave.begin("");
    await sheet.refetch();
  };

  const labelled = useMemo(() => project.steps.annotate, [project.steps.annotate]);
  const none = !strip.loading && strip.items.length === 0 && !strip.error;

  return (
    <div className={styles.page} data-ready={loadedId.current === currentId && snapshot?.ready ? currentId : undefined}>
      <TopLine
        name={sheet.data?.picture.name ?? ""}
        at={strip.index}
        total={strip.total}
        labelled={labelled}
        state={saving.state}
        failure={saving.failure}
        auto={auto}
        onAuto={chooseAuto}
        onRetry={saveNow}
      />
      {annotator && snapshot && (
        <ToolBar
          annotator={annotator} tool={snapshot.tool} brushRadius={snapshot.brushRadius} hidden={snapshot.hidden} canUndo={snapshot.canUndo}
          canRedo={snapshot.canRedo} percent={Math.round(snapshot.scale * 100)} drawable={project.classes.some((one) => !one.good)}
        />
      )}
      <div className={styles.stage}>
        <canvas ref={canvas} className={styles.canvas} tabIndex={0} aria-label={t("annotate.page.canvas")} data-test="canvas" />
        {(sheet.isFetching || strip.loading) && <div className={styles.loading}><Loading /></div>}
        {saving.state === "conflict" && annotator && (
          <ConflictNote onReload={() => void reload()} onOverwrite={() => void saving.overwrite(annotator.document).catch(notify.failed)} />
        )}
        {sheet.error && !sheet.data && (
          <div className={styles.note}>
            <ErrorNote error={sheet.error instanceof DOMException ? new Error(t("annotate.page.broken")) : sheet.error} retry={() => void sheet.refetch()} />
          </div>
        )}
        {strip.error && (
          <div className={styles.note}>
            <ErrorNote error={strip.error} retry={() => void strip.refetch()} />
          </div>
        )}
        {none && (
          <div className={styles.empty}>
            <EmptyState
              text={t("annotate.page.none")}
              action={may("data.write") && <Link to={`/projects/${project.id}/data`}><Button type="primary">{t("annotate.page.import")}</Button></Link>}
            />
          </div>
        )}
      </div>
      {annotator && snapshot && (
        <SidePanel
          annotator={annotator} document={panelDocument ?? snapshot.document} selectedId={snapshot.selectedId} activeClassId={snapshot.activeClassId}
          project={project} classes={digitClasses} whole={whole} onJudge={judge} onClass={chooseClass}
        />
      )}
      <Strip items={strip.items} index={strip.index} onOpen={open} onStep={step} onAccept={nextUnlabelled} />
    </div>
  );
}
