import { useState } from "react";
import { Button, Checkbox, Input, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { getPicture, listPictures, pictureFile, pictureThumb } from "@/api/pictures";
import { getTextPlan, putTextPlan } from "@/api/trainings";
import type { Id, Picture, TextPlan } from "@/api/contract";
import { Block } from "@/components/Block";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { PageHead } from "@/components/PageHead";
import { useKeys } from "@/hooks/useKeys";
import { useNotify } from "@/hooks/useNotify";
import { useProject } from "@/hooks/useProject";
import { arcOf, outlineOf, type At } from "@/lib/textArc";
import type { Box } from "../lib/layout";
import { SMALLEST, draftOf, emptyDraft, faultOf, planOf, simpleChecks, textTries, turnings, type Draft } from "../lib/textPlan";
import { ArcFields } from "../parts/ArcFields";
import { LayoutCanvas } from "../parts/LayoutCanvas";
import { PlanSketch } from "../parts/PlanSketch";
import styles from "./BeadPlanPage.module.css";

const SHOWN = 24;

export function TextPlanPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const drawn = useQuery({ queryKey: keys.textPlan(project.id), queryFn: () => getTextPlan(project.id) });
  const query = { limit: SHOWN };
  const pictures = useQuery({ queryKey: keys.pictures(project.id, query), queryFn: () => listPictures(project.id, query) });
  const above = [{ to: `/projects/${project.id}/trainings/new?task=read`, text: t("trainings.form.title") }];
  const head = <PageHead title={t("text.plan.title")} above={above} sub={t("text.plan.lead")} />;
  const error = drawn.error ?? pictures.error;
  if (error) return <>{head}<div className="page"><ErrorNote error={error} /></div></>;
  if (!drawn.data || !pictures.data) return <>{head}<Loading /></>;
  const plan = drawn.data.plan ?? null;
  if (!plan && pictures.data.items.length === 0) return <>{head}<div className="page"><EmptyState text={t("text.plan.no_picture")} /></div></>;
  return <>{head}<Editor project={project.id} plan={plan} pictures={pictures.data.items} /></>;
}

function Editor({ project, plan, pictures }: { project: Id; plan: TextPlan | null; pictures: Picture[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const notify = useNotify();
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>(() => (plan ? draftOf(plan) : { ...emptyDraft, picture: pictures[0]?.id ?? null }));
  const [before, setBefore] = useState<Box[][]>([]);
  const [chosen, setChosen] = useState<number | null>(null);
  const [clicked, setClicked] = useState<readonly At[] | null>(null);
  const change = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }));
  const put = (regions: Box[], choose: number | null) => {
    setBefore((all) => [...all.slice(-99), draft.regions]);
    change({ regions });
    setChosen(choose);
  };
  const click = (at: At) => {
    const [a, b] = clicked ?? [];
    if (a && b) change({ arcs: [...draft.arcs, arcOf([a, b, at], SMALLEST)] });
    setClicked(a && b ? null : [...(clicked ?? []), at]);
  };
  const undo = () => {
    const last = before[before.length - 1];
    if (!last) return;
    setBefore(before.slice(0, -1));
    change({ regions: last });
    setChosen(null);
  };
  const remove = () => {
    if (chosen !== null) put(draft.regions.filter((_, i) => i !== chosen), null);
  };
  useKeys([
    { keys: ["delete", "backspace"], meaning: "text.plan.remove", run: remove },
    { keys: ["mod+z"], meaning: "common.do.undo", run: undo },
    { keys: ["escape"], meaning: "common.do.cancel", run: () => setClicked(null), when: () => clicked !== null },
  ]);
  const picture = useQuery({ queryKey: keys.picture(draft.picture ?? ""), queryFn: () => getPicture(draft.picture ?? ""), enabled: draft.picture !== null, staleTime: Infinity });
  const save = useMutation({
    mutationFn: (wanted: TextPlan) => putTextPlan(project, wanted),
    onSuccess: (saved) => {
      client.setQueryData(keys.textPlan(project), saved);
      notify.done(t("text.plan.saved"));
      void navigate(`/projects/${project}/trainings/new?task=read`);
    },
  });
  const fault = faultOf(draft);
  const sent = planOf(draft);
  return (
    <div className={`page ${styles.split}`}>
      <div className={styles.stage}>
        {picture.data && draft.picture && (
          <LayoutCanvas
            picture={pictureFile(draft.picture)} width={picture.data.width} height={picture.data.height} chosen={chosen} onChoose={setChosen} label={t("text.plan.regions", { n: draft.regions.length })}
            components={draft.regions.map((bbox, i) => ({ name: String(i + 1), bbox }))}
            points={clicked ?? []} outlines={draft.arcs.map(outlineOf)} onPlace={clicked === null ? undefined : click}
            onDraw={(bbox) => put([...draft.regions, bbox], draft.regions.length)}
            onMove={(index, bbox) => change({ regions: draft.regions.map((other, i) => (i === index ? bbox : other)) })}
          />
        )}
        {picture.error && <ErrorNote error={picture.error} />}
        <ul className={styles.strip} aria-label={t("text.table.picture")}>
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
        <PlanSketch kind="text" />
        <Block title={t("text.plan.where")}>
          <div className={styles.fields}>
            <span className={styles.hint}>{t("text.plan.regions", { n: draft.regions.length + draft.arcs.length })}</span>
            <div className={styles.row}>
              <Button size="small" disabled={chosen === null} onClick={remove}>{t("text.plan.remove")}</Button>
              <Button size="small" disabled={draft.regions.length === 0} onClick={() => put([], null)}>{t("text.plan.clear")}</Button>
              <Button size="small" disabled={before.length === 0} onClick={undo}>{t("common.do.undo")}</Button>
            </div>
            <ArcFields arcs={draft.arcs} clicked={clicked} onBegin={() => setClicked([])} onStop={() => setClicked(null)} onChange={(arcs) => change({ arcs })} />
          </div>
        </Block>
        <Block title={t("text.plan.rules")}><Rules draft={draft} change={change} /></Block>
        {fault && <p className={styles.fault} role="alert">{t(`text.plan.fault.${fault.kind}`, "n" in fault ? { n: fault.n } : {})}</p>}
        <ErrorNote error={save.error} />
        <Button type="primary" size="large" block data-test="save-text" disabled={sent === null} loading={save.isPending} onClick={() => sent && save.mutate(sent)}>{t("text.plan.save")}</Button>
      </div>
    </div>
  );
}

function Rules({ draft, change }: { draft: Draft; change: (part: Partial<Draft>) => void }) {
  const { t } = useTranslation();
  const line = (key: "pattern" | "alphabet" | "expected" | "date" | "not_before" | "not_after") => (
    <label className={styles.tall}>
      <span>{t(`text.plan.${key}`)}</span>
      <Input value={draft[key]} maxLength={1000} aria-label={t(`text.plan.${key}`)} onChange={(event) => change({ [key]: event.target.value })} />
      <span className={styles.hint}>{t(`text.plan.${key}_hint`)}</span>
    </label>
  );
  return (
    <div className={styles.fields}>
      {line("pattern")}
      {line("alphabet")}
      {line("expected")}
      <div className={styles.tall}>
        <span>{t("text.plan.checks")}</span>
        <Checkbox.Group value={draft.checks} onChange={(checks) => change({ checks })} options={simpleChecks.map((one) => ({ value: one, label: t(`text.plan.check.${one}`) }))} />
        {draft.others.map((one) => (
          <div key={one} className={styles.row}><code>{one}</code><Button size="small" onClick={() => change({ others: draft.others.filter((other) => other !== one) })}>{t("common.do.delete")}</Button></div>
        ))}
      </div>
      {line("date")}
      {draft.date.trim() !== "" && <>{line("not_before")}{line("not_after")}</>}
      <label className={styles.tall}>
        <span>{t("text.plan.turns")}</span>
        <Select value={draft.turned} aria-label={t("text.plan.turns")} onChange={(turned) => change({ turned })} options={turnings.map((one) => ({ value: one, label: t(`text.plan.turn.${one}`) }))} />
      </label>
      <div className={styles.tall}>
        <span>{t("text.plan.tries")}</span>
        <Checkbox.Group value={draft.tries} onChange={(tries) => change({ tries })} options={textTries.map((one) => ({ value: one, label: t(`text.plan.try.${one}`) }))} />
      </div>
    </div>
  );
}
