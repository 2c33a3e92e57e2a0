// The last edits of the project's data, each with its way back.
import { Button } from "antd";
import { HistoryOutlined } from "@ant-design/icons";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation, type T } from "@/i18n";
import { keys } from "@/api/keys";
import { listEdits } from "@/api/edits";
import type { Edit } from "@/api/contract";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { PopPanel } from "@/components/PopPanel";
import { TimeAgo } from "@/components/TimeAgo";
import { useProject } from "@/hooks/useProject";
import { useSession } from "@/hooks/useSession";
import { useUndo } from "@/hooks/useEdit";
import styles from "./EditList.module.css";

const rights = { label: "annotate", class: "project.write", delete: "data.write", move: "data.write", tag: "data.write" } as const;

export function EditList() {
  const { t } = useTranslation();
  return (
    <PopPanel label={t("bulk.edits.title")} side="end" face={<span className={styles.face}><HistoryOutlined />{t("bulk.edits.title")}</span>}>
      {() => <Edits />}
    </PopPanel>
  );
}

function Edits() {
  const { t } = useTranslation();
  const { project } = useProject();
  const { may } = useSession();
  const undo = useUndo();
  const list = useQuery({ queryKey: keys.edits(project.id), queryFn: () => listEdits(project.id) });
  const back = useMutation({ mutationFn: (edit: Edit) => undo(edit.id) });
  if (list.isPending) return <Loading />;
  if (list.isError) return <ErrorNote error={list.error} retry={() => void list.refetch()} />;
  return (
    <div className={styles.panel}>
      {list.data.items.length === 0 && <p className={styles.none}>{t("bulk.edits.none")}</p>}
      <ol className={styles.list}>
        {list.data.items.map((one) => (
          <li key={one.id} data-undone={one.undone_at ? true : undefined}>
            <span className={styles.what}>{wordsOf(t, one)}</span>
            <span className={styles.who}>{one.made_by ? `${one.made_by} · ` : ""}<TimeAgo at={one.made_at} /></span>
            {one.undone_at ? (
              <span className={styles.who}>{t("bulk.edits.undone")}</span>
            ) : may(rights[one.kind]) && (
              <Button size="small" loading={back.isPending && back.variables.id === one.id} onClick={() => back.mutate(one)} data-test="undo-edit">{t("common.do.undo")}</Button>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** What was done, in one sentence. */
export function wordsOf(t: T, edit: Edit): string {
  const n = edit.pictures;
  const name = edit.class ?? "";
  switch (edit.kind) {
    case "delete": return t("bulk.edit.delete", { n });
    case "move": return t("bulk.edit.move", { n, part: edit.part ? t(`sets.part.${edit.part}`) : "" });
    case "tag": return t("bulk.edit.tag", { n, tags: [...edit.added.map((tag) => `+${tag}`), ...edit.removed.map((tag) => `−${tag}`)].join("  ") });
    case "label": return t("bulk.edit.label", { n, label: name || (edit.verdict ? t(`common.state.${edit.verdict}`) : t("common.state.unlabelled")) });
    case "class":
      if (edit.class_edit === "merge") return t("bulk.edit.merge", { n, name, into: edit.into ?? "" });
      if (edit.class_edit === "remove") return t("bulk.edit.remove", { n, name });
      return edit.into ? t("bulk.edit.rename", { name, into: edit.into }) : t("bulk.edit.class", { name });
  }
}
