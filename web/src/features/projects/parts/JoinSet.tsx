// The catalogue: choose a set, see what would become of the project's classes, and add them. Sets come in and go out as files here.
import { useRef, useState } from "react";
import { Button, Checkbox, Input, Modal, Tag } from "antd";
import type { TableColumnsType } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { addLabelSet, createLabelSet, deleteLabelSet, labelSetFile, listLabelSets, previewLabelSet, shareLabelSet, type LabelSet, type NewLabelSet } from "@/api/labelSets";
import { ClassDot } from "@/components/ClassDot";
import { ErrorNote } from "@/components/ErrorNote";
import { ListTable } from "@/components/ListTable";
import { Loading } from "@/components/Loading";
import { RowMenu } from "@/components/RowMenu";
import { useAsk } from "@/hooks/useAsk";
import { useNotify } from "@/hooks/useNotify";
import { usePaged } from "@/hooks/usePaged";
import { useProject } from "@/hooks/useProject";
import { useTranslation } from "@/i18n";
import styles from "./Catalogue.module.css";

export function JoinSet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<LabelSet | null>(null);
  return (
    <Modal open title={chosen ? chosen.name : t("catalogue.title")} onCancel={onClose} footer={null} width={720} destroyOnHidden>
      {chosen ? <Preview set={chosen} onBack={() => setChosen(null)} onDone={onClose} /> : <Sets onChoose={setChosen} />}
    </Modal>
  );
}

function Sets({ onChoose }: { onChoose: (set: LabelSet) => void }) {
  const { t } = useTranslation();
  const ask = useAsk();
  const notify = useNotify();
  const client = useQueryClient();
  const [q, setQ] = useState("");
  const file = useRef<HTMLInputElement>(null);
  const query = { limit: 50, ...(q ? { q } : {}) };
  const list = usePaged<LabelSet>(keys.labelSets(query), (cursor) => listLabelSets({ ...query, cursor }));
  const again = () => void client.invalidateQueries({ queryKey: keys.labelSets() });
  const bring = useMutation({
    mutationFn: async (chosen: File) => {
      let read: unknown;
      try {
        read = JSON.parse(await chosen.text());
      } catch {
        throw new Error(t("catalogue.bad_file", { name: chosen.name }));
      }
      if (typeof read !== "object" || read === null || Array.isArray(read)) throw new Error(t("catalogue.bad_file", { name: chosen.name }));
      return createLabelSet({ ...(read as NewLabelSet), scope: "mine" });
    },
    onSuccess: (made) => notify.done(t("catalogue.saved", { name: made.name })),
    onSettled: again,
  });
  const change = useMutation({
    mutationFn: ({ set, what }: { set: LabelSet; what: "all" | "mine" }) => shareLabelSet(set, what),
    onError: notify.failed,
    onSettled: again,
  });
  const remove = (set: LabelSet) =>
    ask({
      title: t("catalogue.ask_delete", { name: set.name }), content: t("catalogue.ask_delete_says"), okText: t("common.do.delete"), danger: true,
      onOk: () => deleteLabelSet(set.id).then(() => notify.done(t("catalogue.deleted", { name: set.name })), (error: unknown) => notify.failed(error)).finally(again),
    });
  const pick = (set: LabelSet, what: "export" | "all" | "mine" | "delete") => {
    if (what === "export") window.location.assign(labelSetFile(set.id));
    else if (what === "delete") remove(set);
    else change.mutate({ set, what });
  };
  const columns: TableColumnsType<LabelSet> = [
    { key: "name", title: t("catalogue.name"), render: (_, set) => <Button type="link" size="small" onClick={() => onChoose(set)} data-test={`set-${set.name}`}>{set.name}</Button> },
    { key: "classes", title: t("project.home.classes"), align: "right", className: "number", render: (_, set) => set.class_count },
    { key: "scope", title: t("catalogue.scope"), render: (_, set) => <Tag>{t(`catalogue.scope.${set.scope}`)}</Tag> },
    { key: "owner", title: t("catalogue.owner"), render: (_, set) => set.owner ?? "–" },
    {
      key: "do", title: "", align: "right",
      render: (_, set) => (
        <RowMenu
          label={t("catalogue.menu", { name: set.name })} name={`menu-${set.name}`} onPick={(what) => pick(set, what)}
          choices={[
            { key: "export" as const, label: t("catalogue.export") },
            ...(set.may_change ? [{ key: set.scope === "all" ? ("mine" as const) : ("all" as const), label: t(set.scope === "all" ? "catalogue.only_mine" : "catalogue.share") }] : []),
            ...(set.may_change ? [{ key: "delete" as const, label: t("common.do.delete"), danger: true }] : []),
          ]}
        />
      ),
    },
  ];
  return (
    <div className={styles.rows}>
      <p className={styles.says}>{t("catalogue.says")}</p>
      <div className={styles.line}>
        <Input.Search allowClear placeholder={t("catalogue.search")} aria-label={t("catalogue.search")} onSearch={(text) => setQ(text.trim())} style={{ maxWidth: 260 }} />
        <Button loading={bring.isPending} onClick={() => file.current?.click()} data-test="set-import">{t("catalogue.import")}</Button>
        <input
          ref={file} type="file" accept="application/json,.json" hidden aria-label={t("catalogue.import")} data-test="set-file"
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            event.target.value = "";
            if (chosen) bring.mutate(chosen);
          }}
        />
      </div>
      <ErrorNote error={bring.error} />
      <ListTable name="label-sets" list={list} columns={columns} empty={<p className={styles.says} data-test="no-sets">{t("catalogue.none")}</p>} />
    </div>
  );
}

function Preview({ set, onBack, onDone }: { set: LabelSet; onBack: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const { project } = useProject();
  const [update, setUpdate] = useState(false);
  const preview = useQuery({ queryKey: keys.labelSetJoin(project.id, set.id), queryFn: () => previewLabelSet(project.id, set.id) });
  const steps = preview.data?.steps ?? [];
  const count = (what: string) => steps.filter((one) => one.what === what).length;
  const some = count("new") + (update ? count("differs") : 0);
  const add = useMutation({
    mutationFn: () => addLabelSet(project.id, set.id, update),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.project(project.id) });
      notify.done(t("catalogue.added", { n: some, name: set.name }));
      onDone();
    },
  });
  if (preview.error)
    return (
      <div className={styles.rows}>
        <ErrorNote error={preview.error} retry={() => void preview.refetch()} />
        <div className={styles.line}><Button onClick={onBack}>{t("common.do.back")}</Button></div>
      </div>
    );
  if (!preview.data) return <Loading />;
  return (
    <div className={styles.rows}>
      <ul className={styles.steps} data-test="set-steps">
        {steps.map((one) => (
          <li key={one.class.name} className={styles.line} data-what={one.what}>
            <ClassDot colour={one.class.colour} name={one.class.name} />
            <span className={styles.says}>
              {one.what === "differs"
                ? t(update ? "catalogue.becomes" : "catalogue.stays", { fields: one.fields.map((field) => t(`catalogue.field.${field}`)).join(", ") })
                : t(`catalogue.what.${one.what}`)}
            </span>
          </li>
        ))}
      </ul>
      {count("differs") > 0 && <Checkbox checked={update} onChange={(event) => setUpdate(event.target.checked)} data-test="set-update">{t("catalogue.update", { n: count("differs") })}</Checkbox>}
      <ErrorNote error={add.error} />
      <div className={styles.line}>
        <Button type="primary" disabled={some === 0} loading={add.isPending} onClick={() => add.mutate()} data-test="set-go">{t("catalogue.do", { n: some })}</Button>
        <Button onClick={onBack}>{t("common.do.back")}</Button>
      </div>
    </div>
  );
}
