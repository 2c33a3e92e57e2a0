import { useEffect, useState } from "react";
import { Button, Input } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { useNavigate } from "react-router";
import { isProblem, Problem } from "@/api/problem";
import { createProject } from "@/api/projects";
import { ClassDot } from "@/components/ClassDot";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { PageHead } from "@/components/PageHead";
import { Wizard } from "@/components/Wizard";
import { useTryKey } from "@/hooks/useTryKey";
import { goodColour } from "@/lib/palette";
import { say } from "@/lib/say";
import { bodyOf, emptyDraft, keepDraft, loadDraft, repeated, type Draft } from "../draft";
import { DefectRows } from "../parts/DefectRows";
import { ScenePick } from "../parts/ScenePick";
import { SetPick } from "../parts/SetPick";
import styles from "./NewProjectPage.module.css";

export function NewProjectPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>(loadDraft);
  const [at, setAt] = useState(0);
  const [reached, setReached] = useState(0);
  const [tried, setTried] = useState(false);
  const key = useTryKey();
  useEffect(() => keepDraft(draft), [draft]);

  const goodName = draft.goodName ?? t("project.field.good_default");
  const body = bodyOf(draft, goodName);
  const ofSet = (draft.set?.classes ?? []).filter((one) => repeated([goodName, one.name]) === undefined);
  const twice = repeated([goodName, ...ofSet.map((one) => one.name), ...draft.defects.map((one) => one.name)]);
  const all = [...ofSet, ...body.classes];

  const create = useMutation({
    mutationFn: () => createProject(body, key.of(body)),
    onSuccess: (project) => {
      keepDraft(emptyDraft);
      setDraft(emptyDraft);
      void client.invalidateQueries({ queryKey: ["projects"] });
      void navigate(`/projects/${project.id}`, { replace: true });
    },
    onError: (error) => {
      if (isProblem(error, "project.name_taken")) go(1);
      // Gone meanwhile: without it the project can be made.
      if (error instanceof Problem && error.fields.label_set_id) change({ set: null });
    },
  });
  const nameTaken = isProblem(create.error, "project.name_taken") ? create.error : null;

  const go = (step: number) => {
    setAt(step);
    setReached((before) => Math.max(before, step));
    setTried(false);
  };
  const fine = [true, body.name !== "", goodName.trim() !== "" && twice === undefined, true];
  const next = () => {
    setTried(true);
    if (fine[at]) go(at + 1);
  };
  const change = (part: Partial<Draft>) => {
    if (part.name !== undefined) create.reset();
    setDraft((before) => ({ ...before, ...part }));
  };

  const defects =
    all.length > 0 ? (
      <span className={styles.classes}>
        {all.map((one) => <ClassDot key={one.name} colour={one.colour ?? ""} name={one.name} />)}
      </span>
    ) : (
      t("project.field.no_defects")
    );

  const steps = [
    { key: "scene", title: t("project.new.step_scene"), chosen: reached > 0 ? t(`project.scene.${draft.scene}`) : undefined },
    { key: "product", title: t("project.new.step_product"), chosen: [body.name, body.product].filter(Boolean).join(" · ") },
    { key: "classes", title: t("project.new.step_classes"), chosen: reached > 2 ? [body.good_name, ...all.map((one) => one.name)].join(" · ") : undefined },
    { key: "check", title: t("project.new.step_check") },
  ];

  return (
    <>
      <PageHead title={t("project.new.title")} sub={t("project.new.kept")} above={[{ to: "/projects", text: t("project.list.title") }]} />
      <div className="page">
        <Wizard
          steps={steps}
          at={at}
          reached={reached}
          onGo={go}
          foot={
            <>
              {at > 0 && <Button onClick={() => go(at - 1)}>{t("common.do.back")}</Button>}
              {at < 3 ? (
                <Button type="primary" onClick={next} data-test="next">{t("common.do.next")}</Button>
              ) : (
                <Button type="primary" loading={create.isPending} data-test="create" onClick={() => create.mutate()}>{t("project.new.create")}</Button>
              )}
            </>
          }
        >
          {at === 0 && (
            <>
              <p className={styles.lead}>{t("project.new.scene_lead")}</p>
              <ScenePick value={draft.scene} onChange={(scene) => change({ scene })} />
            </>
          )}
          {at === 1 && (
            <div className={styles.fields}>
              <Field
                label={t("project.field.name")}
                wrong={nameTaken ? say(t, nameTaken) : tried && !fine[1] ? t("project.field.name_needed") : undefined}
              >
                {(props) => (
                  <Input
                    {...props}
                    data-test="name"
                    value={draft.name}
                    maxLength={100}
                    autoFocus
                    placeholder={t("project.field.name_hint")}
                    onChange={(event) => change({ name: event.target.value })}
                    onPressEnter={next}
                  />
                )}
              </Field>
              <Field label={t("project.field.product")}>
                {(props) => (
                  <Input
                    {...props}
                    value={draft.product}
                    maxLength={100}
                    placeholder={t("project.field.product_hint")}
                    onChange={(event) => change({ product: event.target.value })}
                    onPressEnter={next}
                  />
                )}
              </Field>
              <Field label={t("project.field.note")}>
                {(props) => (
                  <Input.TextArea
                    {...props}
                    value={draft.note}
                    maxLength={2000}
                    autoSize={{ minRows: 2, maxRows: 6 }}
                    placeholder={t("project.field.note_hint")}
                    onChange={(event) => change({ note: event.target.value })}
                  />
                )}
              </Field>
            </div>
          )}
          {at === 2 && (
            <div className={styles.fields}>
              <p className={styles.lead}>{t("project.new.classes_lead")}</p>
              <Field
                label={t("project.field.good_name")}
                wrong={tried && goodName.trim() === "" ? t("project.field.good_needed") : undefined}
              >
                {(props) => (
                  <Input
                    {...props}
                    data-test="good-name"
                    value={goodName}
                    maxLength={60}
                    prefix={<ClassDot colour={goodColour} />}
                    onChange={(event) => change({ goodName: event.target.value })}
                  />
                )}
              </Field>
              <SetPick value={draft.set} onChange={(set, good) => change({ set, ...(good ? { goodName: good } : {}) })} />
              <div>
                <h2 className={styles.label}>{t("project.field.defects")}</h2>
                <DefectRows draft={draft} onChange={setDraft} repeated={twice} />
              </div>
            </div>
          )}
          {at === 3 && (
            <>
              <dl className={styles.facts}>
                <dt>{t("project.list.scene")}</dt>
                <dd>{t(`project.scene.${draft.scene}`)}</dd>
                <dt>{t("project.field.name")}</dt>
                <dd>{body.name}</dd>
                <dt>{t("project.field.product")}</dt>
                <dd>{body.product || "–"}</dd>
                <dt>{t("project.field.good_name")}</dt>
                <dd><ClassDot colour={goodColour} name={body.good_name} /></dd>
                <dt>{t("project.field.defects")}</dt>
                <dd>{defects}</dd>
              </dl>
              {!nameTaken && <ErrorNote error={create.error} />}
            </>
          )}
        </Wizard>
      </div>
    </>
  );
}
