import { useMemo, useState } from "react";
import { Button, Checkbox, DatePicker, Input, InputNumber, Radio, Space } from "antd";
import type { Dayjs } from "dayjs";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { getAdvice } from "@/api/advice";
import { createTask, toHandOut } from "@/api/annotating";
import { keys } from "@/api/keys";
import { Problem } from "@/api/problem";
import type { Id, PicturesWanted } from "@/api/contract";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { PageHead } from "@/components/PageHead";
import { useMayHere } from "@/hooks/useMayHere";
import { useNotify } from "@/hooks/useNotify";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { useTryKey } from "@/hooks/useTryKey";
import { useTranslation } from "@/i18n";
import { sayCode } from "@/lib/say";
import { AnnotatorPick } from "../parts/AnnotatorPick";
import { wantedOf } from "../lib/wanted";
import styles from "./NewTaskPage.module.css";

const SAMPLE = 100;
/** Of a hundred. */
const TWICE = 10;
const unlabelled: PicturesWanted = { labelled: false };

/** Hands pictures out. The wall's filters may stand in the address. */
export function NewTaskPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const search = useSearch();
  const navigate = useNavigate();
  const notify = useNotify();
  const may = useMayHere();
  const client = useQueryClient();
  const filter = useMemo(() => wantedOf(search), [search]);
  const [name, setName] = useState("");
  const [which, setWhich] = useState<"open" | "filtered">(filter ? "filtered" : "open");
  const [some, setSome] = useState(false);
  const [sample, setSample] = useState(SAMPLE);
  const [useful, setUseful] = useState(false);
  const advice = useQuery({ queryKey: keys.advice(project.id), queryFn: () => getAdvice(project.id), enabled: some && may("data.read") });
  const [pool, setPool] = useState(false);
  const [people, setPeople] = useState<Id[]>([]);
  const [instructions, setInstructions] = useState("");
  const [twice, setTwice] = useState(false);
  const [share, setShare] = useState(TWICE);
  const [blind, setBlind] = useState(true);
  const [deadline, setDeadline] = useState<Dayjs | null>(null);
  // A lost answer hands nothing out twice.
  const key = useTryKey();
  const pictures = which === "filtered" && filter ? filter : unlabelled;
  const count = useQuery({ queryKey: [...keys.tasks(project.id), "count", pictures], queryFn: () => toHandOut(project.id, pictures) });
  const free = count.data ? count.data.found - count.data.at_work : 0;
  const number = some ? Math.min(sample, free) : free;

  const create = useMutation({
    mutationFn: () => {
      const body = { name, instructions, deadline: deadline?.toISOString() ?? null, pool, people, pictures, sample: some ? sample : null, ...(some && useful ? { useful } : {}), ...(twice ? { twice: share, blind } : {}) };
      return createTask(project.id, body, key.of(body));
    },
    onSuccess: (task) => {
      void client.invalidateQueries({ queryKey: ["annotation-tasks"] });
      const pairs = task.pairs?.waiting ?? 0;
      notify.done(t("annotate.new.done", { n: (task.counts?.open ?? 0) - pairs }));
      void navigate(`/projects/${project.id}/tasks/${task.id}`, { replace: true });
    },
  });
  const fields = create.error instanceof Problem ? create.error.fields : {};
  const wrong = (field: string) => fields[field] && sayCode(t, fields[field], fields[field]);
  const alone = twice && people.length === 1;
  const ready = name.trim() !== "" && (pool || people.length > 0) && number > 0 && !alone;

  return (
    <>
      <PageHead title={t("annotate.tasks.new")} above={[{ to: `/projects/${project.id}`, text: project.name }, { to: `/projects/${project.id}/tasks`, text: t("annotate.tasks.title") }]} />
      <div className={`page ${styles.form}`}>
        <Field label={t("annotate.new.name")} wrong={wrong("name")}>
          {(props) => <Input {...props} value={name} maxLength={100} autoFocus onChange={(event) => setName(event.target.value)} data-test="task-name" />}
        </Field>
        <fieldset className={styles.choices}>
          <legend>{t("annotate.new.pictures")}</legend>
          <Radio.Group value={which} onChange={(event) => setWhich(event.target.value as "open" | "filtered")}>
            <Space direction="vertical">
              <Radio value="open">{t("annotate.new.open")}</Radio>
              {filter && <Radio value="filtered">{t("annotate.new.filtered")}</Radio>}
            </Space>
          </Radio.Group>
          <div className={styles.line}>
            <Checkbox checked={some} onChange={(event) => setSome(event.target.checked)} data-test="some">{t("annotate.new.sample")}</Checkbox>
            {some && <InputNumber min={1} precision={0} value={sample} onChange={(value) => setSample(value ?? 1)} aria-label={t("annotate.new.sample_count")} data-test="sample" />}
            {some && (
              <Radio.Group value={useful} onChange={(event) => setUseful(event.target.value as boolean)} aria-label={t("assist.advice.sample_how")}>
                <Radio value={false}>{t("assist.advice.sample_chance")}</Radio>
                <Radio value={true} disabled={!advice.data || advice.data.useful === 0} data-test="useful">{t("assist.advice.sample_useful")}</Radio>
              </Radio.Group>
            )}
          </div>
          {some && advice.data?.useful === 0 && <p className={styles.count}>{t("assist.advice.sample_none")}</p>}
          <ErrorNote error={count.error} retry={() => void count.refetch()} />
          {count.data && (
            <p className={styles.count} data-test="count">
              {t("annotate.new.count", { n: number })} {count.data.at_work > 0 && t("annotate.new.at_work", { n: count.data.at_work })}
            </p>
          )}
        </fieldset>
        <fieldset className={styles.choices}>
          <legend>{t("annotate.new.whom")}</legend>
          <Radio.Group value={pool} onChange={(event) => setPool(event.target.value as boolean)}>
            <Space direction="vertical">
              <Radio value={false}>{t("annotate.new.people")}</Radio>
              <Radio value={true} data-test="pool">{t("annotate.new.pool")}</Radio>
            </Space>
          </Radio.Group>
        </fieldset>
        <Field label={t(pool ? "annotate.new.who_pool" : "annotate.new.who")} wrong={wrong("people")}>
          {({ id, status }) => <AnnotatorPick id={id} status={status} value={people} onChange={setPeople} label={t("annotate.new.who")} />}
        </Field>
        <fieldset className={styles.choices}>
          <legend>{t("annotate.pairs.new")}</legend>
          <div className={styles.line}>
            <Checkbox checked={twice} onChange={(event) => setTwice(event.target.checked)} data-test="twice">{t("annotate.pairs.new_do")}</Checkbox>
            {twice && <InputNumber min={1} max={100} precision={0} value={share} onChange={(value) => setShare(value ?? TWICE)} suffix="%" aria-label={t("annotate.pairs.new_share")} data-test="share" />}
            {twice && <span className={styles.count}>{t("annotate.pairs.new_count", { n: Math.ceil((number * share) / 100) })}</span>}
          </div>
          {twice && <Checkbox checked={blind} onChange={(event) => setBlind(event.target.checked)} data-test="blind">{t("annotate.pairs.blind")}</Checkbox>}
          {twice && <p className={styles.count}>{t(alone ? "annotate.pairs.new_alone" : blind ? "annotate.pairs.blind_says" : "annotate.pairs.seen_says")}</p>}
        </fieldset>
        <Field label={t("annotate.new.instructions")} hint={t("annotate.new.instructions_hint")} wrong={wrong("instructions")}>
          {(props) => <Input.TextArea {...props} value={instructions} maxLength={5000} autoSize={{ minRows: 3, maxRows: 10 }} onChange={(event) => setInstructions(event.target.value)} />}
        </Field>
        <Field label={t("annotate.tasks.due")} wrong={wrong("deadline")}>
          {({ id }) => <DatePicker id={id} showTime={{ format: "HH:mm" }} value={deadline} onChange={(value) => setDeadline(value as Dayjs | null)} />}
        </Field>
        {create.error && Object.keys(fields).length === 0 && <ErrorNote error={create.error} />}
        <div className={styles.line}>
          <Button type="primary" disabled={!ready} loading={create.isPending} onClick={() => create.mutate()} data-test="create">{t("annotate.new.do")}</Button>
        </div>
      </div>
    </>
  );
}
