import { useEffect, useState, type FormEvent } from "react";
import { Button } from "antd";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { Navigate, useNavigate, useSearchParams } from "react-router";
import { keys } from "@/api/keys";
import { isProblem } from "@/api/problem";
import { getSetup, logIn } from "@/api/session";
import { ErrorNote } from "@/components/ErrorNote";
import { DoorField } from "../parts/DoorField";
import { DoorPage } from "../parts/DoorPage";
import { safeTarget } from "../safeTarget";
import styles from "../parts/DoorPage.module.css";

export function LoginPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [params] = useSearchParams();
  const setup = useQuery({ queryKey: keys.setup, queryFn: getSetup });
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [wait, setWait] = useState(0);

  useEffect(() => {
    if (wait <= 0) return undefined;
    const timer = setTimeout(() => setWait(wait - 1), 1000);
    return () => clearTimeout(timer);
  }, [wait]);

  if (setup.data?.needed) return <Navigate to="/setup" replace />;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!name || !password) return;
    setBusy(true);
    setError(null);
    try {
      const me = await logIn({ name, password });
      client.clear();
      client.setQueryData(keys.session, me);
      void navigate(safeTarget(params.get("to")), { replace: true });
    } catch (problem) {
      setError(problem);
      if (isProblem(problem, "auth.too_many_tries")) setWait(Number(problem.params.wait_s) || 0);
      setBusy(false);
    }
  };

  return (
    <DoorPage title={t("account.login.title")}>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <DoorField
          label={t("account.login.name")} value={name} onChange={setName} autoComplete="username" autoFocus
          wrong={tried && !name ? t("account.setup.name_needed") : undefined}
        />
        <DoorField
          label={t("account.login.password")} value={password} onChange={setPassword} secret autoComplete="current-password"
          wrong={tried && !password ? t("account.setup.password_needed") : undefined}
        />
        <ErrorNote error={error} />
        <Button type="primary" htmlType="submit" size="large" block loading={busy} disabled={wait > 0}>
          {wait > 0 ? t("account.login.wait", { s: wait }) : t("account.login.submit")}
        </Button>
      </form>
    </DoorPage>
  );
}
