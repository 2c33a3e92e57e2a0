import { useState } from "react";
import { Button, Input, Select } from "antd";
import { DownloadOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { auditFile, listActions, listAudit, type AuditFilter } from "@/api/audit";
import { keys } from "@/api/keys";
import type { AuditRow } from "@/api/people";
import { EmptyState } from "@/components/EmptyState";
import { FilterChips } from "@/components/FilterChips";
import { ListTable } from "@/components/ListTable";
import { PageHead } from "@/components/PageHead";
import { StateTag } from "@/components/StateTag";
import { useFormat } from "@/hooks/useFormat";
import { usePaged } from "@/hooks/usePaged";
import { useSearch } from "@/hooks/useSearch";
import { useTranslation } from "@/i18n";
import { kindOf, span } from "../lib/change";
import { sayAction, sayKind } from "../lib/say";
import { useChainCheck } from "../parts/ChainCheck";
import { Change } from "../parts/Change";
import { Days } from "../parts/Days";
import styles from "./AuditPage.module.css";

const results = ["done", "refused"] as const satisfies readonly AuditRow["result"][];
const names = ["actor", "actor_id", "action", "object_kind", "object_id", "object_name", "result", "from", "to"] as const;

export function AuditPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const search = useSearch();
  const check = useChainCheck();
  const actions = useQuery({ queryKey: keys.auditActions, queryFn: listActions, staleTime: Infinity });
  const [typed, setTyped] = useState(search.get("actor") ?? "");
  const result = results.find((one) => one === search.get("result"));
  const plain = Object.fromEntries((["actor", "actor_id", "action", "object_kind", "object_id"] as const).flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : [])));
  const filter: AuditFilter = { ...plain, ...(result ? { result } : {}), ...span(search.get("from"), search.get("to")) };
  const query = { ...filter, limit: 50 };
  const list = usePaged<AuditRow>(keys.audit(query), (cursor, signal) => listAudit({ ...query, cursor }, signal));
  const kinds = [...new Set((actions.data ?? []).map(kindOf))];
  const clear = () => {
    setTyped("");
    search.set(Object.fromEntries(names.map((name) => [name, undefined])));
  };
  const object = search.get("object_id");
  const filtered = Object.keys(filter).length > 0;
  return (
    <>
      <PageHead
        title={t("audit.page.title")}
        sub={t("audit.page.lead")}
        actions={
          <>
            {check.button}
            <Button href={auditFile("csv", filter)} download icon={<DownloadOutlined />} data-test="csv">{t("audit.page.csv")}</Button>
            <Button href={auditFile("jsonl", filter)} download icon={<DownloadOutlined />} data-test="jsonl">{t("audit.page.jsonl")}</Button>
          </>
        }
      />
      <div className="page">
        {check.result}
        <div className={styles.filters}>
          <Input.Search
            className={styles.actor} allowClear value={typed} placeholder={t("audit.filter.actor_hint")} aria-label={t("audit.filter.actor")} addonBefore={t("audit.filter.actor")}
            onChange={(event) => {
              setTyped(event.target.value);
              if (event.target.value === "") search.set({ actor: undefined });
            }}
            onSearch={(text) => search.set({ actor: text.trim() || undefined })} data-test="actor"
          />
          <Select
            className={styles.pick} allowClear showSearch optionFilterProp="label" popupMatchSelectWidth={false} placeholder={t("audit.filter.action")} aria-label={t("audit.filter.action")}
            value={search.get("action")} onChange={(value?: string) => search.set({ action: value })} data-test="action"
            options={kinds.map((kind) => ({
              label: sayKind(t, kind),
              options: [
                { value: `${kind}.`, label: t("audit.filter.whole", { kind: sayKind(t, kind) }) },
                ...(actions.data ?? []).filter((action) => kindOf(action) === kind).map((action) => ({ value: action, label: sayAction(t, action) })),
              ],
            }))}
          />
          <Select
            className={styles.pick} allowClear showSearch optionFilterProp="label" popupMatchSelectWidth={false} placeholder={t("audit.filter.kind")} aria-label={t("audit.filter.kind")}
            value={search.get("object_kind")} onChange={(value?: string) => search.set({ object_kind: value })}
            options={kinds.map((kind) => ({ value: kind, label: sayKind(t, kind) }))}
          />
          <Days from={search.get("from")} to={search.get("to")} onChange={(from, to) => search.set({ from, to })} />
          <FilterChips label={t("audit.filter.result")} value={result} chips={results.map((one) => ({ value: one, text: t(`audit.result.${one}`) }))} onChange={(value) => search.set({ result: value })} />
          {object && (
            <FilterChips
              label="" value={object} chips={[{ value: object, text: t("audit.filter.object", { name: search.get("object_name") ?? object }) }]}
              onChange={() => search.set({ object_id: undefined, object_name: undefined })}
            />
          )}
          {filtered && <Button type="text" size="small" onClick={clear}>{t("common.list.clear_filters")}</Button>}
        </div>
        <ListTable<AuditRow>
          name="audit"
          rowKey="seq"
          list={list}
          empty={filtered ? <EmptyState text={t("common.list.none_match")} action={<Button onClick={clear}>{t("common.list.clear_filters")}</Button>} /> : <EmptyState text={t("audit.page.none")} />}
          more={(row) => (
            <Change
              row={row}
              onObject={() => search.set({ object_id: row.object_id ?? undefined, object_name: row.object_name || undefined, action: undefined, object_kind: undefined })}
              onActor={() => search.set({ actor_id: row.actor_id ?? undefined })}
            />
          )}
          columns={[
            { key: "at", title: t("audit.column.at"), render: (_, row) => <time dateTime={row.at} className={styles.at}>{format.moment(row.at)}</time> },
            { key: "actor", title: t("audit.column.actor"), render: (_, row) => row.actor_name || t("audit.actor.nobody") },
            { key: "action", title: t("audit.column.action"), render: (_, row) => sayAction(t, row.action) },
            { key: "object", title: t("audit.column.object"), render: (_, row) => [sayKind(t, row.object_kind), row.object_name].filter(Boolean).join(" · ") },
            { key: "from", title: t("audit.column.from"), render: (_, row) => row.from_address || "–" },
            { key: "result", title: t("audit.column.result"), render: (_, row) => <StateTag state={row.result === "done" ? "done" : "failed"} text={t(`audit.result.${row.result}`)} /> },
            { key: "seq", title: t("audit.column.seq"), align: "right", className: "number", dataIndex: "seq" },
          ]}
        />
      </div>
    </>
  );
}
