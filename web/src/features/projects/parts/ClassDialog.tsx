// A change of the label set: first what it would change, then the change in one go, then the way back.
import { useState } from "react";
import { Input, Modal, Select } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { classUse, mergeClass, patchClass, removeClass } from "@/api/projects";
import type { Class, ClassUse, Id, ShapeKind } from "@/api/contract";
import { ClassDot } from "@/components/ClassDot";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { Loading } from "@/components/Loading";
import { useTold } from "@/hooks/useEdit";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { useProject } from "@/hooks/useProject";
import styles from "./ClassDialog.module.css";

export type ClassStep = { kind: "rename"; name: string } | { kind: "set" | "merge" | "remove" };
type Props = { row: Class; step: ClassStep; onChanged: () => void; onClose: () => void };
type Done = { text: string; edit: Id | null };

const shapes = ["box", "polygon", "brush", "rotated", "ellipse", "line", "points", "text"] as const satisfies readonly ShapeKind[];

export function ClassDialog({ row, step, onChanged, onClose }: Props) {
  const { t } = useTranslation();
  const notify = useNotify();
  const told = useTold();
  const { project } = useProject();
  const others = project.classes.filter((one) => !one.good && one.id !== row.id);
  const [into, setInto] = useState<Id | null>(null);
  const [shape, setShape] = useState<ShapeKind | "any">(row.shape ?? "any");
  const [key, setKey] = useState(row.key ?? "");
  const use = useQuery({ queryKey: keys.classUse(row.id), queryFn: () => classUse(row.id), staleTime: 0 });
  const name = row.name;

  const work = useMutation({
    mutationFn: async (): Promise<Done> => {
      if (step.kind === "rename") {
        const { edit } = await patchClass(row.id, { name: step.name });
        return { text: t("bulk.edit.rename", { name, into: step.name }), edit: edit ?? null };
      }
      if (step.kind === "set") {
        const { edit } = await patchClass(row.id, { shape: shape === "any" ? null : shape, key: key || null });
        return { text: t("bulk.edit.class", { name }), edit: edit ?? null };
      }
      if (step.kind === "merge") {
        const { changed, edit } = await mergeClass(row.id, into ?? "");
        return { text: t("bulk.edit.merge", { n: changed, name, into: others.find((one) => one.id === into)?.name ?? "" }), edit };
      }
      const { changed, edit } = await removeClass(row.id);
      return { text: t("bulk.edit.remove", { n: changed, name }), edit };
    },
    onSuccess: ({ text, edit }) => {
      onClose();
      onChanged();
      told(text, edit);
    },
    onError: notify.failed,
  });
  const title = step.kind === "rename" ? t("classes.rename.title", { name, to: step.name }) : t(`classes.${step.kind}.title`, { name });
  const doText = step.kind === "merge" ? t("classes.merge.do") : step.kind === "remove" ? t("common.do.delete") : t("common.do.save");
  const ready = use.isSuccess && (step.kind !== "merge" || into !== null) && /^[a-z0-9]?$/.test(key);
  const odd = (use.data?.shapes ?? []).filter((one) => one.shape !== shape).reduce((sum, one) => sum + one.regions, 0);
  return (
    <Modal
      open title={title} onCancel={onClose} onOk={() => work.mutate()} okText={doText} cancelText={t("common.do.cancel")} destroyOnHidden
      okButtonProps={{ disabled: !ready, loading: work.isPending, danger: step.kind === "remove" }}
    >
      {step.kind === "merge" && (
        <Field label={t("classes.merge.into")}>
          {({ id }) => (
            <Select
              id={id} value={into} style={{ width: "100%" }} data-test="merge-into" onChange={(one: Id) => setInto(one)}
              options={others.map((one) => ({ value: one.id, label: <ClassDot colour={one.colour} name={one.name} /> }))}
            />
          )}
        </Field>
      )}
      {step.kind === "set" ? (
        <>
          <Field label={t("classes.set.shape")} hint={shape !== "any" && odd > 0 ? t("classes.set.others", { n: odd }) : ""}>
            {({ id }) => (
              <Select
                id={id} value={shape} style={{ width: "100%" }} data-test="class-shape" onChange={(one: ShapeKind | "any") => setShape(one)}
                options={[{ value: "any", label: t("classes.set.any") }, ...shapes.map((one) => ({ value: one, label: t(`classes.shape.${one}`) }))]}
              />
            )}
          </Field>
          <Field label={t("classes.set.key")} hint={t("classes.set.key_hint")}>
            {(props) => <Input {...props} value={key} maxLength={1} style={{ width: 80 }} data-test="class-key" onChange={(event) => setKey(event.target.value.trim().toLowerCase())} />}
          </Field>
        </>
      ) : (
        <p className={styles.why}>{t(`classes.${step.kind}.why`, { name })}</p>
      )}
      {use.isPending ? <Loading /> : use.isError ? <ErrorNote error={use.error} retry={() => void use.refetch()} /> : <Effect use={use.data} removes={step.kind === "remove"} />}
    </Modal>
  );
}

/** How much speaks of the class, and where people work on it now. */
function Effect({ use, removes }: { use: ClassUse; removes: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const figures = [["pictures", use.pictures], ["regions", use.regions], ["in_bin", use.in_bin], ["apart", use.apart]] as const;
  return (
    <div data-test="class-effect" data-pictures={use.pictures} data-regions={use.regions}>
      <dl className={styles.figures}>
        {figures.filter(([what, n]) => what !== "apart" || n > 0).map(([what, n]) => <div key={what}><dt>{t(`classes.use.${what}`)}</dt><dd>{format.count(n)}</dd></div>)}
      </dl>
      {removes && use.only > 0 && <p className={styles.why}>{t("classes.remove.only", { n: use.only })}</p>}
      {use.tasks.length === 0 ? (
        <p className={styles.why}>{t("classes.use.no_tasks")}</p>
      ) : (
        <>
          <p className={styles.why}>{t("classes.use.tasks")}</p>
          <ul className={styles.tasks}>{use.tasks.map((one) => <li key={one.id}>{t("classes.use.task", { name: one.name, n: one.pictures })}</li>)}</ul>
        </>
      )}
    </div>
  );
}
