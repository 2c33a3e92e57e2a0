import { useState } from "react";
import { Button, Checkbox, Input, InputNumber, Radio, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { isProblem } from "@/api/problem";
import { filterChoices } from "@/api/pictures";
import { deleteSplit, getSplit, lookSplit, putSplit } from "@/api/sets";
import type { Split, SplitBy, SplitPreview, SplitWanted } from "@/api/contract";
import { Block } from "@/components/Block";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { useAsk } from "@/hooks/useAsk";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { useProject } from "@/hooks/useProject";
import { useSession } from "@/hooks/useSession";
import { say } from "@/lib/say";
import { PartTable } from "./PartTable";
import { RuleWords } from "./RuleWords";
import styles from "./SplitTab.module.css";

const ways = ["class", "random", "folder", "pattern", "column"] as const satisfies readonly SplitBy[];

/** By what rule the project's pictures are parted, and how many are where. */
export function SplitTab() {
  const { project } = useProject();
  const { may } = useSession();
  const query = useQuery({ queryKey: keys.split(project.id), queryFn: () => getSplit(project.id) });
  if (query.error && !query.data) return <div className="page"><ErrorNote error={query.error} retry={() => void query.refetch()} /></div>;
  if (!query.data) return <Loading />;
  // Another rule begins another form.
  return <Parted key={JSON.stringify(query.data.rule)} split={query.data} editable={may("data.write")} />;
}

function Parted({ split, editable }: { split: Split; editable: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const ask = useAsk();
  const { project } = useProject();
  const rule = split.rule ?? null;
  const [preview, setPreview] = useState<SplitPreview | null>(null);
  const refresh = () => {
    for (const head of ["pictures", "versions"]) void client.invalidateQueries({ queryKey: [head] });
  };
  const look = useMutation({ mutationFn: (wanted: SplitWanted) => lookSplit(project.id, wanted), onSuccess: setPreview });
  const apply = useMutation({
    mutationFn: (wanted: SplitWanted) => putSplit(project.id, wanted),
    onSuccess: (next) => {
      client.setQueryData(keys.split(project.id), next);
      refresh();
      setPreview(null);
      notify.done(t("sets.split.applied"));
    },
  });
  const stop = () =>
    ask({
      title: t("sets.split.stop_ask"), content: t("sets.split.stop_why"), okText: t("sets.split.stop"), danger: true,
      onOk: async () => {
        try {
          await deleteSplit(project.id);
          refresh();
          notify.done(t("sets.split.stopped"));
        } catch (error) {
          notify.failed(error);
        }
      },
    });
  return (
    <div className="page">
      <p className={styles.lead}>{t("sets.split.lead")}</p>
      <div className={styles.split}>
        <Block title={t("sets.split.title")} extra={rule && editable && <Button size="small" onClick={stop}>{t("sets.split.stop")}</Button>}>
          <p className={styles.rule}>{rule ? <RuleWords rule={rule} /> : t("sets.split.none")}</p>
          {editable && (
            <Form
              split={split} error={look.error ?? apply.error} looking={look.isPending} applying={apply.isPending}
              onChange={() => { setPreview(null); look.reset(); apply.reset(); }} onLook={look.mutate} onApply={apply.mutate}
            />
          )}
        </Block>
        <div className={styles.column}>
          {preview && (
            <Block title={t("sets.split.then")}>
              <PartTable counts={preview.counts} />
              <Preview preview={preview} />
            </Block>
          )}
          <Block title={t("sets.split.now")}><PartTable counts={split.counts} links={rule !== null} /></Block>
        </div>
      </div>
    </div>
  );
}

type FormProps = {
  split: Split; error: unknown; looking: boolean; applying: boolean;
  onChange: () => void; onLook: (wanted: SplitWanted) => void; onApply: (wanted: SplitWanted) => void;
};

function Form({ split, error, looking, applying, onChange, onLook, onApply }: FormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const rule = split.rule ?? null;
  const [by, setBy] = useState<SplitBy>(rule?.by ?? "class");
  const { project } = useProject();
  const [pattern, setPattern] = useState(rule?.pattern ?? "");
  const [column, setColumn] = useState(rule?.column ?? undefined);
  const choices = useQuery({ queryKey: keys.choices(project.id), queryFn: () => filterChoices(project.id), enabled: by === "column" });
  const [validation, setValidation] = useState(Math.round((rule?.validation ?? 0.1) * 100));
  const [test, setTest] = useState(Math.round((rule?.test ?? 0.2) * 100));
  const [anew, setAnew] = useState(false);
  const named = by === "pattern" || by === "column";
  const wanted: SplitWanted = { by, pattern: named && pattern.trim() !== "" ? pattern.trim() : null, column: by === "column" ? column ?? null : null, validation: validation / 100, test: test / 100, reshuffle: anew };
  const lacks = (by === "pattern" && pattern.trim() === "") || (by === "column" && !column);
  const atPattern = isProblem(error, "split.pattern");
  const put = (then: () => void) => {
    then();
    onChange();
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        onApply(wanted);
      }}
    >
      <Radio.Group className={styles.ways} value={by} aria-label={t("sets.split.by")} onChange={(event) => put(() => setBy(event.target.value as SplitBy))}>
        {ways.map((way) => (
          <Radio key={way} value={way} data-test={`by-${way}`}>
            <span className={styles.way}>{t(`sets.split.${way}`)}</span>
            <span className={styles.why}>{t(`sets.split.${way}_why`)}</span>
          </Radio>
        ))}
      </Radio.Group>
      {by === "column" && (
        <label className={styles.field}>
          <span>{t("sets.split.column_name")}</span>
          <Select
            value={column ?? null} showSearch loading={choices.isLoading} data-test="column" aria-label={t("sets.split.column_name")} notFoundContent={t("columns.none")}
            options={(choices.data?.columns ?? []).map((one) => ({ value: one.name, label: `${one.name} · ${t("columns.values", { n: one.different })}` }))}
            onChange={(name: string | null) => put(() => setColumn(name ?? undefined))}
          />
        </label>
      )}
      {named && (
        <label className={styles.field}>
          <span>{t(by === "column" ? "sets.split.expression_of_value" : "sets.split.expression")}</span>
          <Input className={styles.code} value={pattern} maxLength={200} spellCheck={false} status={atPattern ? "error" : ""} data-test="pattern" onChange={(event) => put(() => setPattern(event.target.value))} />
          <span className={atPattern ? styles.wrong : styles.why}>{atPattern ? say(t, error) : t(by === "column" ? "sets.split.column_hint" : "sets.split.expression_hint")}</span>
        </label>
      )}
      <div className={styles.shares}>
        {([["validation", validation, setValidation], ["test", test, setTest]] as const).map(([part, value, set]) => (
          <label key={part} className={styles.share}>
            <span>{t(`sets.split.${part}`)}</span>
            <InputNumber min={0} max={50} step={5} value={value} addonAfter="%" aria-label={t(`sets.split.${part}`)} onChange={(next) => put(() => set(next ?? 0))} />
          </label>
        ))}
        <span className={styles.why}>{t("sets.split.train_left", { share: format.percent((100 - validation - test) / 100, 0) })}</span>
      </div>
      {rule && <Checkbox checked={anew} onChange={(event) => put(() => setAnew(event.target.checked))}>{t("sets.split.reshuffle")} <span className={styles.why}>{t("sets.split.reshuffle_hint")}</span></Checkbox>}
      {!atPattern && <ErrorNote error={error} />}
      <div className={styles.foot}>
        <Button disabled={lacks} loading={looking} data-test="split-preview" onClick={() => onLook(wanted)}>{t("sets.split.preview")}</Button>
        <Button type="primary" htmlType="submit" disabled={lacks} loading={applying} data-test="split-apply">{t("sets.split.apply")}</Button>
      </div>
    </form>
  );
}

/** What a rule would do beside the numbers. */
function Preview({ preview }: { preview: SplitPreview }) {
  const { t } = useTranslation();
  return (
    <ul className={styles.told}>
      {preview.moved > 0 && <li>{t("sets.split.moved", { n: preview.moved })}</li>}
      {typeof preview.groups === "number" && <li>{t("sets.split.groups", { n: preview.groups })}</li>}
      {preview.largest.length > 0 && (
        <li>{t("sets.split.largest")}{" "}{preview.largest.map((one) => t("sets.split.group", { key: one.key, n: one.pictures })).join(" · ")}</li>
      )}
      {preview.unmatched > 0 && <li>{t("sets.split.unmatched", { n: preview.unmatched, names: preview.unmatched_names.join(" · ") })}</li>}
    </ul>
  );
}
