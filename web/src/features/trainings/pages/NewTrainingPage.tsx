import { useState } from "react";
import { Button, Checkbox, Input, InputNumber, Radio, Select } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { useNavigate } from "react-router";
import { newKey } from "@/api/client";
import { keys } from "@/api/keys";
import { listVersions } from "@/api/pictures";
import { getBeadPlan, getBoardLayout, getGoldenPicture, getTextPlan, startTraining } from "@/api/trainings";
import { Block } from "@/components/Block";
import { ErrorNote } from "@/components/ErrorNote";
import { PageHead } from "@/components/PageHead";
import { ClusterNote } from "@/components/ClusterNote";
import { useCluster } from "@/hooks/useCluster";
import { useFormat } from "@/hooks/useFormat";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { NOW, budgets, bodyOf, canTune, choiceOf, lacks, taskOf, tasks } from "../lib/choice";
import { useStock } from "../lib/useStock";
import { BeadBlock } from "../parts/BeadBlock";
import { BoardBlock } from "../parts/BoardBlock";
import { GoldenBlock } from "../parts/GoldenBlock";
import { Takes } from "../parts/Takes";
import { TextBlock } from "../parts/TextBlock";
import styles from "./NewTrainingPage.module.css";

const FORM = "new-training";

export function NewTrainingPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const search = useSearch();
  const navigate = useNavigate();
  const format = useFormat();
  // Pressing twice, or a second try after the line was cut, starts one training.
  const [key] = useState(newKey);
  const versions = useQuery({ queryKey: [...keys.versions(project.id), "form"], queryFn: () => listVersions(project.id, { limit: 100 }) });
  // The one that was published last is proposed, wherever in the list it stands.
  const published = useQuery({
    queryKey: keys.versions(project.id, { proposed: true }), queryFn: () => listVersions(project.id, { limit: 1, sort: "-published_at" }),
  });
  const proposed = published.data?.items.find((one) => one.published_at) ?? null;
  const items = [...(proposed ? [proposed] : []), ...(versions.data?.items ?? []).filter((one) => one.id !== proposed?.id)];
  const choice = choiceOf(search.get, project.scene, proposed?.id ?? null);
  const version = items.find((one) => one.id === choice.version) ?? null;
  const { current } = useCluster();
  const stock = useStock(project, version);
  const ofBead = choice.task === "glue";
  const drawn = useQuery({ queryKey: keys.beadPlan(project.id), queryFn: () => getBeadPlan(project.id), enabled: ofBead });
  const plan = drawn.data?.plan ?? null;
  const ofBoard = choice.task === "components";
  const placed = useQuery({ queryKey: keys.boardLayout(project.id), queryFn: () => getBoardLayout(project.id), enabled: ofBoard });
  const layout = placed.data?.layout ?? null;
  const ofText = choice.task === "read";
  const texts = useQuery({ queryKey: keys.textPlan(project.id), queryFn: () => getTextPlan(project.id), enabled: ofText });
  const ofGolden = choice.task === "compare";
  const chosen = useQuery({ queryKey: keys.goldenPicture(project.id), queryFn: () => getGoldenPicture(project.id), enabled: ofGolden });
  const golden = chosen.data?.picture_id ?? null;
  const asking = (ofBead && drawn.isPending) || (ofBoard && placed.isPending) || (ofText && texts.isPending) || (ofGolden && chosen.isPending);
  const ready = { glue: plan, components: layout, read: texts.data?.plan ?? null, compare: golden };
  // Where light or colour alone tells bead from ground, no good picture is needed.
  const byTone = ofBead && (plan?.threshold ?? null) !== null;
  const missing = stock && !asking && !byTone ? lacks(choice.task, stock, choice.task in ready && ready[choice.task as keyof typeof ready] !== null) : null;

  const start = useMutation({
    mutationFn: () => startTraining(project.id, { ...bodyOf(choice), ...(current ? { virtual_cluster_id: current.id } : {}) }, key),
    onSuccess: (job) => void navigate(`../${job.id}`, { relative: "path" }),
  });

  return (
    <>
      <PageHead title={t("trainings.form.title")} above={[{ to: `/projects/${project.id}/trainings`, text: t("trainings.list.title") }]} />
      <div className={`page ${styles.split}`}>
        <form
          id={FORM}
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            start.mutate();
          }}
        >
          <Block title={t("trainings.form.task")}>
            <Radio.Group className={styles.cards} value={choice.task} onChange={(event) => search.set({ task: String(event.target.value) })}>
              {tasks.map((task) => (
                <Radio key={task} value={task} className={styles.card}>
                  <span className={styles.cardName}>
                    {t(`models.task.${task}`)}
                    {task === taskOf(project.scene) && <span className={styles.mark}>{t("trainings.form.fits")}</span>}
                  </span>
                  <span className={styles.cardText}>{t(`trainings.task.${task}`)}</span>
                </Radio>
              ))}
            </Radio.Group>
          </Block>
          <Block title={t("trainings.form.data")}>
            <Select
              className={styles.wide}
              value={choice.version ?? NOW}
              loading={versions.isPending || published.isPending}
              aria-label={t("trainings.form.data")}
              onChange={(value) => search.set({ version: value })}
              options={[
                { value: NOW, label: t("trainings.form.version_now") },
                ...items.map((one) => ({
                  value: one.id,
                  label: (one.published_at ? `${t("sets.version.published")} · ` : "") + t("trainings.form.version", { number: one.number, n: one.labelled, note: one.note ? ` · ${one.note}` : "" }),
                })),
              ]}
            />
            <p className={styles.hint}>{t(choice.version ? "trainings.form.version_fixed" : "trainings.form.version_now_hint")}</p>
          </Block>
          {choice.task === "anomaly" && (
            <Block title={t("trainings.form.paste")}>
              <Checkbox checked={choice.pasteIn} data-test="paste-in" onChange={(event) => search.set({ paste: event.target.checked === (project.scene === "foreign_object") ? undefined : event.target.checked ? "yes" : "no" })}>{t("trainings.form.paste_in")}</Checkbox>
              <p className={styles.hint}>{t("trainings.form.paste_hint")}</p>
            </Block>
          )}
          {ofBoard && <BoardBlock project={project.id} layout={layout} className={styles.hint} />}
          {ofText && <TextBlock project={project.id} plan={texts.data?.plan ?? null} className={styles.hint} />}
          {ofGolden && <GoldenBlock project={project.id} golden={golden} className={styles.hint} />}
          {ofBead ? <BeadBlock project={project.id} plan={plan} className={styles.hint} /> : <Block title={t("trainings.form.rule")}>
            <Radio.Group className={styles.rules} value={choice.rule} onChange={(event) => search.set({ rule: event.target.value === "cost" ? undefined : "overkill" })}>
              <Radio value="cost">
                <span className={styles.line}>
                  {t("trainings.form.cost_before")}
                  <InputNumber
                    size="small" min={0.01} max={1_000_000} value={choice.cost} disabled={choice.rule !== "cost"}
                    aria-label={t("trainings.form.cost")}
                    onChange={(value) => search.set({ cost: value === null ? undefined : String(value) })}
                  />
                  {t("trainings.form.cost_after")}
                </span>
              </Radio>
              <Radio value="overkill">
                <span className={styles.line}>
                  {t("trainings.form.overkill_before")}
                  <InputNumber
                    size="small" min={0} max={100} step={0.1} suffix="%" value={choice.overkillPercent} disabled={choice.rule !== "overkill"}
                    aria-label={t("trainings.form.overkill")}
                    onChange={(value) => search.set({ overkill: value === null ? undefined : String(value) })}
                  />
                </span>
              </Radio>
            </Radio.Group>
            <p className={styles.hint}>{t("trainings.form.rule_hint")}</p>
          </Block>}
          {canTune(choice.task) && <Block title={t("text.tune.title")}>
            <Checkbox data-test="tune" checked={choice.tune} onChange={(event) => search.set({ tune: event.target.checked ? "1" : undefined })}>{t(`text.tune.${choice.task}`)}</Checkbox>
            <p className={styles.hint}>{t(`text.tune.${choice.task}_hint`)}</p>
          </Block>}
          <Block title={t("trainings.form.limits")}>
            <div className={styles.pair}>
              <label className={styles.field}>
                <span>{t("trainings.form.budget")}</span>
                <Select
                  value={choice.budgetS ?? 0}
                  onChange={(value) => search.set({ budget: value ? String(value) : undefined })}
                  options={[{ value: 0, label: t("trainings.form.no_budget") }, ...budgets.map((value) => ({ value, label: format.duration(value) }))]}
                />
              </label>
              <label className={styles.field}>
                <span>{t("trainings.form.name")}</span>
                <Input
                  value={choice.name} maxLength={100} placeholder={t("trainings.form.name_hint")}
                  onChange={(event) => search.set({ name: event.target.value })}
                />
              </label>
            </div>
            <p className={styles.hint}>{t("trainings.form.budget_hint")}</p>
          </Block>
        </form>
        <Takes project={project} choice={choice} stock={stock} version={version}>
          {missing && <p className={styles.missing} role="alert">{t(`trainings.lacks.${missing}`)}</p>}
          <ClusterNote training />
          <ErrorNote error={start.error ?? drawn.error ?? placed.error ?? texts.error ?? chosen.error} />
          <Button
            type="primary" htmlType="submit" form={FORM} size="large" block data-test="start-training" loading={start.isPending}
            disabled={!current || published.isPending || missing !== null || asking || (choice.version !== null && !version)}
          >
            {t("trainings.form.start")}
          </Button>
        </Takes>
      </div>
    </>
  );
}
