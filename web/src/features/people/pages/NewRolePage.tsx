import { useState } from "react";
import { Button } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { createRole, getPermissions, tryRole } from "@/api/roles";
import { ErrorNote } from "@/components/ErrorNote";
import { PageHead } from "@/components/PageHead";
import { RightsTree } from "@/components/RightsTree";
import { Wizard } from "@/components/Wizard";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { impliedOf, isRight } from "@/lib/rights";
import { useDraft } from "../lib/draft";
import { sayFound, useFound } from "../lib/useFound";
import { TitleFields } from "../parts/TitleFields";
import styles from "../parts/parts.module.css";

type Draft = { name: string; description: string; permissions: string[] };
const empty: Draft = { name: "", description: "", permissions: [] };
const stepOf = (field: string): number => (field === "permissions" ? 1 : 0);

export function NewRolePage() {
  const { t } = useTranslation();
  const notify = useNotify();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { may } = useSession();
  const { draft, change, forget } = useDraft("draft.role", empty);
  const tree = useQuery({ queryKey: keys.permissions, queryFn: getPermissions, staleTime: Infinity });
  const modules = tree.data?.modules ?? [];
  const [at, setAt] = useState(0);
  const [reached, setReached] = useState(0);
  const [tried, setTried] = useState(false);
  const found = useFound();
  const body = { name: draft.name.trim(), description: draft.description.trim(), permissions: draft.permissions };
  const all = new Set([...draft.permissions, ...impliedOf(modules, draft.permissions).keys()]);
  const check = useMutation({
    mutationFn: (step: number) => tryRole(step === 0 ? { name: body.name, description: body.description } : body),
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
    mutationFn: () => createRole(body),
    onSuccess: (role) => {
      forget();
      notify.done(t("people.role.created", { name: role.name }));
      void client.invalidateQueries({ queryKey: keys.people });
      void navigate(`/admin/roles/${role.id}`, { replace: true });
    },
    onError: (error) => {
      const rows = found.take(error);
      if (rows.length > 0) setAt(Math.min(...rows.map((row) => stepOf(row.field))));
    },
  });
  const next = () => {
    setTried(at === 1);
    if (at === 1 && draft.permissions.length === 0) return;
    check.mutate(at);
  };
  const steps = [
    { key: "facts", title: t("people.role.step_facts"), chosen: body.name },
    { key: "rights", title: t("people.role.step_rights"), chosen: all.size > 0 ? t("people.role.rights_count", { n: all.size }) : undefined },
    { key: "preview", title: t("people.wizard.step_preview") },
  ];
  return (
    <>
      <PageHead title={t("people.roles.new")} above={[{ to: "/admin/roles", text: t("people.roles.title") }]} />
      <div className="page">
        <Wizard
          steps={steps} at={at} reached={reached} onGo={setAt}
          foot={
            <>
              {at > 0 && <Button onClick={() => setAt(at - 1)} data-test="back">{t("common.do.back")}</Button>}
              {at < 2 ? (
                <Button type="primary" loading={check.isPending} onClick={next} data-test="next">{t("common.do.next")}</Button>
              ) : (
                <Button type="primary" loading={create.isPending} onClick={() => create.mutate()} data-test="create">{t("people.role.create")}</Button>
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
              <ErrorNote error={tree.error} retry={() => void tree.refetch()} />
              <RightsTree
                tree={modules} value={draft.permissions} may={(name) => isRight(name) && may(name)}
                onChange={(permissions) => {
                  found.touch(["permissions"]);
                  change({ permissions });
                }}
              />
              {tried && draft.permissions.length === 0 && <p className={styles.wrong} role="alert">{t("people.role.rights_needed")}</p>}
              {found.rows.filter((row) => row.field === "permissions").map((row) => <p key={row.code} className={styles.wrong} role="alert">{sayFound(t, row)}</p>)}
            </div>
          )}
          {at === 2 && (
            <div className={styles.stack} data-test="preview">
              <div className={styles.rowLine}>
                <strong>{body.name}</strong>
                <span className={styles.grow}>{body.description || "–"}</span>
              </div>
              <RightsTree
                tree={modules.map((module) => ({ ...module, rights: module.rights.filter((right) => all.has(right.name)) })).filter((module) => module.rights.length > 0)}
                value={draft.permissions}
              />
            </div>
          )}
          <ErrorNote error={found.rows.length > 0 ? null : (check.error ?? create.error)} />
        </Wizard>
      </div>
    </>
  );
}
