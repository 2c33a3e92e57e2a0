import { useState } from "react";
import { Button, InputNumber, Switch } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { getPicture, listPictures, pictureFile, pictureThumb } from "@/api/pictures";
import { getBeadPlan, putBeadPlan } from "@/api/trainings";
import type { BeadPlan, Id, Picture } from "@/api/contract";
import { Block } from "@/components/Block";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { PageHead } from "@/components/PageHead";
import { useFormat } from "@/hooks/useFormat";
import { useKeys } from "@/hooks/useKeys";
import { useNotify } from "@/hooks/useNotify";
import { useProject } from "@/hooks/useProject";
import { draftOf, emptyDraft, faultOf, planOf, type Draft, type Limits, type Place } from "../lib/beadPlan";
import { BeadToneFields } from "../parts/BeadToneFields";
import { ChessboardScale } from "../parts/ChessboardScale";
import { PathCanvas } from "../parts/PathCanvas";
import { PlanSketch } from "../parts/PlanSketch";
import styles from "./BeadPlanPage.module.css";

const SHOWN = 24;

export function BeadPlanPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const drawn = useQuery({ queryKey: keys.beadPlan(project.id), queryFn: () => getBeadPlan(project.id) });
  const query = { verdict: "good" as const, limit: SHOWN };
  const good = useQuery({ queryKey: keys.pictures(project.id, query), queryFn: () => listPictures(project.id, query) });
  // By light or colour alone a bead is told without any good picture: then it is drawn on whichever there is.
  const none = good.data?.items.length === 0;
  const any = useQuery({ queryKey: keys.pictures(project.id, { limit: SHOWN }), queryFn: () => listPictures(project.id, { limit: SHOWN }), enabled: none });
  const above = [{ to: `/projects/${project.id}/trainings/new?task=glue`, text: t("trainings.form.title") }];
  const head = <PageHead title={t("bead.plan.title")} above={above} sub={t("bead.plan.lead")} />;
  const error = drawn.error ?? good.error ?? any.error;
  const pictures = (none ? any.data : good.data)?.items;
  if (error) return <>{head}<div className="page"><ErrorNote error={error} /></div></>;
  if (!drawn.data || !pictures) return <>{head}<Loading /></>;
  const plan = drawn.data.plan ?? null;
  if (!plan && pictures.length === 0) return <>{head}<div className="page"><EmptyState text={t("bead.plan.no_picture")} /></div></>;
  return <>{head}<Editor project={project.id} plan={plan} pictures={pictures} /></>;
}

function Editor({ project, plan, pictures }: { project: Id; plan: BeadPlan | null; pictures: Picture[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const notify = useNotify();
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>(() => (plan ? draftOf(plan) : { ...emptyDraft, picture: pictures[0]?.id ?? null }));
  const [before, setBefore] = useState<Place[][]>([]);
  const [known, setKnown] = useState<Place[] | null>(null);
  const change = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }));
  const draw = (path: Place[]) => {
    setBefore((all) => [...all.slice(-99), draft.path]);
    change({ path });
  };
  const undo = () => {
    const last = before[before.length - 1];
    if (!last) return;
    setBefore(before.slice(0, -1));
    change({ path: last });
  };
  const removeLast = () => {
    if (draft.path.length > 0) draw(draft.path.slice(0, -1));
  };
  useKeys([
    { keys: ["backspace", "delete"], meaning: "bead.plan.remove", run: removeLast },
    { keys: ["mod+z"], meaning: "common.do.undo", run: undo },
  ]);
  const picture = useQuery({ queryKey: keys.picture(draft.picture ?? ""), queryFn: () => getPicture(draft.picture ?? ""), enabled: draft.picture !== null, staleTime: Infinity });
  const save = useMutation({
    mutationFn: (wanted: BeadPlan) => putBeadPlan(project, wanted),
    onSuccess: (saved) => {
      client.setQueryData(keys.beadPlan(project), saved);
      notify.done(t("bead.plan.saved"));
      void navigate(`/projects/${project}/trainings/new?task=glue`);
    },
  });
  const fault = faultOf(draft);
  const sent = planOf(draft);
  const px = (mm: number | null) => (mm !== null && draft.mmPerPx ? mm / draft.mmPerPx : 0);
  return (
    <div className={`page ${styles.split}`}>
      <div className={styles.stage}>
        {picture.data && draft.picture && (
          <PathCanvas
            picture={pictureFile(draft.picture)} width={picture.data.width} height={picture.data.height} path={draft.path} closed={draft.closed}
            bead={px(draft.widthMm)} band={px(draft.widthMm) + 2 * px(draft.toleranceMm)} known={known}
            onAdd={(at) => (known ? setKnown([...known.slice(known.length > 1 ? 2 : 0), at]) : draw([...draft.path, at]))}
            onMove={(index, to) => change({ path: draft.path.map((one, i) => (i === index ? to : one)) })}
          />
        )}
        {picture.error && <ErrorNote error={picture.error} />}
        <ul className={styles.strip} aria-label={t("bead.plan.picture")}>
          {pictures.map((one) => (
            <li key={one.id}>
              <button type="button" className={styles.thumb} aria-pressed={one.id === draft.picture} title={one.name} onClick={() => change({ picture: one.id })}>
                <img src={pictureThumb(one.id)} alt={one.name} loading="lazy" />
              </button>
            </li>
          ))}
        </ul>
      </div>
      <div className={styles.side}>
        <PlanSketch kind="bead" />
        <Block title={t("bead.form.title")}>
          <div className={styles.fields}>
            <div className={styles.row}>
              <Button size="small" disabled={before.length === 0} onClick={undo}>{t("common.do.undo")}</Button>
              <Button size="small" disabled={draft.path.length === 0} onClick={removeLast}>{t("bead.plan.remove")}</Button>
              <Button size="small" disabled={draft.path.length === 0} onClick={() => draw([])}>{t("bead.plan.clear")}</Button>
            </div>
            <label className={styles.row}><Switch size="small" checked={draft.closed} onChange={(closed) => change({ closed })} /> {t("bead.plan.closed")}</label>
            <Millimetres name={t("bead.plan.scale")} value={draft.mmPerPx} step={0.001} onChange={(mmPerPx) => change({ mmPerPx })} />
            <ChessboardScale project={project} shown={draft.picture ? pictureFile(draft.picture) : null} onScale={(mmPerPx) => change({ mmPerPx })} />
            <Known known={known} setKnown={setKnown} onScale={(mmPerPx) => change({ mmPerPx })} />
            <Millimetres name={t("bead.plan.width")} value={draft.widthMm} onChange={(widthMm) => change({ widthMm })} />
            <Millimetres name={t("bead.plan.tolerance")} value={draft.toleranceMm} onChange={(toleranceMm) => change({ toleranceMm })} />
            <label className={styles.row}><Switch size="small" checked={draft.locate} onChange={(locate) => change({ locate })} /> {t("bead.plan.locate")}</label>
          </div>
        </Block>
        <Block title={t("bead.by.title")}>
          <BeadToneFields draft={draft} picture={draft.picture ? pictureFile(draft.picture) : null} onChange={(threshold) => change({ threshold })} />
        </Block>
        <Block title={t("bead.plan.limits")}>
          <LimitFields limits={draft.limits} onChange={(limits) => change({ limits })} />
        </Block>
        <FaultNote draft={draft} />
        <ErrorNote error={save.error} />
        <Button type="primary" size="large" block data-test="save-bead" disabled={fault !== null || sent === null} loading={save.isPending} onClick={() => sent && save.mutate(sent)}>
          {t("bead.plan.save")}
        </Button>
      </div>
    </div>
  );
}

function FaultNote({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  const format = useFormat();
  const fault = faultOf(draft);
  // What nobody has begun is no mistake yet.
  if (!fault || draft.path.length === 0) return null;
  const params = fault.kind === "points" ? { n: fault.n } : "px" in fault ? { px: format.decimal(fault.px, 1) } : {};
  return <p className={styles.fault} role="alert">{t(`bead.plan.fault.${fault.kind}`, params)}</p>;
}

function Millimetres({ name, value, onChange, step = 0.1 }: { name: string; value: number | null; onChange: (value: number | null) => void; step?: number }) {
  return (
    <label className={styles.field}>
      <span>{name}</span>
      <InputNumber className={styles.number} min={0} step={step} value={value} aria-label={name} onChange={onChange} />
    </label>
  );
}

/** A length that is known on the picture tells how large a pixel is. */
function Known({ known, setKnown, onScale }: { known: Place[] | null; setKnown: (known: Place[] | null) => void; onScale: (mmPerPx: number) => void }) {
  const { t } = useTranslation();
  const [mm, setMm] = useState<number | null>(null);
  if (!known) return <div><Button size="small" onClick={() => setKnown([])}>{t("bead.plan.known")}</Button></div>;
  const [from, to] = known;
  const apart = from && to ? Math.hypot(to[0] - from[0], to[1] - from[1]) : 0;
  return (
    <div className={styles.known}>
      <span className={styles.hint}>{t("bead.plan.known_hint")}</span>
      <Millimetres name={t("bead.plan.known_mm")} value={mm} onChange={setMm} />
      <div className={styles.row}>
        <Button
          size="small" type="primary" disabled={!(apart > 0) || !mm}
          onClick={() => {
            if (mm) onScale(Number((mm / apart).toPrecision(5)));
            setKnown(null);
          }}
        >
          {t("bead.plan.known_use")}
        </Button>
        <Button size="small" onClick={() => setKnown(null)}>{t("common.do.cancel")}</Button>
      </div>
    </div>
  );
}

const limitNames = ["least", "most", "offset", "break", "overflow", "bubble"] as const satisfies readonly (keyof Limits)[];

function LimitFields({ limits, onChange }: { limits: Limits; onChange: (limits: Limits) => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.fields}>
      {limitNames.map((one) => <Millimetres key={one} name={t(`bead.plan.${one}`)} value={limits[one]} onChange={(value) => onChange({ ...limits, [one]: value })} />)}
    </div>
  );
}
