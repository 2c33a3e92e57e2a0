import { Button, Dropdown } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { getSplit, movePictures } from "@/api/sets";
import type { Class, Part, Picture } from "@/api/contract";
import { ClassDot } from "@/components/ClassDot";
import { StateTag } from "@/components/StateTag";
import { useKeys } from "@/hooks/useKeys";
import { useNotify } from "@/hooks/useNotify";
import { useProject } from "@/hooks/useProject";
import { useSession } from "@/hooks/useSession";
import { deletions } from "../deletions";
import { labelWithUndo, type Label } from "../labels";
import styles from "./BulkBar.module.css";

type Props = { chosen: ReadonlySet<string>; pictures: readonly Picture[]; total: number | undefined; onDone: () => void };

/** What can be done with the ticked pictures. Everything can be taken back. */
export function BulkBar({ chosen, pictures, total, onDone }: Props) {
  const { t } = useTranslation();
  const notify = useNotify();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { may } = useSession();
  const { project } = useProject();
  const ticked = pictures.filter((one) => chosen.has(one.id));
  const refresh = () => {
    for (const head of ["pictures", "projects", "annotation", "picture"]) void client.invalidateQueries({ queryKey: [head] });
  };

  const label = useMutation({
    mutationFn: (wanted: Label) => labelWithUndo(project.id, ticked, wanted),
    onSuccess: (undo) => {
      refresh();
      onDone();
      notify.done(t("data.bulk.labelled", { n: ticked.length }), () => {
        void undo().then(() => {
          refresh();
          notify.done(t("data.bulk.undone"));
        }, notify.failed);
      });
    },
    onError: notify.failed,
  });
  const split = useQuery({ queryKey: keys.split(project.id), queryFn: () => getSplit(project.id), enabled: may("data.write") });
  const move = useMutation({
    mutationFn: async (part: Part) => {
      const before = ticked.map((one) => ({ id: one.id, part: one.part }));
      await movePictures(project.id, before.map((one) => one.id), part);
      return { before, part };
    },
    onSuccess: ({ before, part }) => {
      refresh();
      onDone();
      // Back where they were; one that was in no part has no place to go back to.
      const back = (["train", "validation", "test"] as const).map((one) => [one, before.filter((picture) => picture.part === one).map((picture) => picture.id)] as const);
      const undo = async () => {
        for (const [one, ids] of back) if (ids.length > 0) await movePictures(project.id, ids, one);
        refresh();
        notify.done(t("data.bulk.undone"));
      };
      const placed = before.every((one) => one.part !== null);
      notify.done(t("sets.split.moved_to", { n: before.length, part: t(`sets.part.${part}`) }), placed ? () => void undo().catch(notify.failed) : undefined);
    },
    onError: notify.failed,
  });
  const goodClass = project.classes.find((one) => one.good);
  const good = () => label.mutate({ verdict: "good", class_id: goodClass?.id ?? null });
  const bad = () => label.mutate({ verdict: "bad", class_id: null });
  const toClass = (one: Class) => label.mutate({ verdict: one.good ? "good" : "bad", class_id: one.id });
  const remove = () => {
    const undo = deletions.add(project.id, ticked.map((one) => one.id), (error) => {
      if (error) notify.failed(error);
      refresh();
    });
    onDone();
    notify.done(t("data.bulk.deleting", { n: ticked.length }), undo);
  };

  const some = ticked.length > 0;
  useKeys(
    [
      { keys: ["g"], meaning: "data.key.good", run: good },
      { keys: ["n"], meaning: "data.key.bad", run: bad },
    ],
    some && may("annotate"),
  );
  useKeys([{ keys: ["delete"], meaning: "data.key.delete", run: remove }], some && may("data.write"));

  if (!some) {
    return (
      <p className={styles.help}>
        <span className={styles.count}>{total !== undefined && t("data.wall.count", { n: total })}</span>
        <span className={styles.keys}>{t("data.wall.help")}</span>
      </p>
    );
  }
  const defects = project.classes.filter((one) => !one.good);
  return (
    <div className={styles.bar} role="toolbar">
      <strong>{t("common.list.ticked", { n: ticked.length })}</strong>
      {may("annotate") && (
        <>
          <Button size="small" onClick={good}><StateTag state="good" /></Button>
          <Button size="small" onClick={bad}><StateTag state="bad" /></Button>
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
          <Button size="small" onClick={() => void navigate(`/projects/${project.id}/annotate?picture=${ticked[0]?.id ?? ""}`)}>
            {t("data.bulk.annotate")}
          </Button>
        </>
      )}
      {may("data.write") && split.data?.rule && (
        <Dropdown
          trigger={["click"]}
          menu={{
            items: (["train", "validation", "test"] as const).map((part) => ({ key: part, label: t(`sets.part.${part}`), onClick: () => move.mutate(part) })),
          }}
        >
          <Button size="small" loading={move.isPending}>{t("sets.split.move")}</Button>
        </Dropdown>
      )}
      {may("data.write") && <Button size="small" danger onClick={remove}>{t("data.bulk.delete")}</Button>}
      <Button size="small" type="text" onClick={onDone}>{t("data.bulk.clear")}</Button>
    </div>
  );
}
