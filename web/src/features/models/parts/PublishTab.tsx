import { useState, type ReactNode } from "react";
import { Button, Input, Steps } from "antd";
import { DownloadOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { Link } from "react-router";
import type { Tagged } from "@/api/client";
import { keys } from "@/api/keys";
import { modelOnnx, modelPackage, patchModel } from "@/api/models";
import { isProblem } from "@/api/problem";
import type { Model, Stage } from "@/api/contract";
import { Block } from "@/components/Block";
import { TimeAgo } from "@/components/TimeAgo";
import { useFormat } from "@/hooks/useFormat";
import { useModelClass } from "@/hooks/useModelClass";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { StageButton } from "./StageButton";
import styles from "./PublishTab.module.css";

const stages = ["draft", "released", "retired"] as const satisfies readonly Stage[];

export function PublishTab({ model: tagged }: { model: Tagged<Model> }) {
  const { t } = useTranslation();
  const { may } = useSession();
  const model = tagged.value;
  const at = stages.indexOf(model.stage);
  return (
    <div className={styles.split}>
      <div className={styles.column}>
        <Block title={t("models.publish.stage")}>
          <Steps
            size="small" current={at} responsive
            items={stages.map((one) => ({ title: t(`common.state.${one}`), description: t(`models.publish.means_${one}`) }))}
          />
          {may("model.write") && (
            <div className={styles.actions}>
              {model.stage === "draft" && <StageButton model={tagged} to="released" />}
              {model.stage === "released" && <StageButton model={tagged} to="retired" />}
            </div>
          )}
        </Block>
        <Words key={model.id} model={tagged} editable={may("model.write")} />
        <Block title={t("models.publish.download")}>
          <div className={styles.downloads}>
            <Download href={modelPackage(model.id)} name={t("models.publish.package")} meaning={t("models.publish.package_meaning")} />
            {model.task !== "recipe" && <Download href={modelOnnx(model.id)} name={t("models.publish.onnx")} meaning={t("models.publish.onnx_meaning")} />}
          </div>
        </Block>
      </div>
      <Facts model={model} />
    </div>
  );
}

function Download({ href, name, meaning }: { href: string; name: string; meaning: string }) {
  const { t } = useTranslation();
  return (
    <div className={styles.download}>
      <div>
        <b>{name}</b>
        <p>{meaning}</p>
      </div>
      <Button href={href} icon={<DownloadOutlined />} download>{t("common.do.download")}</Button>
    </div>
  );
}

function Words({ model: tagged, editable }: { model: Tagged<Model>; editable: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const model = tagged.value;
  // What is written here was begun on this.
  const [begun, setBegun] = useState(tagged);
  const [name, setName] = useState(model.name);
  const [note, setNote] = useState(model.note);
  const [told, setTold] = useState(false);
  const written = name.trim() !== begun.value.name || note !== begun.value.note;
  const moved = model.name !== begun.value.name || model.note !== begun.value.note;
  const changed = name.trim() !== model.name || note !== model.note;
  // What somebody else saved meanwhile is shown where nothing is written, and else told before it is written over.
  if (moved && (!written || !changed)) {
    setBegun(tagged);
    setName(model.name);
    setNote(model.note);
    setTold(false);
  }
  const save = useMutation({
    mutationFn: () => patchModel(model.id, { name: name.trim(), note }, moved && !told ? begun.etag : tagged.etag),
    onSuccess: (next) => {
      setName(next.value.name);
      setNote(next.value.note);
      client.setQueryData(keys.model(model.id), next);
      void client.invalidateQueries({ queryKey: ["models"] });
      notify.done(t("models.publish.saved"));
    },
    onError: (error) => {
      setTold(isProblem(error, "precondition.failed"));
      void client.invalidateQueries({ queryKey: keys.model(model.id) });
      notify.failed(error);
    },
  });
  return (
    <Block title={t("models.publish.words")}>
      <div className={styles.words}>
        <label className={styles.field}>
          <span>{t("models.publish.name")}</span>
          <Input value={name} disabled={!editable} maxLength={100} onChange={(event) => setName(event.target.value)} />
        </label>
        <label className={styles.field}>
          <span>{t("models.publish.note")}</span>
          <Input.TextArea value={note} disabled={!editable} rows={3} maxLength={2000} placeholder={t("models.publish.note_hint")} onChange={(event) => setNote(event.target.value)} />
        </label>
        {editable && <div><Button type="primary" disabled={!changed || name.trim() === ""} loading={save.isPending} onClick={() => save.mutate()}>{t("common.do.save")}</Button></div>}
      </div>
    </Block>
  );
}

function Facts({ model }: { model: Model }) {
  const { t } = useTranslation();
  const format = useFormat();
  const modelClass = useModelClass();
  const facts: [string, ReactNode][] = [
    [t("models.fact.number"), model.number],
    [t("models.fact.task"), t(`models.task.${model.task}`)],
    ...(model.task === "recipe" ? [] : [[t("models.threshold.title"), format.score(model.threshold)], [t("models.fact.classes"), model.classes.map((told) => modelClass(told).name).join(" · ") || "–"]] as [string, ReactNode][]),
    [t("models.fact.size"), format.bytes(model.bytes)],
    [t("models.fact.created"), <TimeAgo key="created" at={model.created_at} />],
    ...(model.task === "recipe"
      ? (model.recipe ? [[t("models.task.recipe"), <Link key="recipe" to={`/projects/${model.project_id}/recipes/${model.recipe.recipe_id}/versions`}>{t("models.page.of_recipe", { number: model.recipe.number })}</Link>] as [string, ReactNode]] : [])
      : [[t("models.fact.training"), <Link key="job" to={`/projects/${model.project_id}/trainings/${model.job_id}`}>{t("models.fact.open_training")}</Link>] as [string, ReactNode]]),
  ];
  return (
    <Block title={t("models.fact.title")}>
      {model.task === "recipe" && <p>{t("models.page.of_recipe_text")}</p>}
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}><dt>{name}</dt><dd>{value}</dd></div>
        ))}
      </dl>
    </Block>
  );
}
