import { useState } from "react";
import { Button } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { isProblem } from "@/api/problem";
import { createUsers } from "@/api/users";
import type { MadeUser, RowProblem } from "@/api/people";
import { ErrorNote } from "@/components/ErrorNote";
import { PageHead } from "@/components/PageHead";
import { TickList } from "@/components/TickList";
import { Wizard } from "@/components/Wizard";
import { useTranslation } from "@/i18n";
import { useDraft } from "../lib/draft";
import { bodyOf, emptyUsers, sayProblem, stepOf, withoutPasswords } from "../lib/rows";
import { useGroups, useRoles } from "../lib/useChoices";
import { InvitationLinks } from "../parts/InvitationLinks";
import { UserRows } from "../parts/UserRows";
import { UsersPreview } from "../parts/UsersPreview";
import styles from "../parts/parts.module.css";

export function NewUsersPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { draft, change, forget } = useDraft("draft.users", emptyUsers, withoutPasswords);
  const roles = useRoles();
  const groups = useGroups();
  const [at, setAt] = useState(0);
  const [reached, setReached] = useState(0);
  const [problems, setProblems] = useState<RowProblem[]>([]);
  const [made, setMade] = useState<MadeUser[] | null>(null);
  // Roles and groups that are gone meanwhile are not sent.
  const chosen = {
    ...draft,
    roles: draft.roles.filter((id) => roles.ticks.some((one) => one.id === id)),
    groups: draft.groups.filter((id) => groups.ticks.some((one) => one.id === id)),
  };

  const go = (step: number) => {
    setAt(step);
    setReached((before) => Math.max(before, step));
  };
  const show = (found: RowProblem[]) => {
    setProblems(found);
    const first = found[0];
    if (first) setAt(Math.min(...found.map((one) => stepOf(one.field))));
    return found.length === 0;
  };
  const check = useMutation({
    mutationFn: (step: number) => createUsers(bodyOf(chosen, step > 0), true),
    onSuccess: (answer, step) => {
      if (show(answer.rows)) go(step + 1);
    },
  });
  const create = useMutation({
    mutationFn: () => createUsers(bodyOf(chosen, true), false),
    onSuccess: (answer) => {
      setMade(answer.made);
      forget();
      void client.invalidateQueries({ queryKey: keys.people });
    },
    onError: (error) => {
      if (isProblem(error, "request.rows") && Array.isArray(error.params.rows)) show(error.params.rows as RowProblem[]);
    },
  });
  const noRole = chosen.roles.length + chosen.groups.length === 0;
  const [tried, setTried] = useState(false);
  const next = () => {
    setTried(true);
    if (at === 1 && noRole) return;
    setTried(false);
    check.mutate(at);
  };
  const error = check.error ?? (isProblem(create.error, "request.rows") && problems.length > 0 ? null : create.error);
  const again = () => {
    setMade(null);
    setAt(0);
    setReached(0);
    setProblems([]);
    create.reset();
  };

  const head = <PageHead title={t("people.users.new")} sub={made ? undefined : t("people.wizard.kept")} above={[{ to: "/admin/users", text: t("people.users.title") }]} />;
  if (made) {
    return (
      <>
        {head}
        <div className="page">
          <section className={styles.stack} data-test="made">
            <h2 className={styles.heading}>{t("people.wizard.made", { n: made.length })}</h2>
            <InvitationLinks made={made} />
            <div className={styles.actions}>
              <Button type="primary" onClick={() => void navigate("/admin/users")} data-test="done">{t("people.links.done")}</Button>
              <Button onClick={again}>{t("people.links.again")}</Button>
            </div>
          </section>
        </div>
      </>
    );
  }

  const names = [...roles.ticks.filter((one) => chosen.roles.includes(one.id)), ...groups.ticks.filter((one) => chosen.groups.includes(one.id))].map((one) => one.name);
  const steps = [
    { key: "fields", title: t("people.wizard.step_fields"), chosen: reached > 0 ? t("people.wizard.count", { n: draft.rows.length }) : undefined },
    { key: "roles", title: t("people.wizard.step_roles"), chosen: names.join(" · ") },
    { key: "preview", title: t("people.wizard.step_preview") },
  ];
  return (
    <>
      {head}
      <div className="page">
        <Wizard
          steps={steps} at={at} reached={reached} onGo={setAt}
          foot={
            <>
              {at > 0 && <Button onClick={() => setAt(at - 1)} data-test="back">{t("common.do.back")}</Button>}
              {at < 2 ? (
                <Button type="primary" loading={check.isPending} onClick={next} data-test="next">{t("common.do.next")}</Button>
              ) : (
                <Button type="primary" loading={create.isPending} disabled={noRole} onClick={() => create.mutate()} data-test="create">
                  {t("people.wizard.create", { n: draft.rows.length })}
                </Button>
              )}
            </>
          }
        >
          {at === 0 && (
            <UserRows
              draft={draft}
              problems={problems}
              onChange={(part) => {
                change(part);
                // Jumping over a changed step would skip its check.
                setReached(0);
              }}
              onTouch={(index, field) => setProblems((before) => before.filter((one) => one.index !== index || one.field !== field))}
              onEnter={next}
            />
          )}
          {at === 1 && (
            <div className={styles.stack}>
              <p className={styles.lead}>{t("people.wizard.roles_lead")}</p>
              <h2 className={styles.heading}>{t("people.field.role_ids")}</h2>
              <ErrorNote error={roles.error ?? groups.error} />
              <TickList label={t("people.field.role_ids")} items={roles.ticks} value={chosen.roles} onChange={(ids) => change({ roles: ids })} none={t("people.pick.no_roles")} />
              <h2 className={styles.heading}>{t("people.field.group_ids")}</h2>
              <TickList label={t("people.field.group_ids")} items={groups.ticks} value={chosen.groups} onChange={(ids) => change({ groups: ids })} none={t("people.pick.no_groups")} />
              {tried && noRole && <p className={styles.wrong} role="alert">{t("people.wizard.roles_needed")}</p>}
              {problems.filter((one) => stepOf(one.field) === 1).slice(0, 1).map((one) => (
                <p key={one.field} className={styles.wrong} role="alert">{sayProblem(t, one)}</p>
              ))}
            </div>
          )}
          {at === 2 && <UsersPreview draft={chosen} roles={roles.ticks} groups={groups.ticks} onChange={change} />}
          <ErrorNote error={error} />
        </Wizard>
      </div>
    </>
  );
}
