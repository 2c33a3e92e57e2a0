import { Button, DatePicker, Input, Select } from "antd";
import { DownloadOutlined } from "@ant-design/icons";
import type { TableColumnsType } from "antd";
import { useTranslation } from "@/i18n";
import { Link, useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { listRecords, recordsCsv, recordThumb } from "@/api/records";
import type { Record_ } from "@/api/contract";
import { ClassDot } from "@/components/ClassDot";
import { EmptyState } from "@/components/EmptyState";
import { FilterChips } from "@/components/FilterChips";
import { ListTable } from "@/components/ListTable";
import { OpenLink } from "@/components/OpenLink";
import { StateTag } from "@/components/StateTag";
import { useFormat } from "@/hooks/useFormat";
import { useModelClass } from "@/hooks/useModelClass";
import { usePaged } from "@/hooks/usePaged";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { FILTERS, filterOf } from "../lib/filter";
import { periodOf, periods } from "../lib/period";
import { InspectHead, useServices } from "../parts/InspectHead";
import { RecheckTag } from "../parts/RecheckTag";
import styles from "./RecordsPage.module.css";

/** The chip of what a recipe left to a person, beside the verdicts. */
const ASKED = "asked";

export function RecordsPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const modelClass = useModelClass();
  const search = useSearch();
  const navigate = useNavigate();
  const services = useServices(project.id);
  const filter = filterOf(search.get, new Date());
  const filtered = FILTERS.some((name) => search.get(name) !== undefined);
  const clear = () => search.set(Object.fromEntries(FILTERS.map((name) => [name, undefined])));
  const list = usePaged(keys.records(project.id, filter), (cursor, signal) => listRecords(project.id, { ...filter, limit: 50, cursor }, signal));
  // Only recipes leave anything to a person.
  const asks = filter.asked === true || list.items.some((one) => one.recipe);
  const number = { align: "right" as const, className: "number" };
  const columns: TableColumnsType<Record_> = [
    {
      title: t("inspect.field.picture"), width: 76,
      render: (_, one) => <Link to={one.id} aria-label={t("inspect.live.details")}>{one.picture ? <img className={styles.thumb} src={recordThumb(one.id)} alt="" loading="lazy" /> : <span className={styles.thumb} />}</Link>,
    },
    { title: t("inspect.field.verdict"), render: (_, one) => (one.recipe?.verdict === "recheck" ? <StateTag state="recheck" text={t("recipes.part.recheck")} /> : <StateTag state={one.verdict} />) },
    { title: t("inspect.field.recheck"), render: (_, one) => <RecheckTag record={one} /> },
    { title: t("inspect.field.serial"), render: (_, one) => one.serial ?? "–" },
    {
      title: t("inspect.field.class"),
      render: (_, one) => (one.class ? <ClassDot name={modelClass(one.class).name} colour={modelClass(one.class).colour ?? "var(--waiting)"} /> : "–"),
    },
    { ...number, title: t("inspect.field.score"), render: (_, one) => format.score(one.score) },
    { ...number, title: t("inspect.field.took"), render: (_, one) => format.milliseconds(one.ms_total) },
    { title: t("inspect.field.time"), render: (_, one) => <time dateTime={one.at}>{format.moment(one.at)}</time> },
    ...(services.length > 1 ? [{ title: t("inspect.service"), render: (_: unknown, one: Record_) => services.find((service) => service.id === one.service_id)?.name ?? "–" }] : []),
  ];
  return (
    <>
      <InspectHead tab="records" actions={<Button icon={<DownloadOutlined />} href={recordsCsv(project.id, filter)} download>{t("inspect.records.csv")}</Button>}>
        <div className={styles.filters}>
          <FilterChips label={t("inspect.filter.period")} chips={periods.map((one) => ({ value: one, text: t(`inspect.period.${one}`) }))} value={periodOf(search.get("period"))} onChange={(value) => search.set({ period: value, from: undefined, to: undefined })} />
          <FilterChips
            label={t("inspect.filter.verdict")} value={[...(filter.verdict ? [filter.verdict] : []), ...(filter.asked ? [ASKED] : [])]}
            chips={[...(["ok", "ng"] as const).map((one) => ({ value: one, text: t(`common.state.${one}`) })), ...(asks ? [{ value: ASKED, text: t("recipes.part.recheck") }] : [])]}
            onChange={(value) => search.set(value === ASKED ? { asked: filter.asked ? undefined : "yes" } : { verdict: value === filter.verdict ? undefined : value })}
          />
          <FilterChips label={t("inspect.filter.recheck")} chips={(["none", "any", "ok", "ng"] as const).map((one) => ({ value: one, text: t(`inspect.recheck_state.${one}`) }))} value={filter.recheck} onChange={(value) => search.set({ recheck: value })} />
          <Select
            size="small" allowClear className={styles.class} placeholder={t("inspect.filter.class")} value={filter.class} onChange={(value?: string) => search.set({ class: value })}
            options={project.classes.map((one) => ({ value: one.name, label: one.name }))} popupMatchSelectWidth={false}
          />
          <Input.Search
            key={filter.serial ?? ""} size="small" allowClear className={styles.serial} placeholder={t("inspect.filter.serial")} defaultValue={filter.serial}
            aria-label={t("inspect.filter.serial")} onSearch={(value) => search.set({ serial: value.trim() })}
          />
          <DatePicker.RangePicker
            size="small" showTime={{ format: "HH:mm" }} format="YYYY-MM-DD HH:mm" className={styles.range}
            onChange={(range) => search.set({ period: undefined, from: range?.[0]?.toISOString(), to: range?.[1]?.toISOString() })}
          />
          {filtered && <Button size="small" type="link" onClick={clear}>{t("common.list.clear_filters")}</Button>}
        </div>
      </InspectHead>
      <div className="page">
        <ListTable
          list={list} columns={columns} onOpen={(one) => void navigate(one.id)}
          empty={
            filtered ? (
              <EmptyState text={t("common.list.none_match")} action={<Button onClick={clear}>{t("common.list.clear_filters")}</Button>} />
            ) : (
              <EmptyState text={t("inspect.live.none")} action={<OpenLink hide to={`/projects/${project.id}/services`}><Button type="primary">{t("inspect.live.to_services")}</Button></OpenLink>} />
            )
          }
        />
      </div>
    </>
  );
}
