// Pictures that machines of the line sent: looked at, taken into the data, or deleted.
import { useState } from "react";
import { Button, Checkbox, DatePicker, Input, Modal, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { deleteRaw, getRawChoices, listRaw, rawCommand, rawFile, rawThumb, takeRaw } from "@/api/raw";
import type { RawChosen, RawLeftOut, RawPicture, RawWanted, TakenRaw } from "@/api/contract";
import { CopyButton } from "@/components/CopyButton";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { FilterChips } from "@/components/FilterChips";
import { Loading } from "@/components/Loading";
import { StateTag } from "@/components/StateTag";
import { Wall } from "@/components/Wall";
import { useRefresh } from "@/hooks/useEdit";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { usePaged } from "@/hooks/usePaged";
import { useProject } from "@/hooks/useProject";
import { useSearch, type Search } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import bar from "./BulkBar.module.css";
import styles from "./Pictures.module.css";
import own from "./RawTab.module.css";

const filters = ["machine", "product", "station", "flag", "serial", "taken", "from", "to"] as const;
const EVERY_MS = 15_000;

function wantedOf(search: Search): RawWanted {
  const text = Object.fromEntries((["machine", "product", "station", "serial", "from", "to"] as const).flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : [])));
  const flag = search.get("flag");
  const taken = search.get("taken");
  return { ...text, ...(flag === "ok" || flag === "ng" ? { flag } : {}), ...(taken === "true" || taken === "false" ? { taken: taken === "true" } : {}) };
}

export function RawTab() {
  const { t } = useTranslation();
  const format = useFormat();
  const notify = useNotify();
  const client = useQueryClient();
  const refresh = useRefresh();
  const { project } = useProject();
  const { may } = useSession();
  const search = useSearch();
  const wanted = wantedOf(search);
  const list = usePaged<RawPicture>(keys.raw(project.id, wanted), (cursor, signal) => listRaw(project.id, { ...wanted, limit: 200, cursor }, signal), { every: EVERY_MS });
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  // All that one filter finds: another filter finds others.
  const [every, setEvery] = useState<string | null>(null);
  const [flags, setFlags] = useState(false);
  const [looked, setLooked] = useState<RawPicture | null>(null);
  const [deleting, setDeleting] = useState(false);
  const [leftOut, setLeftOut] = useState<RawLeftOut[]>([]);
  const found = JSON.stringify(wanted);
  const all = every === found;
  const chosen = list.items.filter((one) => all || ticked.has(one.id));
  const scope: RawChosen | null = all ? { found: wanted } : chosen.length > 0 ? { ids: chosen.map((one) => one.id) } : null;
  const count = all ? list.total : chosen.length;
  const filtered = Object.keys(wanted).length > 0;
  const clear = () => search.set(Object.fromEntries(filters.map((name) => [name, undefined])));
  const none = () => {
    setTicked(new Set());
    setEvery(null);
  };
  const after = () => {
    none();
    setDeleting(false);
    void client.invalidateQueries({ queryKey: keys.raw(project.id) });
  };
  const take = useMutation({
    mutationFn: async (these: RawChosen) => {
      // A request takes so many and tells how many are left.
      const sum = { added: 0, duplicates: 0, labelled: 0, left_out: [] as RawLeftOut[] };
      for (let left = Infinity; left > 0; ) {
        const took: TakenRaw = await takeRaw(project.id, these, flags);
        sum.added += took.added;
        sum.duplicates += took.duplicates;
        sum.labelled += took.labelled;
        for (const one of took.left_out) {
          const same = sum.left_out.find((other) => other.class === one.class && other.why === one.why);
          if (same) same.labels += one.labels;
          else sum.left_out.push({ ...one });
        }
        left = took.left < left ? took.left : 0;
      }
      return sum;
    },
    onSuccess: (sum) => {
      notify.done(t("raw.took", { added: sum.added, known: sum.duplicates, labelled: sum.labelled }));
      setLeftOut(sum.left_out);
    },
    onError: notify.failed,
    onSettled: () => {
      after();
      refresh();
    },
  });
  const remove = useMutation({
    mutationFn: async (these: RawChosen) => {
      let sum = 0;
      for (let left = Infinity; left > 0; ) {
        const gone = await deleteRaw(project.id, these);
        sum += gone.deleted;
        left = gone.left < left ? gone.left : 0;
      }
      return sum;
    },
    onSuccess: (n) => notify.done(t("raw.deleted", { n })),
    onError: notify.failed,
    onSettled: after,
  });
  const write = may("data.write");
  return (
    <>
      <div className={styles.bar}>
        <RawFilters />
        {filtered && <Button size="small" type="link" onClick={clear}>{t("common.list.clear_filters")}</Button>}
      </div>
      <div className={scope ? bar.bar : bar.help} role="toolbar">
        {scope ? <strong>{all ? t("raw.all_chosen", { n: count }) : t("common.list.ticked", { n: count })}</strong> : <span className={bar.count}>{!list.loading && t("data.wall.count", { n: list.total })}</span>}
        {!scope && <span className={bar.keys}>{t("raw.why")}</span>}
        {write && !all && list.total > 0 && <Button size="small" type="link" onClick={() => setEvery(found)} data-test="raw-all">{t("raw.all", { n: list.total })}</Button>}
        {scope && write && (
          <>
            <Button size="small" type="primary" loading={take.isPending} onClick={() => take.mutate(scope)} data-test="raw-take">{t("raw.take")}</Button>
            <Checkbox checked={flags} onChange={(event) => setFlags(event.target.checked)} data-test="raw-flags">{t("raw.flags")}</Checkbox>
            <Button size="small" danger onClick={() => setDeleting(true)} data-test="raw-delete">{t("raw.delete")}</Button>
          </>
        )}
        {scope && <Button size="small" type="text" onClick={none}>{t("data.bulk.clear")}</Button>}
      </div>
      {list.error !== null && list.items.length > 0 && <div className="page"><ErrorNote error={list.error} retry={list.refetch} /></div>}
      <div className={styles.wall}>
        {list.loading ? (
          <Loading />
        ) : list.error && list.items.length === 0 ? (
          <div className="page"><ErrorNote error={list.error} retry={list.refetch} /></div>
        ) : list.items.length === 0 && filtered ? (
          <EmptyState text={t("common.list.none_match")} action={<Button onClick={clear}>{t("common.list.clear_filters")}</Button>} />
        ) : list.items.length === 0 ? (
          <EmptyState
            text={<><strong className={styles.strong}>{t("raw.none")}</strong>{t("raw.none_why")}</>}
            action={
              <div className={own.command}>
                <pre className={own.code} aria-label={t("raw.command")} tabIndex={0}>{rawCommand(project.id)}</pre>
                <CopyButton size="small" text={rawCommand(project.id)} />
              </div>
            }
          />
        ) : (
          <Wall<RawPicture>
            items={list.items} total={list.total} label={t("raw.tab")} more={list.stuck ? undefined : list.more}
            idOf={(one) => one.id} thumbOf={(one) => rawThumb(one.id)} edgeOf={(one) => one.flag ?? "waiting"}
            nameOf={(one) => [one.name, one.machine, one.product, one.station, format.moment(one.taken_at)].filter(Boolean).join("\n")}
            caption={(one) => `${one.machine}${one.station ? ` · ${one.station}` : ""} · ${format.moment(one.taken_at)}`}
            tile={230} corner={(one) => (one.picture_id ? <span className={styles.tag}>{t("raw.taken_yes")}</span> : null)}
            ratio={(list.items[0]?.width ?? 1) / (list.items[0]?.height ?? 1)}
            {...(write ? { chosen: new Set(chosen.map((one) => one.id)), onChoose: (ids: Set<string>) => { setEvery(null); setTicked(ids); } } : {})}
            onLook={setLooked}
          />
        )}
      </div>
      <RawLook picture={looked} onClose={() => setLooked(null)} />
      <Modal open={deleting} title={t("raw.delete_title", { n: count })} okText={t("raw.delete")} okButtonProps={{ danger: true, loading: remove.isPending }} onOk={() => scope && remove.mutate(scope)} onCancel={() => setDeleting(false)}>
        <p>{t("raw.delete_why")}</p>
      </Modal>
      <Modal open={leftOut.length > 0} title={t("raw.left_out")} footer={<Button type="primary" onClick={() => setLeftOut([])}>{t("common.do.close")}</Button>} onCancel={() => setLeftOut([])}>
        <ul>{leftOut.map((one) => <li key={`${one.class} ${one.why}`}>{t(`raw.left_out.${one.why}`, { name: one.class, n: one.labels })}</li>)}</ul>
      </Modal>
    </>
  );
}

function RawFilters() {
  const { t } = useTranslation();
  const { project } = useProject();
  const search = useSearch();
  const choices = useQuery({ queryKey: keys.rawChoices(project.id), queryFn: () => getRawChoices(project.id) });
  const picks = [
    { name: "machine", label: t("raw.machine"), all: choices.data?.machines },
    { name: "product", label: t("raw.product"), all: choices.data?.products },
    { name: "station", label: t("raw.station"), all: choices.data?.stations },
  ];
  return (
    <>
      {picks.filter(({ name, all }) => (all?.length ?? 0) > 0 || search.get(name)).map(({ name, label, all }) => (
        <Select
          key={name} size="small" allowClear showSearch className={own.pick} placeholder={label} aria-label={label} value={search.get(name)} popupMatchSelectWidth={false}
          onChange={(value?: string) => search.set({ [name]: value })} options={(all ?? []).map((one) => ({ value: one.name, label: `${one.name} (${one.pictures})` }))}
        />
      ))}
      <FilterChips label={t("raw.flag")} value={search.get("flag")} onChange={(flag) => search.set({ flag })} chips={(["ok", "ng"] as const).map((value) => ({ value, text: <StateTag state={value} /> }))} />
      <FilterChips
        label={t("raw.taken")} value={search.get("taken")} onChange={(taken) => search.set({ taken })}
        chips={[{ value: "false", text: t("raw.taken_no") }, { value: "true", text: t("raw.taken_yes") }]}
      />
      <Input.Search
        key={search.get("serial") ?? ""} size="small" allowClear style={{ width: 170 }} placeholder={t("raw.serial")} aria-label={t("raw.serial")} defaultValue={search.get("serial")}
        onSearch={(text) => search.set({ serial: text.trim() || undefined })}
      />
      <DatePicker.RangePicker
        size="small" showTime={{ format: "HH:mm" }} format="YYYY-MM-DD HH:mm" className={own.range}
        onChange={(range) => search.set({ from: range?.[0]?.toISOString(), to: range?.[1]?.toISOString() })}
      />
    </>
  );
}

function RawLook({ picture, onClose }: { picture: RawPicture | null; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const facts: [string, React.ReactNode][] = picture
    ? [
        [t("raw.machine"), picture.machine], [t("raw.product"), picture.product], [t("raw.station"), picture.station], [t("raw.flag"), picture.flag && <StateTag state={picture.flag} />],
        [t("raw.serial"), picture.serial], [t("raw.version"), picture.version], [t("raw.labels"), picture.labels.length > 0 ? t("raw.label_count", { n: picture.labels.length }) : null],
        [t("raw.size"), `${picture.width} × ${picture.height}`], [t("raw.taken_at"), format.moment(picture.taken_at)], [t("raw.received_at"), format.moment(picture.received_at)],
        [t("raw.sent_by"), picture.sent_by], [t("raw.taken"), picture.picture_id ? t("raw.taken_yes") : t("raw.taken_no")], [t("raw.kept_until"), picture.kept_until && format.moment(picture.kept_until)],
      ]
    : [];
  return (
    <Modal open={picture !== null} title={picture?.name} width={960} footer={null} onCancel={onClose}>
      {picture && (
        <div className={own.look}>
          <img src={rawFile(picture.id)} alt={picture.name} />
          <dl className={own.facts}>{facts.filter(([, value]) => value).map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name} is`}>{value}</dd>])}</dl>
        </div>
      )}
    </Modal>
  );
}
