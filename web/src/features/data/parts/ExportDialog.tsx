import { useState } from "react";
import { Alert, Button, InputNumber, Modal, Progress as Bar, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation, type Key } from "@/i18n";
import { cancelExport, exportFile, exportFormats, listChosenExports, listExports, startChosenExport, startCuts, startExport, type CutWish } from "@/api/exports";
import { keys } from "@/api/keys";
import type { Chosen, Export, ExportFormat, Id, Page, Version } from "@/api/contract";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { Loaded } from "@/components/Loaded";
import { ProjectPick } from "@/components/ProjectPick";
import { TimeAgo } from "@/components/TimeAgo";
import { useFormat } from "@/hooks/useFormat";
import { useProject } from "@/hooks/useProject";
import { useSession } from "@/hooks/useSession";
import { useTryKey } from "@/hooks/useTryKey";
import styles from "./ExportDialog.module.css";

const AGAIN_MS = 1000;

/** A version into another program's format. */
export function ExportDialog({ version, onClose }: { version: Version; onClose: () => void }) {
  const { t } = useTranslation();
  return <Exports of={version.id} title={t("data.export.title", { number: version.number })} list={() => listExports(version.id)} start={(format, key) => startExport(version.id, format, key)} onClose={onClose} />;
}

/** Chosen pictures, or all that are found, into another program's format. */
export function ChosenExportDialog({ project, chosen, count, onClose }: { project: Id; chosen: Chosen; count: number; onClose: () => void }) {
  const { t } = useTranslation();
  const { may } = useSession();
  return (
    <Exports
      of={project} title={t("data.export.chosen", { n: count })} list={() => listChosenExports(project)} start={(format, key) => startChosenExport(project, chosen, format, key)}
      {...(may("data.write") ? { cut: (wish: CutWish, key: string) => startCuts(project, chosen, wish, key) } : {})} onClose={onClose}
    />
  );
}

type Props = {
  of: Id; title: string; list: () => Promise<Page<Export>>; start: (format: ExportFormat, key: string) => Promise<Export>;
  /** Into another project, where that can be. */
  cut?: (wish: CutWish, key: string) => Promise<Export>; onClose: () => void;
};
/** Cut regions go into an archive as long as no project is chosen. */
type Cut = { into: Id | null; percent: number; classes: Id[] };

/** Begun here, written by the server, fetched when it is there. */
function Exports({ of, title, list: listed, start: begin, cut, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [format, setFormat] = useState<ExportFormat>("folders");
  const [cuts, setCuts] = useState<Cut>({ into: null, percent: 10, classes: [] });
  const key = useTryKey();
  const list = useQuery({
    queryKey: keys.exports(of),
    queryFn: listed,
    refetchInterval: ({ state }) => (state.data?.items.some((one) => one.state === "running") ? AGAIN_MS : false),
  });
  const start = useMutation({
    mutationFn: () =>
      cut && format === "crops" && cuts.into
        ? cut({ into_project: cuts.into, margin: cuts.percent / 100, class_ids: cuts.classes }, key.of(format, cuts))
        : begin(format, key.of(format)),
    onSuccess: key.done,
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.exports(of) });
    },
  });
  return (
    <Modal open title={title} footer={null} onCancel={onClose} width={640}>
      <p className={styles.why}>{t("data.export.why")}</p>
      <div className={styles.choice}>
        <Field label={t("data.export.format")}>
          {(field) => (
            <Select<ExportFormat>
              {...field}
              data-test="export-format"
              value={format}
              onChange={setFormat}
              options={exportFormats.map((one) => ({ value: one, label: t(`data.export.format.${one}`) }))}
            />
          )}
        </Field>
        <Button type="primary" data-test="export-start" loading={start.isPending} onClick={() => start.mutate()}>
          {t("data.export.start")}
        </Button>
      </div>
      {cut && format === "crops" && <CutFields from={of} cuts={cuts} onChange={setCuts} />}
      <ErrorNote error={start.error} />
      <Loaded query={list}>
        {({ items }) =>
          items.length === 0 ? <EmptyState text={t("data.export.none")} /> : (
            <ul className={styles.list}>
              {items.map((one) => <Row key={one.id} of={of} one={one} />)}
            </ul>
          )
        }
      </Loaded>
    </Modal>
  );
}

function Row({ of, one }: { of: Id; one: Export }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const stop = useMutation({
    mutationFn: () => cancelExport(one.id),
    onSettled: () => client.invalidateQueries({ queryKey: keys.exports(of) }),
  });
  const there = one.state === "done" && one.bytes !== null && one.bytes !== undefined;
  const place = one.into ? one.into.name ?? t("data.cut.gone") : null;
  const said =
    one.into && place !== null && one.state === "running" && !one.paused && one.total > 0 ? t(one.into.whole ? "data_sets.copy.running" : "data.cut.running", { name: place, done: format.count(one.done), total: format.count(one.total) })
    : one.into && place !== null && one.state === "done" ? t(one.into.whole ? "data_sets.copy.done" : "data.cut.done", { name: place, added: one.into.added, known: one.into.known, labelled: one.into.labelled })
    : one.state === "running" ? (one.paused ? t("data.export.paused")
      : one.total > 0 ? t("data.export.running", { done: format.count(one.done), total: format.count(one.total) })
      : t("data.export.waiting"))
    : there ? t("data.export.done", { pictures: one.pictures, size: format.bytes(one.bytes ?? 0) })
    : t(one.state === "done" ? "data.export.gone" : `data.export.${one.state}`);
  return (
    <li className={styles.row} data-test="export" data-state={one.state}>
      <div className={styles.head}>
        <strong>{one.into?.whole ? t("data_sets.copy.kind") : t(`data.export.format.${one.format}`)}</strong>
        <span className={styles.said}>{said}</span>
        <TimeAgo at={one.created_at} />
        {there && <Button size="small" type="primary" href={exportFile(one.id)} download data-test="export-file">{t("common.do.download")}</Button>}
        {one.state === "running" && <Button size="small" loading={stop.isPending} onClick={() => stop.mutate()}>{t("data.export.stop")}</Button>}
      </div>
      {one.state === "running" && !one.paused && one.total > 0 && <Bar percent={Math.floor((100 * one.done) / one.total)} size="small" status="active" />}
      {one.state === "failed" && one.reason && <Alert type="error" message={one.reason.detail} />}
      {one.state === "done" && (!one.into || one.losses.length > 0) && <Losses one={one} />}
      <ErrorNote error={stop.error} />
    </li>
  );
}

/** Where cut regions go, and which are cut. */
function CutFields({ from, cuts, onChange }: { from: Id; cuts: Cut; onChange: (cuts: Cut) => void }) {
  const { t } = useTranslation();
  const { project } = useProject();
  return (
    <>
      <Field label={t("data.cut.into")} hint={t("data.cut.into_hint")}>
        {({ id }) => (
          <ProjectPick id={id} clear value={cuts.into} not={from} placeholder={t("data.cut.archive")} test="cut-into" onChange={(into) => onChange({ ...cuts, into })} />
        )}
      </Field>
      {cuts.into && (
        <>
          <Field label={t("data.cut.margin")}>
            {({ id }) => <InputNumber id={id} min={0} max={100} precision={0} addonAfter="%" value={cuts.percent} data-test="cut-margin" onChange={(percent) => onChange({ ...cuts, percent: percent ?? 0 })} />}
          </Field>
          <Field label={t("data.cut.classes")}>
            {({ id }) => (
              <Select
                id={id} mode="multiple" value={cuts.classes} style={{ width: "100%" }} placeholder={t("data.cut.all")} options={project.classes.map((one) => ({ value: one.id, label: one.name }))}
                onChange={(classes: Id[]) => onChange({ ...cuts, classes })}
              />
            )}
          </Field>
        </>
      )}
    </>
  );
}

/** What the format could not say, by kind and number. */
function Losses({ one }: { one: Export }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (one.losses.length === 0) return <p className={styles.all}>{t("data.export.all")}</p>;
  return (
    <div className={styles.losses} data-test="export-losses">
      {t("data.export.lost")}
      <ul>
        {one.losses.map(({ what, kind, count }) => (
          <li key={`${what} ${kind}`}>
            {t("data.export.loss", { kind: t(`data.export.kind.${kind}` as Key), count: format.count(count), what: t(`data.export.what.${what}` as Key) })}
          </li>
        ))}
      </ul>
    </div>
  );
}
