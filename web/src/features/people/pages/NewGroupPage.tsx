import { useState } from "react";
import { Button } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { createGroup, tryGroup } from "@/api/groups";
import { keys } from "@/api/keys";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { PageHead } from "@/components/PageHead";
import { PersonPick } from "@/components/PersonPick";
import { TickList } from "@/components/TickList";
import { Wizard } from "@/components/Wizard";
import { useNotify } from "@/hooks/useNotify";
import { useTranslation } from "@/i18n";
import { useDraft } from "../lib/draft";
import { sayFound, useFound } from "../lib/useFound";
import { useRoles } from "../lib/useChoices";
import { TitleFields } from "../parts/TitleFields";
import { Chosen } from "../parts/UsersPreview";
import styles from "../parts/parts.module.css";

type Draft = { name: string; description: string; roles: string[]; members: string[] };
const empty: Draft = { name: "", description: "", roles: [], members: [] };
const stepOf = (field: string): number => (field === "role_ids" ? 1 : field === "user_ids" ? 2 : 0);

export function NewGroupPage() {
  const { t } = useTranslation();
  const notify = useNotify();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { draft, change, forget } = useDraft("draft.group", empty);
  const { ticks } = useRoles();
  const [at, setAt] = useState(0);
  const [reached, setReached] = useState(0);
  const found = useFound();
  const roles = draft.roles.filter((id) => ticks.some((one) => one.id === id));
  const words = { name: draft.name.trim(), description: draft.description.trim() };
  const check = useMutation({
    mutationFn: (step: number) => tryGroup(step === 0 ? words : { ...words, role_ids: roles }),
    onSuccess: (rows, step) => {
      const bad = rows.filter((row) => stepOf(row.field) <= step);
      found.set(bad);
      if (bad.length > 0) return setAt(Math.min(...bad.map((row) => stepOf(row.field))));
      setAt(step + 1);
      setReached((before) => Math.max(before, step + 1));
    },
    onError: found.take,
  });
  const create = useMutation({
    mutationFn: () => createGroup({ ...words, role_ids: roles, ...(draft.members.length > 0 ? { user_ids: draft.members } : {}) }),
    onSuccess: (group) => {
      forget();
      notify.done(t("people.group.created", { name: group.name }));
      void client.invalidateQueries({ queryKey: keys.people });
      void navigate(`/admin/groups/${group.id}`, { replace: true });
    },
    onError: (error) => {
      const rows = found.take(error);
      if (rows.length > 0) setAt(Math.min(...rows.map((row) => stepOf(row.field))));
    },
  });
  const [tried, setTried] = useState(false);
  const next = () => {
    setTried(at === 1);
    if (at === 1 && roles.length === 0) return;
    check.mutate(at);
  };
  const steps = [
    { key: "facts", title: t("people.group.step_facts"), chosen: words.name },
    { key: "roles", title: t("people.group.step_roles"), chosen: ticks.filter((one) => roles.includes(one.id)).map((one) => one.name).join(" · ") },
    { key: "preview", title: t("people.wizard.step_preview") },
  ];
  return (
    <>
      <PageHead title={t("people.groups.new")} above={[{ to: "/admin/groups", text: t("people.groups.title") }]} />
      <div className="page">
        <Wizard
          steps={steps} at={at} reached={reached} onGo={setAt}
          foot={
            <>
              {at > 0 && <Button onClick={() => setAt(at - 1)} data-test="back">{t("common.do.back")}</Button>}
              {at < 2 ? (
                <Button type="primary" loading={check.isPending} onClick={next} data-test="next">{t("common.do.next")}</Button>
              ) : (
                <Button type="primary" loading={create.isPending} disabled={roles.length === 0} onClick={() => create.mutate()} data-test="create">{t("people.group.create")}</Button>
              )}
            </>
          }
        >
          {at === 0 && (
            <TitleFields
              value={draft} found={found.rows} onEnter={next}
              onChange={(part) => {
                found.touch(Object.keys(part));
                change(part);
                setReached(0);
              }}
            />
          )}
          {at === 1 && (
            <div className={styles.stack}>
              <p className={styles.lead}>{t("people.group.roles_lead")}</p>
              <TickList
                label={t("people.field.role_ids")} items={ticks} value={roles} none={t("people.pick.no_roles")}
                onChange={(ids) => {
                  found.touch(["role_ids"]);
                  change({ roles: ids });
                }}
              />
              {tried && roles.length === 0 && <p className={styles.wrong} role="alert">{t("people.group.role_needed")}</p>}
              {found.rows.filter((row) => row.field === "role_ids").map((row) => <p key={row.code} className={styles.wrong} role="alert">{sayFound(t, row)}</p>)}
            </div>
          )}
          {at === 2 && (
            <div className={styles.stack} data-test="preview">
              <div className={styles.rowLine}>
                <strong>{words.name}</strong>
                <span className={styles.grow}>{words.description || "–"}</span>
              </div>
              <Chosen title={t("people.field.role_ids")} items={ticks.filter((one) => roles.includes(one.id))} onRemove={(id) => change({ roles: roles.filter((one) => one !== id) })} />
              <Field label={t("people.group.members_optional")}>
                {(props) => <PersonPick id={props.id} label={t("people.group.members_optional")} value={draft.members} onChange={(members) => change({ members })} />}
              </Field>
            </div>
          )}
          <ErrorNote error={found.rows.length > 0 ? null : (check.error ?? create.error)} />
        </Wizard>
      </div>
    </>
  );
}
