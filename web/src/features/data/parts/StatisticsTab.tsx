import { useEffect, useMemo, useState } from "react";
import { Button, Progress, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { Link, useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { pictureThumb } from "@/api/pictures";
import { cancelStatistics, lastStatistics, startStatistics } from "@/api/sets";
import type { Facet, Id, Statistics, StatisticsResult } from "@/api/contract";
import { Block } from "@/components/Block";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { TimeAgo } from "@/components/TimeAgo";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { useProject } from "@/hooks/useProject";
import { useSession } from "@/hooks/useSession";
import { figurePath } from "@/lib/pictureFilters";
import { aspectFrom, brightnessFrom, extentFrom, sharpnessFrom } from "../figures";
import { BinChart } from "./BinChart";
import { ClassChart } from "./ClassChart";
import { PlaceMap } from "./PlaceMap";
import styles from "./StatisticsTab.module.css";

/** Figures of a version, or of the project as it was when they were worked out. */
export function StatisticsTab({ version }: { version: Id | null }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const { project } = useProject();
  const { may } = useSession();
  const key = keys.statistics(project.id, version);
  const query = useQuery({
    queryKey: key, queryFn: () => lastStatistics(project.id, version),
    // Told by events, too; these may be late.
    refetchInterval: (asked) => (asked.state.data?.newer?.state === "running" ? 2000 : false),
  });
  const refresh = () => void client.invalidateQueries({ queryKey: key });
  const start = useMutation({ mutationFn: () => startStatistics(project.id, version), onSuccess: refresh, onError: notify.failed });
  const cancel = useMutation({ mutationFn: (id: Id) => cancelStatistics(id), onSuccess: refresh, onError: notify.failed });
  if (query.error && !query.data) return <div className="page"><ErrorNote error={query.error} retry={() => void query.refetch()} /></div>;
  if (!query.data) return <Loading />;
  const { done, newer, stale } = query.data;
  const running = newer?.state === "running" ? newer : null;
  const begin = may("data.write") && (
    <Button type={done ? "default" : "primary"} loading={start.isPending} data-test="statistics-start" onClick={() => start.mutate()}>
      {t(done ? "sets.stats.again" : "sets.stats.start")}
    </Button>
  );
  return (
    <div className="page">
      {running ? (
        <div className={styles.running} role="status">
          <span>{t("sets.stats.running", { done: running.done, total: running.total })}</span>
          <Progress className={styles.progress} size="small" showInfo={false} percent={running.total > 0 ? (running.done / running.total) * 100 : 0} />
          {may("data.write") && <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate(running.id)}>{t("common.do.cancel")}</Button>}
        </div>
      ) : done ? (
        <div className={styles.head}>
          <span className={styles.quiet}>
            {t("sets.stats.at")} <TimeAgo at={done.ended_at ?? done.created_at} />
            {stale && ` · ${t("sets.stats.stale")}`}
            {newer && ` · ${t(newer.state === "failed" ? "sets.stats.failed" : "sets.stats.cancelled")}`}
          </span>
          {begin}
        </div>
      ) : (
        <EmptyState text={newer ? t(newer.state === "failed" ? "sets.stats.failed" : "sets.stats.cancelled") : t("sets.stats.none")} action={begin} />
      )}
      {done?.result && <Result statistics={done} result={done.result} />}
    </div>
  );
}

function Result({ statistics, result }: { statistics: Statistics; result: StatisticsResult }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const { project } = useProject();
  const path = (facet: Facet, bin: number) => figurePath(project.id, statistics.id, facet, bin);
  const open = (facet: Facet) => (bin: number) => void navigate(path(facet, bin));
  const facts: [string, string][] = [
    [t("sets.stats.pictures"), format.count(result.pictures)],
    [t("sets.stats.labelled"), format.count(result.labelled)],
    [t("sets.stats.regions"), format.count(result.regions)],
    [t("sets.stats.bytes"), format.bytes(result.bytes)],
  ];
  const sizes = useMemo(
    () => result.sizes.map((one) => ({
      ...one, name: one.width && one.height ? t("sets.stats.size_of", { width: one.width, height: one.height }) : t("sets.stats.other_sizes"),
    })),
    [result.sizes, t],
  );
  const one = (value: number) => format.decimal(value, value < 10 ? 2 : 0);
  const away = result.out_of_reach;
  return (
    <>
      <div className={styles.tiles}>
        {facts.map(([name, value]) => <div key={name} className={styles.tile}><span>{name}</span><b>{value}</b></div>)}
        {result.unreadable > 0 && (
          <Link className={styles.tile} data-bad to={path("unreadable", 0)}><span>{t("sets.stats.unreadable")}</span><b>{format.count(result.unreadable)}</b></Link>
        )}
        {away.length > 0 && (
          <a className={styles.tile} data-bad href="#away"><span>{t("sets.stats.away")}</span><b>{format.count(away.reduce((sum, one) => sum + one.pictures, 0))}</b></a>
        )}
        <a className={styles.tile} href="#near"><span>{t("sets.stats.near")}</span><b>{format.count(result.near_pictures)}</b></a>
        <a className={styles.tile} href="#near" data-bad={result.leaks > 0 || undefined}><span>{t("sets.stats.leaks")}</span><b>{format.count(result.leaks)}</b></a>
      </div>
      {away.length > 0 && (
        <section id="away">
          <Block title={t("sets.stats.away")}>
            <p className={styles.quiet}>{t("sets.stats.away_why")}</p>
            <ul className={styles.away} data-test="away">
              {away.map((one) => (
                <li key={one.bin}>
                  <Link to={path("out_of_reach", one.bin)}>{t(`sets.stats.away_${reasonOf(one.code)}`, { storage: one.storage })}</Link>
                  <span className="number">{format.count(one.pictures)}</span>
                </li>
              ))}
            </ul>
          </Block>
        </section>
      )}
      <p className={styles.quiet}>{t("sets.stats.click")}</p>
      <div className={styles.grid}>
        <Block title={t("sets.stats.by_class")}><ClassChart classes={result.by_class} onOpen={(id) => void navigate(`/projects/${project.id}/data?class=${id}`)} /></Block>
        <Block title={t("sets.stats.sizes")}>
          <ul className={styles.sizes}>
            {sizes.map((size) => (
              <li key={size.bin}>
                <Link to={path("size", size.bin)}>{size.name}</Link>
                <span className={styles.bar} aria-hidden="true"><span style={{ width: `${(size.pictures / Math.max(1, result.pictures)) * 100}%` }} /></span>
                <span className="number">{format.count(size.pictures)}</span>
              </li>
            ))}
          </ul>
        </Block>
        <Block title={t("sets.stats.brightness")}>
          <BinChart name={t("sets.stats.brightness")} axis={t("sets.stats.brightness_axis")} counts={result.brightness} from={brightnessFrom} say={one} onOpen={open("brightness")} />
        </Block>
        <Block title={t("sets.stats.sharpness")}>
          <BinChart name={t("sets.stats.sharpness")} axis={t("sets.stats.sharpness_axis")} counts={result.sharpness} from={sharpnessFrom} say={one} onOpen={open("sharpness")} />
        </Block>
        {result.regions > 0 && (
          <>
            <Block title={t("sets.stats.extent")}>
              <BinChart
                name={t("sets.stats.extent")} axis={t("sets.stats.extent_axis")} counts={result.extent} from={extentFrom} regions
                say={(value) => format.percent(value, value < 0.1 ? 1 : 0)} onOpen={open("extent")}
              />
            </Block>
            <Block title={t("sets.stats.aspect")}>
              <BinChart
                name={t("sets.stats.aspect")} axis={t("sets.stats.aspect_axis")} counts={result.aspect} from={aspectFrom} regions
                say={(value) => (value >= 1 ? `${format.decimal(value, 1)} : 1` : `1 : ${format.decimal(1 / value, 1)}`)} onOpen={open("aspect")}
              />
            </Block>
            <Places result={result} onOpen={open("place")} />
          </>
        )}
      </div>
      <NearList result={result} path={path} />
    </>
  );
}

const reasons = ["gone", "changed", "unreadable", "no_storage"] as const;
const reasonOf = (code: string) => reasons.find((one) => code === `link.${one}`) ?? "unreadable";

function Places({ result, onOpen }: { result: StatisticsResult; onOpen: (cell: number) => void }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Id | null>(null);
  const counts = result.place_by_class.find((one) => one.class_id === chosen)?.place ?? result.place;
  const names = result.by_class.filter((one) => result.place_by_class.some((place) => place.class_id === one.class_id));
  return (
    <Block
      title={t("sets.stats.place")}
      extra={names.length > 1 && (
        <Select
          size="small" className={styles.pick} value={chosen ?? ""} aria-label={t("sets.version.class")} onChange={(id: string) => setChosen(id || null)}
          options={[{ value: "", label: t("sets.stats.place_all") }, ...names.map((one) => ({ value: one.class_id ?? "", label: one.name ?? "" }))]}
        />
      )}
    >
      <PlaceMap counts={counts} onOpen={onOpen} />
    </Block>
  );
}

/** Groups of nearly the same picture; those on both sides of the test stand first. */
function NearList({ result, path }: { result: StatisticsResult; path: (facet: Facet, bin: number) => string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const { may } = useSession();
  // Drawn after the page was asked for it.
  useEffect(() => {
    if (window.location.hash === "#near") document.getElementById("near")?.scrollIntoView();
  }, []);
  const shown = result.near.slice(0, 50);
  return (
    <section id="near">
      <Block title={t("sets.stats.near")}>
        <p className={styles.quiet}>{result.near_groups > 0 ? t("sets.stats.near_why") : t("sets.stats.near_none")}</p>
        {result.near_left_out > 0 && <p className={styles.quiet}>{t("sets.stats.near_left_out", { n: result.near_left_out })}</p>}
        {result.near_described < result.pictures && (
          <p className={styles.quiet} data-test="near-described">
            {t("sets.stats.near_described", { n: result.near_described, total: result.pictures })}
            {may("data.read") && <> <Link to={`/projects/${project.id}/data?tab=advice`}>{t("assist.advice.start")}</Link></>}
          </p>
        )}
        {result.near_unseen > 0 && <p className={styles.quiet}>{t("sets.stats.near_unseen", { n: result.near_unseen })}</p>}
        <ul className={styles.groups} data-test="near-groups">
          {shown.map((group) => (
            <li key={group.bin} data-leak={group.leak || undefined}>
              <Link className={styles.thumbs} to={path(group.leak ? "leak" : "near", group.bin)} aria-label={t("sets.stats.near_group", { n: group.pictures })}>
                {group.examples.slice(0, 4).map((id) => (
                  // One that was deleted since has no picture any more.
                  <img key={id} src={pictureThumb(id)} alt="" loading="lazy" onError={(event) => void (event.currentTarget.hidden = true)} />
                ))}
              </Link>
              <span className={styles.group}>
                {group.leak && <b className={styles.leak}>{t("sets.stats.leak")}</b>}
                <Link to={path(group.leak ? "leak" : "near", group.bin)}>{t("sets.stats.near_group", { n: group.pictures })}</Link>
                <span className={styles.quiet}>
                  {(["train", "validation", "test"] as const).filter((part) => group[part] > 0).map((part) => `${t(`sets.part.${part}`)} ${format.count(group[part])}`).join(" · ")}
                </span>
              </span>
            </li>
          ))}
        </ul>
        {result.near_groups > shown.length && <p className={styles.quiet}>{t("sets.stats.near_more", { n: result.near_groups - shown.length })}</p>}
      </Block>
    </section>
  );
}
