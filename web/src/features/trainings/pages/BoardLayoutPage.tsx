import { useRef, useState } from "react";
import { Button, Checkbox, Input, InputNumber } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { getPicture, listPictures, pictureFile, pictureThumb } from "@/api/pictures";
import { getBoardLayout, putBoardLayout } from "@/api/trainings";
import type { BoardLayout, Id, Picture } from "@/api/contract";
import { Block } from "@/components/Block";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { PageHead } from "@/components/PageHead";
import { useKeys } from "@/hooks/useKeys";
import { useNotify } from "@/hooks/useNotify";
import { useProject } from "@/hooks/useProject";
import { readCentroids, type Centroids } from "../lib/centroids";
import { alike, copied, draftOf, faultOf, freeName, gridded, headOf, layoutOf, withEitherWay, type Component, type Draft, type Grid } from "../lib/layout";
import { readBoxes } from "../lib/layoutFiles";
import { CentroidPanel, type Shown } from "../parts/CentroidPanel";
import { LayoutCanvas } from "../parts/LayoutCanvas";
import { PlanSketch } from "../parts/PlanSketch";
import styles from "./BeadPlanPage.module.css";

const SHOWN = 24;

export function BoardLayoutPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const drawn = useQuery({ queryKey: keys.boardLayout(project.id), queryFn: () => getBoardLayout(project.id) });
  const query = { verdict: "good" as const, limit: SHOWN };
  const good = useQuery({ queryKey: keys.pictures(project.id, query), queryFn: () => listPictures(project.id, query) });
  const above = [{ to: `/projects/${project.id}/trainings/new?task=components`, text: t("trainings.form.title") }];
  const head = <PageHead title={t("board.plan.title")} above={above} sub={t("board.plan.lead")} />;
  const error = drawn.error ?? good.error;
  if (error) return <>{head}<div className="page"><ErrorNote error={error} /></div></>;
  if (!drawn.data || !good.data) return <>{head}<Loading /></>;
  const layout = drawn.data.layout ?? null;
  if (!layout && good.data.items.length === 0) return <>{head}<div className="page"><EmptyState text={t("board.plan.no_picture")} /></div></>;
  return <>{head}<Editor project={project.id} layout={layout} pictures={good.data.items} /></>;
}

function Editor({ project, layout, pictures }: { project: Id; layout: BoardLayout | null; pictures: Picture[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const notify = useNotify();
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>(() => (layout ? draftOf(layout) : { picture: pictures[0]?.id ?? null, components: [] }));
  const [before, setBefore] = useState<Component[][]>([]);
  const [chosen, setChosen] = useState<number | null>(null);
  const [centroids, setCentroids] = useState<Centroids | null>(null);
  const [known, setKnown] = useState<Shown[]>([]);
  const [asking, setAsking] = useState<string | null>(null);
  const picture = useQuery({ queryKey: keys.picture(draft.picture ?? ""), queryFn: () => getPicture(draft.picture ?? ""), enabled: draft.picture !== null, staleTime: Infinity });
  const size = picture.data ? ([picture.data.width, picture.data.height] as const) : null;
  const put = (components: Component[], choose: number | null = chosen) => {
    setBefore((all) => [...all.slice(-99), draft.components]);
    setDraft((now) => ({ ...now, components }));
    setChosen(choose);
  };
  const undo = () => {
    const last = before[before.length - 1];
    if (!last) return;
    setBefore(before.slice(0, -1));
    setDraft((now) => ({ ...now, components: last }));
    setChosen(null);
  };
  const remove = () => {
    if (chosen !== null) put(draft.components.filter((_, i) => i !== chosen), null);
  };
  const copy = () => {
    if (chosen !== null && size) put(copied(draft.components, chosen, ...size), draft.components.length);
  };
  useKeys([
    { keys: ["delete", "backspace"], meaning: "board.plan.remove", run: remove },
    { keys: ["mod+d"], meaning: "board.plan.copy", run: copy },
    { keys: ["mod+z"], meaning: "common.do.undo", run: undo },
  ]);
  const save = useMutation({
    mutationFn: (wanted: BoardLayout) => putBoardLayout(project, wanted),
    onSuccess: (saved) => {
      client.setQueryData(keys.boardLayout(project), saved);
      notify.done(t("board.plan.saved"));
      void navigate(`/projects/${project}/trainings/new?task=components`);
    },
  });
  const sent = layoutOf(draft);
  const one = chosen === null ? undefined : draft.components[chosen];
  const names = draft.components.map((other) => other.name);
  return (
    <div className={`page ${styles.split}`}>
      <div className={styles.stage}>
        {size && draft.picture && (
          <LayoutCanvas
            picture={pictureFile(draft.picture)} width={size[0]} height={size[1]} components={draft.components} chosen={chosen} onChoose={setChosen}
            onDraw={(bbox) => put([...draft.components, { name: freeName(names[names.length - 1] ?? "U1", names), bbox }], draft.components.length)}
            points={centroids ? known.map((one) => one.at) : []}
            onPlace={asking === null ? undefined : (at) => {
              setKnown((all) => [...all, { name: asking, at }]);
              setAsking(null);
            }}
            onMove={(index, bbox) => setDraft((now) => ({ ...now, components: now.components.map((other, i) => (i === index ? { ...other, bbox } : other)) }))}
          />
        )}
        {picture.error && <ErrorNote error={picture.error} />}
        <ul className={styles.strip} aria-label={t("board.plan.picture")}>
          {pictures.map((other) => (
            <li key={other.id}>
              <button type="button" className={styles.thumb} aria-pressed={other.id === draft.picture} title={other.name} onClick={() => setDraft((now) => ({ ...now, picture: other.id }))}>
                <img src={pictureThumb(other.id)} alt={other.name} loading="lazy" />
              </button>
            </li>
          ))}
        </ul>
      </div>
      <div className={styles.side}>
        <PlanSketch kind="board" />
        <Block title={t("board.plan.chosen")}>
          <div className={styles.fields}>
            {one && chosen !== null ? (
              <>
                <label className={styles.field}>
                  <span>{t("board.plan.name")}</span>
                  <Input value={one.name} maxLength={60} aria-label={t("board.plan.name")} onChange={(event) => setDraft((now) => ({ ...now, components: now.components.map((other, i) => (i === chosen ? { ...other, name: event.target.value } : other)) }))} />
                </label>
                <EitherWay components={draft.components} chosen={chosen} onSet={(which, on) => put(withEitherWay(draft.components, which, on))} />
                <div className={styles.row}>
                  <Button size="small" onClick={copy}>{t("board.plan.copy")}</Button>
                  <Button size="small" onClick={remove}>{t("board.plan.remove")}</Button>
                </div>
                <GridFields key={chosen} component={one} onMake={(grid) => size && put(gridded(draft.components, chosen, grid, ...size))} />
              </>
            ) : (
              <span className={styles.hint}>{t("board.plan.none_chosen")}</span>
            )}
          </div>
        </Block>
        <Block title={t("board.plan.count", { n: draft.components.length })}>
          <div className={styles.row}>
            <Button size="small" disabled={before.length === 0} onClick={undo}>{t("common.do.undo")}</Button>
            <Bring
              onRead={(text) => {
                const read = size ? readBoxes(text, picture.data?.name ?? "", ...size) : null;
                const middles = read ? null : readCentroids(text);
                if (middles) {
                  setKnown([]);
                  return setCentroids(middles);
                }
                if (!read) return notify.tell(t("board.plan.import_bad"));
                put(read, null);
                return notify.done(t("board.plan.imported", { n: read.length }));
              }}
            />
          </div>
        </Block>
        {centroids && size && (
          <CentroidPanel
            file={centroids} size={size} known={known} asking={asking} onAsk={setAsking} onForget={(name) => setKnown((all) => all.filter((other) => other.name !== name))}
            onUse={(components) => {
              put(components, null);
              setCentroids(null);
              setAsking(null);
              notify.done(t("board.plan.imported", { n: components.length }));
            }}
            onClose={() => {
              setCentroids(null);
              setAsking(null);
            }}
          />
        )}
        <FaultNote components={draft.components} />
        <ErrorNote error={save.error} />
        <Button type="primary" size="large" block data-test="save-layout" disabled={sent === null} loading={save.isPending} onClick={() => sent && save.mutate(sent)}>{t("board.plan.save")}</Button>
      </div>
    </div>
  );
}

function FaultNote({ components }: { components: readonly Component[] }) {
  const { t } = useTranslation();
  const fault = faultOf(components);
  // What nobody has begun is no mistake yet.
  if (!fault || fault.kind === "none") return null;
  return <p className={styles.fault} role="alert">{t(`board.plan.fault.${fault.kind}`, "name" in fault ? { name: fault.name } : {})}</p>;
}

/** Whether the way round of the chosen one matters, and at once of all of its kind. */
function EitherWay({ components, chosen, onSet }: { components: readonly Component[]; chosen: number; onSet: (which: number[], on: boolean) => void }) {
  const { t } = useTranslation();
  const one = components[chosen];
  const on = one?.eitherWay === true;
  const kind = alike(components, chosen);
  const others = kind.some((i) => (components[i]?.eitherWay === true) !== on);
  return (
    <>
      <Checkbox checked={on} data-test="either-way" onChange={(event) => onSet([chosen], event.target.checked)}>{t("board.plan.either_way")}</Checkbox>
      <span className={styles.hint}>{t("board.plan.either_way_hint")}</span>
      {others && <div><Button size="small" data-test="either-way-kind" onClick={() => onSet(kind, on)}>{t("board.plan.either_way_kind", { head: headOf(one?.name ?? ""), n: kind.length })}</Button></div>}
    </>
  );
}

function Bring({ onRead }: { onRead: (text: string) => void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button size="small" onClick={() => input.current?.click()}>{t("board.plan.import")}</Button>
      <input
        ref={input} type="file" accept=".json,.xml,.csv,.txt,.pos,.tsv" hidden data-test="layout-file"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) void file.text().then(onRead);
        }}
      />
    </>
  );
}

function GridFields({ component, onMake }: { component: Component; onMake: (grid: Grid) => void }) {
  const { t } = useTranslation();
  const [, , w, h] = component.bbox;
  const [grid, setGrid] = useState<Grid>({ columns: 2, rows: 1, pitchX: Math.round(w * 1.5), pitchY: Math.round(h * 1.5) });
  const field = (name: string, key: keyof Grid, most: number) => (
    <label className={styles.field}>
      <span>{name}</span>
      <InputNumber className={styles.number} size="small" min={1} max={most} precision={0} value={grid[key]} aria-label={name} onChange={(value) => setGrid({ ...grid, [key]: value ?? 1 })} />
    </label>
  );
  return (
    <details>
      <summary>{t("board.plan.grid")}</summary>
      <div className={styles.fields}>
        {field(t("board.plan.columns"), "columns", 50)}
        {field(t("board.plan.rows"), "rows", 50)}
        {field(t("board.plan.pitch_x"), "pitchX", 10_000)}
        {field(t("board.plan.pitch_y"), "pitchY", 10_000)}
        <div><Button size="small" onClick={() => onMake(grid)}>{t("board.plan.grid_make")}</Button></div>
      </div>
    </details>
  );
}
