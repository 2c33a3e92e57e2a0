import { lazy, Suspense, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { Button } from "antd";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { Link } from "react-router";
import { keys } from "@/api/keys";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { useNotify } from "@/hooks/useNotify";
import { useProject } from "@/hooks/useProject";
import { useFormat } from "@/hooks/useFormat";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { innocentShape } from "@/lib/innocent";
import { recall, remember } from "@/lib/remember";
import { isInHand, workOfProject, type Item, type Work } from "../lib/work";
import { ComparePicker } from "../parts/ComparePicker";
import { ConflictNote } from "../parts/ConflictNote";
import { LeaseNote } from "../parts/LeaseNote";
import { OtherPicture } from "../parts/OtherPicture";
import { ProposalBar } from "../parts/ProposalBar";
import { Overview } from "../parts/Overview";
import { SidePanel } from "../parts/SidePanel";
import { Strip } from "../parts/Strip";
import { ToolBar } from "../parts/ToolBar";
import { TopLine } from "../parts/TopLine";
import { ViewBar } from "../parts/ViewBar";
import type { Annotator } from "@/modules/annotator";
import { useAnnotateKeys } from "../useAnnotateKeys";
import { useAnnotator } from "../useAnnotator";
import { useCompare } from "../useCompare";
import { useConflict } from "../useConflict";
import { useLaying } from "../useLaying";
import { useLease } from "../useLease";
import { useProposal } from "../useProposal";
import { useSaving } from "../useSaving";
import { useScale } from "../useScale";
import { useSheet } from "../useSheet";
import { useStrip } from "../useStrip";
import { useTakeOver } from "../useTakeOver";
import { useWalk } from "../useWalk";
import styles from "./AnnotatePage.module.css";

/** Comes with the first tool that has something to say. */
const HelperBar = lazy(async () => ({ default: (await import("../parts/HelperBar")).HelperBar }));
const noTags: readonly string[] = [];

/** All pictures of a project. */
export function AnnotatePage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const { may } = useSession();
  const { labelled, total } = project.steps.annotate;
  const format = useFormat();
  const client = useQueryClient();
  const { id, name, scene, classes } = project;
  const work = useMemo(() => workOfProject({ id, name, scene, classes }), [id, name, scene, classes]);
  const recount = useCallback(() => void client.invalidateQueries({ queryKey: keys.project(id), exact: true }), [client, id]);
  return (
    <AnnotateRoom
      work={work}
      exit={useMemo(() => ({ to: `/projects/${id}/data`, text: t("annotate.page.exit") }), [id, t])}
      progress={t("annotate.progress.labelled", { labelled: format.count(labelled), total: format.count(total) })}
      onLabelled={recount}
      none={
        <EmptyState
          text={t("annotate.page.none")}
          action={may("data.write") && <Link to={`/projects/${id}/data`}><Button type="primary">{t("annotate.page.import")}</Button></Link>}
        />
      }
    />
  );
}

/** What stands beside the picture of a task. */
export type PanelProps = { item: Item; annotator: Annotator; noting: boolean; onNoting: (noting: boolean) => void; onSettled: (item: Item) => void; onNext: () => void; /** The same, without doing anything with this one. */ onOnward: () => void };
type Props = {
  work: Work;
  exit: { to: string; text: string };
  progress: string;
  /** A picture has a label now, or has none any more. */
  onLabelled?: () => void;
  none: ReactNode;
  panel?: (props: PanelProps) => ReactNode;
};

export function AnnotateRoom({ work, exit, progress, onLabelled, none: nothing, panel }: Props) {
  const { t } = useTranslation();
  const notify = useNotify();
  const search = useSearch();
  const { project } = work;
  const currentId = search.get("picture");
  const strip = useStrip(work, currentId);
  const sheet = useSheet(currentId);
  const saving = useSaving((id, changes) => {
    const before = strip.items.find((one) => one.id === id);
    strip.patch(id, changes);
    // How many are labelled is told above the picture.
    if (before && (before.verdict === null) !== (changes.verdict === null)) onLabelled?.();
  });
  const { canvas, annotator, snapshot, spaceHeld, journal, keeper } = useAnnotator({
    onEdit: (document) => saving.autosave.edited(document),
    onNotice: (notice) => notify.tell(t(`annotate.notice.${notice}`)),
  });
  const takenOver = useRef<(id: string) => void>(() => undefined);
  const { loadedId, layNow } = useLaying({
    annotator, sheet: sheet.data, currentId, saving, journal, keeper, canvas, onLaid: (id) => takenOver.current(id), onNewer: () => notify.tell(t("annotate.save.newer")),
    onCaughtUp: () => notify.tell(t("annotate.save.caught_up")),
  });
  const { patch } = strip;
  const putTags = useCallback((id: string, tags: string[]) => patch(id, { tags }), [patch]);
  const settled = useCallback((item: Item) => patch(item.id, item), [patch]);
  const { open, step, nextUnlabelled, onward } = useWalk({ work, currentId, strip, search, annotator, autosave: saving.autosave, layNow, onSettled: settled });
  const here = strip.items[strip.index];
  const holder = useLease(isInHand(work, here) ? currentId : undefined, saving.autosave);
  const innocent = innocentShape(project.scene);
  const conflict = useConflict({ annotator, saving, currentId, innocent });
  const [noting, setNoting] = useState(false);
  useEffect(() => setNoting(false), [currentId]);
  const { takeOver, copyNext, opened } = useTakeOver({ annotator, strip, step });
  useEffect(() => {
    takenOver.current = opened;
  }, [opened]);
  const compare = useCompare(annotator, strip.items, strip.index, project.id);
  const [mmPerPixel, setScale] = useScale(annotator, project.id);
  const [lookOpen, setLookOpen] = useState(false);
  // The lists may lag a frame behind the hand, the canvas may not.
  const panelDocument = useDeferredValue(snapshot?.document);
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

  useEffect(() => annotator?.setClasses(project.classes.map((one) => ({ ...one, innocent }))), [annotator, project.classes, innocent]);

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
      } else {
        annotator.setActiveClass(one.id);
        // Its own shape is what one draws next.
        if (one.shape) annotator.setTool(one.shape);
      }
    },
    [annotator, digitClasses, whole, snapshot?.selectedId, judge, auto, nextUnlabelled],
  );

  // Only of the picture that lies on the canvas.
  const laid = loadedId.current === currentId && sheet.data?.picture.id === currentId;
  const offered = laid ? (sheet.data?.annotation.value.proposal ?? null) : null;
  const proposal = useProposal({ annotator, proposal: offered, document: laid ? snapshot?.document : undefined, currentId, projectId: project.id });
  const acceptNext = useCallback(async () => {
    if (!proposal.untouched || proposal.acceptAll()) await nextUnlabelled();
  }, [proposal, nextUnlabelled]);

  useAnnotateKeys({
    annotator, spaceHeld, judge, chooseClass, classes: digitClasses, step, accept: () => void acceptNext(), proposal: proposal.open ? proposal : undefined, sendBack: work.review ? () => setNoting(true) : undefined, takeOver: () => void takeOver(), copyNext: () => void copyNext(),
    compare: compare.toggle, openLook: () => setLookOpen((now) => !now), toggleAuto: () => chooseAuto(!auto),
  });

  const none = !strip.loading && strip.items.length === 0 && !strip.error && !(work.task && currentId);

  return (
    <div className={styles.page} data-ready={loadedId.current === currentId && snapshot?.ready ? currentId : undefined}>
      <TopLine
        name={sheet.data?.picture.name ?? ""}
        at={strip.index}
        total={strip.total}
        exit={exit}
        progress={progress}
        state={saving.state}
        failure={saving.failure}
        auto={auto}
        onAuto={chooseAuto}
        onRetry={saveNow}
      >
        {annotator && snapshot && (
          <>
            <ViewBar
              annotator={annotator} hidden={snapshot.hidden} look={snapshot.look} settings={snapshot.settings} mirror={snapshot.mirror} turn={snapshot.turn}
              percent={none ? null : Math.round(snapshot.scale * 100)} lookOpen={lookOpen} onLook={setLookOpen}
            />
            <ComparePicker compare={compare} items={strip.items} index={strip.index} />
          </>
        )}
      </TopLine>
      {annotator && snapshot && (
        <ToolBar
          annotator={annotator} tool={snapshot.tool} brushRadius={snapshot.brushRadius} canUndo={snapshot.canUndo} canRedo={snapshot.canRedo}
          drawable={project.classes.some((one) => !one.good)}
        />
      )}
      <div className={styles.stage} data-split={compare.mode === "side" || undefined}>
        <div className={styles.half}>
          <canvas ref={canvas} className={styles.canvas} tabIndex={0} aria-label={t("annotate.page.canvas")} data-test="canvas" />
          {annotator && snapshot && (
            <Suspense>
              <HelperBar
                annotator={annotator} can={annotator.canAssist} tool={snapshot.tool} settings={snapshot.settings} proposed={snapshot.proposed} busy={snapshot.busy}
                measured={snapshot.measured} mmPerPixel={mmPerPixel} onScale={setScale}
              />
            </Suspense>
          )}
          {proposal.open && (
            <ProposalBar
              proposal={proposal.open} shown={proposal.shown} classes={project.classes} floor={proposal.floor} onFloor={proposal.chooseFloor} untouched={proposal.untouched}
              onAcceptNext={() => void acceptNext()} onAcceptAll={proposal.acceptAll} onAcceptOne={proposal.acceptOne} onRefuse={proposal.refuse}
            />
          )}
          {annotator && snapshot?.ready && snapshot.settings.minimap && <Overview annotator={annotator} />}
        </div>
        {compare.mode === "side" && annotator && <OtherPicture annotator={annotator} image={compare.image} tiles={compare.tiles} pictureId={compare.otherId} lacks={compare.lacks} />}
        {(sheet.isFetching || strip.loading) && <div className={styles.loading}><Loading /></div>}
        {saving.state === "conflict" && annotator && (
          <ConflictNote mine={annotator.document} {...conflict} />
        )}
        {holder && saving.state !== "conflict" && <LeaseNote name={holder} />}
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
            {nothing}
          </div>
        )}
      </div>
      {annotator && snapshot && (
        <SidePanel
          annotator={annotator} document={panelDocument ?? snapshot.document} selectedIds={snapshot.selectedIds} lockedIds={snapshot.lockedIds}
          hiddenIds={snapshot.hiddenIds} activeClassId={snapshot.activeClassId} canPaste={snapshot.canPaste} project={project} classes={digitClasses} whole={whole}
          onJudge={judge} onClass={chooseClass} onTakeOver={takeOver} onCopyNext={() => void copyNext()} mmPerPixel={mmPerPixel}
          pictureId={here?.id} tags={here?.tags ?? noTags} onTags={putTags}
          origin={offered}
          head={panel && here?.piece ? panel({ item: here, annotator, noting, onNoting: setNoting, onSettled: settled, onNext: () => void nextUnlabelled(), onOnward: () => void onward() }) : undefined}
        />
      )}
      <Strip items={strip.items} index={strip.index} onOpen={open} onStep={step} onAccept={acceptNext} acceptText={t(work.acceptText)} />
    </div>
  );
}
