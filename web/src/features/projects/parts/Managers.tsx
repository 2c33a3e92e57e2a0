// Who may hand out and review the annotation work of this project alone.
import { useState } from "react";
import { Button, Input } from "antd";
import type { TableColumnsType } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { addManager, listManagers, removeManager, type Manager } from "@/api/managers";
import { Problem } from "@/api/problem";
import { Block } from "@/components/Block";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { ListTable } from "@/components/ListTable";
import { TimeAgo } from "@/components/TimeAgo";
import { useNotify } from "@/hooks/useNotify";
import { usePaged } from "@/hooks/usePaged";
import { useProject } from "@/hooks/useProject";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { sayCode } from "@/lib/say";
import styles from "../pages/SettingsPage.module.css";

export function Managers() {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const { project } = useProject();
  const { me, may } = useSession();
  const [user, setUser] = useState("");
  const list = usePaged<Manager>(keys.managers(project.id), (cursor) => listManagers(project.id, { limit: 50, cursor }));
  const again = () => client.invalidateQueries({ queryKey: keys.managers(project.id) });
  // Nobody gives what they lack, but whoever made the project.
  const mayName = project.owner_id === me?.id || (may("annotation.dispatch") && may("annotation.review"));
  const add = useMutation({
    mutationFn: () => addManager(project.id, user.trim()),
    onSuccess: (made) => {
      setUser("");
      notify.done(t("managers.added", { name: made.name }));
      void again();
    },
  });
  const remove = useMutation({
    mutationFn: (one: Manager) => removeManager(project.id, one.id),
    onSuccess: (_, one) => notify.done(t("managers.removed", { name: one.name })),
    onError: notify.failed,
    onSettled: () => void again(),
  });
  const wrong = add.error instanceof Problem ? add.error.fields.user : undefined;
  const columns: TableColumnsType<Manager> = [
    { key: "person", title: t("managers.person"), render: (_, one) => (one.nickname && one.nickname !== one.name ? `${one.nickname} · ${one.name}` : one.name) },
    { key: "since", title: t("managers.since"), render: (_, one) => <TimeAgo at={one.named_at} /> },
    { key: "by", title: t("managers.by"), render: (_, one) => one.named_by ?? "–" },
    {
      key: "do", title: "", align: "right",
      render: (_, one) =>
        mayName && (
          <Button size="small" aria-label={t("managers.remove_of", { name: one.name })} loading={remove.isPending && remove.variables.id === one.id} onClick={() => remove.mutate(one)} data-test={`remove-${one.name}`}>
            {t("managers.remove")}
          </Button>
        ),
    },
  ];
  return (
    <Block title={t("managers.title")}>
      <p className={styles.lead}>{t("managers.lead")}</p>
      <ListTable name="project-managers" list={list} columns={columns} empty={<p className={styles.lead} data-test="no-managers">{t("managers.none")}</p>} />
      {mayName ? (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (user.trim()) add.mutate();
          }}
        >
          <Field label={t("managers.user")} hint={t("managers.user_hint")} wrong={wrong && sayCode(t, wrong, wrong)}>
            {(props) => <Input {...props} value={user} maxLength={100} onChange={(event) => setUser(event.target.value)} data-test="manager-user" />}
          </Field>
          {!wrong && <ErrorNote error={add.error} />}
          <div>
            <Button htmlType="submit" disabled={user.trim() === ""} loading={add.isPending} data-test="manager-add">{t("managers.add")}</Button>
          </div>
        </form>
      ) : (
        <p className={styles.lead}>{t("managers.closed")}</p>
      )}
    </Block>
  );
}
