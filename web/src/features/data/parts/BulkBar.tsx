import { lazy, Suspense, useState } from "react";
import { Button, Dropdown } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { lateWords, useTranslation } from "@/i18n";
import { useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { bulkAnnotate, deletePictures, tagPictures } from "@/api/pictures";
import { getSplit, movePictures } from "@/api/sets";
import type { Changed, Chosen, Class, Id, Part, Verdict } from "@/api/contract";
import { ClassDot } from "@/components/ClassDot";
import { StateTag } from "@/components/StateTag";
import { useKeys } from "@/hooks/useKeys";
import { useNotify } from "@/hooks/useNotify";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { useTold } from "@/hooks/useEdit";
import { EditList } from "./EditList";
import { TagsDialog } from "./TagsDialog";
import styles from "./BulkBar.module.css";

const CopyDialog = lazy(async () => ({ default: (await Promise.all([import("./CopyDialog"), lateWords()]))[0].CopyDialog }));
const ChosenExportDialog = lazy(async () => ({ default: (await Promise.all([import("./ExportDialog"), lateWords()]))[0].ChosenExportDialog }));

type Props = {
  /** What is done is done to these; null: nothing is chosen. */
  scope: Chosen | null;
  /** How many these are. */
  count: number;
  first: Id | undefined;
  total: number | undefined;
  /** Chooses all that the filter finds; left out where all are chosen. */
  onAll: (() => void) | undefined;
  onDone: () => void;
};
type Label = { verdict: Verdict | null; class_id: Id | null };

/** What can be done with the ticked pictures, or with all that are found. Everything can be taken back. */
export function BulkBar({ scope, count, first, total, onAll, onDone }: Props) {
  const { t } = useTranslation();
  const notify = useNotify();
  const navigate = useNavigate();
  const { may } = useSession();
  const { project } = useProject();
  const told = useTold();
  const [tagging, setTagging] = useState(false);
  const [exporting, setExporting] = useState(false);
  const [copying, setCopying] = useState(false);
  const split = useQuery({ queryKey: keys.split(project.id), queryFn: () => getSplit(project.id), enabled: may("data.write") });

  const work = useMutation({
    mutationFn: (todo: { run: (these: Chosen) => Promise<Changed>; text: (n: number) => string; these: Chosen }) => todo.run(todo.these),
    onSuccess: ({ changed, edit }, { text }) => {
      setTagging(false);
      onDone();
      told(text(changed), edit);
    },
    onError: notify.failed,
  });
  const act = (run: (these: Chosen) => Promise<Changed>, text: (n: number) => string) => {
    if (scope && !work.isPending) work.mutate({ run, text, these: scope });
  };
  const label = (wanted: Label) => act((these) => bulkAnnotate(project.id, these, wanted), (n) => t("data.bulk.labelled", { n }));
  const goodClass = project.classes.find((one) => one.good);
  const good = () => label({ verdict: "good", class_id: goodClass?.id ?? null });
  const bad = () => label({ verdict: "bad", class_id: null });
  const toClass = (one: Class) => label({ verdict: one.good ? "good" : "bad", class_id: one.id });
  const remove = () => act((these) => deletePictures(project.id, these), (n) => t("bulk.edit.delete", { n }));
  const move = (part: Part) => act((these) => movePictures(project.id, these, part), (n) => t("sets.split.moved_to", { n, part: t(`sets.part.${part}`) }));
  const tag = (add: string[], away: string[]) => act((these) => tagPictures(project.id, these, add, away), (n) => t("bulk.tags.done", { n }));

  const some = scope !== null;
  // Who looks at one picture, or is in a dialog, does not mean the chosen ones behind it.
  const behind = useSearch().get("look") !== undefined || tagging || exporting || copying;
  useKeys(
    [
      { keys: ["g"], meaning: "data.key.good", run: good },
      { keys: ["n"], meaning: "data.key.bad", run: bad },
    ],
    some && !behind && may("annotate"),
  );
  useKeys([{ keys: ["delete"], meaning: "data.key.delete", run: remove }], some && !behind && may("data.write"));

  if (!some) {
    return (
      <div className={styles.help}>
        <span className={styles.count}>{total !== undefined && t("data.wall.count", { n: total })}</span>
        <span className={styles.keys}>{t("data.wall.help")}</span>
        {(may("annotate") || may("data.write")) && total !== undefined && total > 0 && (
          <Button size="small" type="link" onClick={onAll} data-test="choose-all">{t("bulk.all.choose", { n: total })}</Button>
        )}
        {may("data.read") && <EditList />}
      </div>
    );
  }
  const defects = project.classes.filter((one) => !one.good);
  return (
    <div className={styles.bar} role="toolbar">
      <strong>{"found" in scope ? t("bulk.all.chosen", { n: count }) : t("common.list.ticked", { n: count })}</strong>
      {onAll && total !== undefined && <Button size="small" type="link" onClick={onAll} data-test="choose-all">{t("bulk.all.choose", { n: total })}</Button>}
      {may("annotate") && (
        <>
          <Button size="small" onClick={good} data-test="bulk-good"><StateTag state="good" /></Button>
          <Button size="small" onClick={bad} data-test="bulk-bad"><StateTag state="bad" /></Button>
          {defects.length > 0 && (
            <Dropdown
              trigger={["click"]}
              menu={{
                items: defects.map((one) => ({
                  key: one.id, label: <ClassDot colour={one.colour} name={one.name} />, onClick: () => toClass(one),
                })),
              }}
            >
              <Button size="small">{t("data.bulk.class")}</Button>
            </Dropdown>
          )}
          {first && (
            <Button size="small" onClick={() => void navigate(`/projects/${project.id}/annotate?picture=${first}`)}>
              {t("data.bulk.annotate")}
            </Button>
          )}
        </>
      )}
      {may("data.write") && split.data?.rule && (
        <Dropdown
          trigger={["click"]}
          menu={{
            items: (["train", "validation", "test"] as const).map((part) => ({ key: part, label: t(`sets.part.${part}`), onClick: () => move(part) })),
          }}
        >
          <Button size="small">{t("sets.split.move")}</Button>
        </Dropdown>
      )}
      <Button size="small" onClick={() => setExporting(true)} data-test="bulk-export">{t("data.version.export")}</Button>
      {exporting && <Suspense><ChosenExportDialog project={project.id} chosen={scope} count={count} onClose={() => setExporting(false)} /></Suspense>}
      {may("data.write") && (
        <>
          <Button size="small" onClick={() => setCopying(true)} data-test="bulk-copy">{t("data_sets.copy.open")}</Button>
          {copying && <Suspense><CopyDialog project={project.id} chosen={scope} count={count} onDone={onDone} onClose={() => setCopying(false)} /></Suspense>}
          <Button size="small" onClick={() => setTagging(true)} data-test="bulk-tags">{t("bulk.tags.button")}</Button>
          <Button size="small" danger onClick={remove} data-test="bulk-delete">{t("data.bulk.delete")}</Button>
        </>
      )}
      <Button size="small" type="text" onClick={onDone}>{t("data.bulk.clear")}</Button>
      {tagging && <TagsDialog count={count} busy={work.isPending} onTags={tag} onClose={() => setTagging(false)} />}
    </div>
  );
}
