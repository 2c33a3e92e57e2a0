import { useState, type ReactNode } from "react";
import { Button, Select, Switch } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { Link, useParams } from "react-router";
import { keys } from "@/api/keys";
import { getRecord, recheckRecord, type RecheckBody } from "@/api/records";
import type { Id, RecipeSaid, Record_ } from "@/api/contract";
import { Block } from "@/components/Block";
import { ClassDot } from "@/components/ClassDot";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { PageHead } from "@/components/PageHead";
import { RecipeReasons } from "@/components/RecipeReasons";
import { StateTag } from "@/components/StateTag";
import { useFormat } from "@/hooks/useFormat";
import { useModelClass } from "@/hooks/useModelClass";
import { useNotify } from "@/hooks/useNotify";
import { useProject } from "@/hooks/useProject";
import { useSession } from "@/hooks/useSession";
import { decisionOn, ngClass, undoBody } from "../lib/queue";
import { useServices } from "../parts/InspectHead";
import { RecheckTag } from "../parts/RecheckTag";
import { RecordBead } from "../parts/RecordBead";
import { RecordBoard, hasBoard } from "../parts/RecordBoard";
import { RecordGolden, useGolden } from "../parts/RecordGolden";
import { RecordPicture } from "../parts/RecordPicture";
import { RecordTexts, hasTexts } from "../parts/RecordTexts";
import styles from "./RecordPage.module.css";

export function RecordPage() {
  const { t } = useTranslation();
  const { recordId = "" } = useParams();
  const { project } = useProject();
  const { may } = useSession();
  const query = useQuery({ queryKey: keys.record(recordId), queryFn: () => getRecord(recordId) });
  const golden = useGolden(query.data);
  if (query.error) return <div className="page"><ErrorNote error={query.error} retry={() => void query.refetch()} /></div>;
  const record = query.data;
  if (!record) return <Loading />;
  return (
    <>
      <PageHead
        title={record.serial ?? t("inspect.record.no_serial")} state={<StateTag state={record.verdict} />}
        above={[{ to: `/projects/${project.id}/inspect/records`, text: t("inspect.tab.records") }]}
      />
      <div className={`page ${styles.split}`}>
        <div className={styles.side}>
          <div className={styles.stage}><RecordPicture record={record} room="100cqh - 170px" /></div>
          {hasBoard(record) && <Block title={t("board.title")}><RecordBoard record={record} /></Block>}
          {record.bead && <Block title={t("bead.block")}><RecordBead record={record} /></Block>}
          {hasTexts(record) && <Block title={t("text.view.title")}><RecordTexts record={record} /></Block>}
          {golden && <Block title={t("golden.view.title")}><RecordGolden record={record} /></Block>}
        </div>
        <div className={styles.side}>
          {record.recipe && <Said recipe={record.recipe} />}
          <Facts record={record} />
          {may("recheck") && <Recheck key={record.id} record={record} />}
          {record.regions.length > 0 && <Regions record={record} />}
        </div>
      </div>
    </>
  );
}

/** What a packed recipe said, with every reason. */
function Said({ recipe }: { recipe: RecipeSaid }) {
  const { t } = useTranslation();
  return <Block title={t("recipes.reasons.of_recipe", { name: recipe.name, version: recipe.version })} extra={<StateTag state={recipe.verdict} />}><RecipeReasons reasons={recipe.reasons} /></Block>;
}

function Facts({ record }: { record: Record_ }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const modelClass = useModelClass();
  const service = useServices(project.id).find((one) => one.id === record.service_id);
  const facts: [string, ReactNode][] = [
    [t("inspect.field.time"), format.moment(record.at)],
    [t("inspect.field.score"), format.score(record.score)],
    [t("inspect.field.class"), record.class ? <ClassDot key="c" name={modelClass(record.class).name} colour={modelClass(record.class).colour ?? "var(--waiting)"} /> : "–"],
    [t("inspect.service"), service ? <Link key="s" to={`/projects/${project.id}/services/${service.id}`}>{service.name}</Link> : "–"],
    [t("inspect.field.model"), <Link key="m" to={`/projects/${project.id}/models/${record.model_id}`}>{t("inspect.record.open_model")}</Link>],
    [t("inspect.field.took"), t("inspect.record.times", { total: format.milliseconds(record.ms_total), run: format.milliseconds(record.ms_run) })],
    [t("inspect.record.size"), t("inspect.record.pixels", { width: record.width, height: record.height })],
    [t("inspect.field.recheck"), record.recheck ? <span key="r"><RecheckTag record={record} /> <span className={styles.by}>{t("inspect.record.by", { name: record.recheck.by, time: format.moment(record.recheck.at) })}</span></span> : t("inspect.recheck_state.none")],
    [t("inspect.record.dataset"), record.picture_id ? <Link key="d" to={`/projects/${project.id}/data?look=${record.picture_id}`}>{t("inspect.record.in_dataset")}</Link> : t("inspect.record.not_in_dataset")],
  ];
  return (
    <Block title={t("jobs.fact.title")}>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}><dt>{name}</dt><dd>{value}</dd></div>
        ))}
      </dl>
    </Block>
  );
}

function Recheck({ record }: { record: Record_ }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const notify = useNotify();
  const bad = project.classes.filter((one) => !one.good);
  const [klass, setKlass] = useState<string | null>(record.recheck?.class_id ?? ngClass(record, project.classes));
  const [wanted, setWanted] = useState(true);
  const say = (verdict: "ok" | "ng", class_id: Id | null) => send.mutate(decisionOn(record, verdict, class_id, wanted));
  const put = (next: Record_) => {
    client.setQueryData(keys.record(record.id), next);
    for (const head of ["records", "counts"]) void client.invalidateQueries({ queryKey: [head] });
  };
  const send = useMutation({
    mutationFn: (body: RecheckBody) => recheckRecord(record.id, body),
    onSuccess: (next) => {
      put(next);
      notify.done(t("inspect.recheck.saved"), () => void recheckRecord(record.id, undoBody(record)).then(put).catch(notify.failed));
    },
    onError: notify.failed,
  });
  return (
    <Block title={t("inspect.record.recheck")}>
      <div className={styles.recheck}>
        <div className={styles.row}>
          <Button loading={send.isPending} onClick={() => say("ok", null)} icon={<StateTag state="ok" bare />}>{t("inspect.recheck.is_ok")}</Button>
          <Button loading={send.isPending} onClick={() => say("ng", klass)} icon={<StateTag state="ng" bare />}>{t("inspect.recheck.is_ng")}</Button>
          <Select
            allowClear value={klass ?? undefined} placeholder={t("inspect.recheck.class")} onChange={(value?: string) => setKlass(value ?? null)} className={styles.class}
            options={bad.map((one) => ({ value: one.id, label: one.name }))} aria-label={t("inspect.recheck.class")}
          />
        </div>
        {record.picture && <label className={styles.row}><Switch size="small" checked={wanted} onChange={setWanted} /> {t("inspect.recheck.to_dataset")}</label>}
      </div>
    </Block>
  );
}

function Regions({ record }: { record: Record_ }) {
  const { t } = useTranslation();
  const format = useFormat();
  const modelClass = useModelClass();
  return (
    <Block title={t("inspect.record.regions", { n: record.regions.length })}>
      <table className={styles.regions}>
        <thead><tr><th>{t("inspect.field.class")}</th><th className="number">{t("inspect.field.score")}</th><th className="number">{t("inspect.record.area")}</th></tr></thead>
        <tbody>
          {record.regions.map((region, i) => (
            <tr key={i}>
              <td><ClassDot name={region.class ? modelClass(region.class).name : "–"} colour={(region.class ? modelClass(region.class).colour : undefined) ?? "var(--ng)"} /></td>
              <td className="number">{format.score(region.score)}</td>
              <td className="number">{t("inspect.record.square", { area: format.count(Math.round(region.area)) })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Block>
  );
}
