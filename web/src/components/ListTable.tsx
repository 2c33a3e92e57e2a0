import { useState, type ReactNode } from "react";
import { Button, Table } from "antd";
import type { TableColumnsType, TableProps } from "antd";
import { useTranslation } from "@/i18n";
import type { Paged } from "@/hooks/usePaged";
import type { Search } from "@/hooks/useSearch";
import { useFormat } from "@/hooks/useFormat";
import { remember } from "@/lib/remember";
import { ErrorNote } from "./ErrorNote";
import { keyOf, ListLook, loadLook, type Look } from "./ListLook";
import styles from "./ListTable.module.css";

type Props<T> = {
  list: Paged<T>;
  columns: TableColumnsType<T>;
  /** Under which name the choice of columns and density is remembered. */
  name?: string;
  rowKey?: keyof T & string;
  /** Shown when there is nothing at all. */
  empty: ReactNode;
  onOpen?: (row: T) => void;
  /** Ticked rows and what can be done with them. */
  ticked?: { ids: string[]; set: (ids: string[]) => void; actions: ReactNode; /** Rows that nothing can be done with. */ not?: (row: T) => boolean };
  /** More about a row, opened below it. */
  more?: (row: T) => ReactNode;
  onSort?: TableProps<T>["onChange"];
  /** Where it is given, columns that are not shown stand in the address. */
  search?: Search;
  /** Columns that are not shown unless somebody wants them. */
  hidden?: readonly string[];
};

/** All columns are shown. */
const NONE = "-";

/** A list by cursor: table, bar for ticked rows, "show more" with how many there are. */
export function ListTable<T extends object>({ list, columns, name = "any", rowKey, empty, onOpen, ticked, more, onSort, search, hidden }: Props<T>) {
  const { t } = useTranslation();
  const format = useFormat();
  const [kept, setKept] = useState(() => loadLook(name, hidden));
  const asked = search?.get("hide");
  const look = asked === undefined ? kept : { ...kept, hidden: asked.split(",").filter((key) => key !== NONE) };
  const change = (next: Look) => {
    setKept(next);
    remember(`list.${name}`, JSON.stringify(next));
    search?.set({ hide: next.hidden.length > 0 ? next.hidden.join(",") : NONE });
  };
  if (list.error && list.items.length === 0) return <ErrorNote error={list.error} retry={list.refetch} />;
  if (!list.loading && list.items.length === 0) return <>{empty}</>;
  return (
    <div className={styles.list}>
      {list.error !== null && <ErrorNote error={list.error} retry={list.refetch} />}
      {ticked && ticked.ids.length > 0 && (
        <div className={styles.bulk} role="toolbar">
          <span>{t("common.list.ticked", { n: ticked.ids.length })}</span>
          {ticked.actions}
          <Button type="text" size="small" onClick={() => ticked.set([])}>
            {t("common.do.clear")}
          </Button>
        </div>
      )}
      <Table<T>
        size={look.compact ? "small" : "middle"}
        rowKey={(rowKey ?? "id") as keyof T & string}
        columns={columns.filter((column, index) => !look.hidden.includes(keyOf(column, index)))}
        dataSource={list.items}
        loading={list.loading}
        pagination={false}
        scroll={{ x: "max-content" }}
        onChange={onSort}
        rowSelection={
          ticked && {
            selectedRowKeys: ticked.ids,
            onChange: (ids) => ticked.set(ids.map(String)),
            getCheckboxProps: (row) => ({ disabled: ticked.not?.(row) ?? false }),
          }
        }
        expandable={more && { expandedRowRender: more, expandRowByClick: true }}
        onRow={
          onOpen &&
          ((row) => ({
            className: styles.open,
            onClick: (event) => {
              // What a menu or dialog of the row is pressed for comes here too, though it stands elsewhere.
              if (!event.currentTarget.contains(event.target as Node)) return;
              // Links, buttons and ticks within the row do their own thing.
              if ((event.target as HTMLElement).closest("a,button,input,label,.ant-table-selection-column")) return;
              onOpen(row);
            },
          }))
        }
      />
      <div className={styles.foot}>
        <span className={styles.count}>
          {list.open ? t("common.list.so_far", { n: list.items.length }) : list.more || list.items.length < list.total
            ? t("common.list.shown", { shown: format.count(list.items.length), total: format.count(Math.max(list.total, list.items.length)) })
            : t("common.list.total", { n: list.items.length })}
        </span>
        <span className={styles.gap} />
        <ListLook<T> columns={columns} look={look} onChange={change} />
        {(list.more || list.loadingMore) && (
          <Button size="small" loading={list.loadingMore} onClick={() => list.more?.()}>
            {t("common.do.more")}
          </Button>
        )}
      </div>
    </div>
  );
}
