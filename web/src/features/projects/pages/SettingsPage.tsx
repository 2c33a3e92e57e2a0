import { useState } from "react";
import { Button, Input, Switch } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { isProblem } from "@/api/problem";
import { patchProject } from "@/api/projects";
import { Block } from "@/components/Block";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { PageHead } from "@/components/PageHead";
import { useNotify } from "@/hooks/useNotify";
import { useProject } from "@/hooks/useProject";
import { Catalogue } from "../parts/Catalogue";
import { ClassEditor } from "../parts/ClassEditor";
import { DeleteProject } from "../parts/DeleteProject";
import { Managers } from "../parts/Managers";
import styles from "./SettingsPage.module.css";

export function SettingsPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  return (
    <>
      <PageHead title={t("project.settings.title")} above={[{ to: `/projects/${project.id}`, text: project.name }]} />
      <div className={`page ${styles.page}`}>
        {/* A fresh form whenever somebody else changed the project. */}
        <General key={`${project.name}\n${project.product}\n${project.note}\n${String(project.public)}`} />
        <Block title={t("project.home.classes")} extra={<Catalogue />}>
          <ClassEditor />
        </Block>
        <Managers />
        <DeleteBlock />
      </div>
    </>
  );
}

function General() {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const { project, etag } = useProject();
  const [name, setName] = useState(project.name);
  const [product, setProduct] = useState(project.product);
  const [note, setNote] = useState(project.note);
  const [open, setOpen] = useState(project.public);
  const changed = open !== project.public || name !== project.name || product !== project.product || note !== project.note;
  const save = useMutation({
    mutationFn: () => patchProject(project.id, { name: name.trim(), product: product.trim(), note: note.trim(), public: open }, etag),
    onSuccess: (answer) => {
      client.setQueryData(keys.project(project.id), answer);
      void client.invalidateQueries({ queryKey: ["projects"] });
      notify.done(t("project.settings.saved"));
    },
  });
  const stale = isProblem(save.error, "precondition.failed");
  return (
    <Block title={t("project.settings.general")}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) save.mutate();
        }}
      >
        <Field label={t("project.field.name")} wrong={name.trim() ? undefined : t("project.field.name_needed")}>
          {(props) => <Input {...props} value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field label={t("project.field.product")}>
          {(props) => <Input {...props} value={product} maxLength={100} onChange={(event) => setProduct(event.target.value)} />}
        </Field>
        <Field label={t("project.field.note")}>
          {(props) => (
            <Input.TextArea
              {...props}
              value={note}
              maxLength={2000}
              autoSize={{ minRows: 2, maxRows: 8 }}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("project.scope.public")} hint={t("project.scope.public_hint")}>
          {({ id, ...props }) => <span><Switch id={id} aria-label={t("project.scope.public")} aria-describedby={props["aria-describedby"]} checked={open} onChange={setOpen} data-test="public" /></span>}
        </Field>
        <ErrorNote
          error={save.error}
          retry={stale ? () => void client.invalidateQueries({ queryKey: keys.project(project.id) }) : undefined}
        />
        <div>
          <Button type="primary" htmlType="submit" disabled={!changed || !name.trim()} loading={save.isPending}>
            {t("common.do.save")}
          </Button>
        </div>
      </form>
    </Block>
  );
}

function DeleteBlock() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { project } = useProject();
  const [open, setOpen] = useState(false);
  return (
    <Block title={t("project.settings.delete_title")}>
      <p className={styles.lead}>{t("project.settings.delete_why")}</p>
      <Button danger onClick={() => setOpen(true)}>
        {t("project.settings.delete_do")}
      </Button>
      <DeleteProject project={project} open={open} onClose={() => setOpen(false)} onDone={() => navigate("/projects", { replace: true })} />
    </Block>
  );
}
