import { useState, type FormEvent } from "react";
import { Button } from "antd";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { Link, Navigate, useNavigate, useSearchParams } from "react-router";
import { logIn } from "@/api/door";
import { getLoginWays, startLogin } from "@/api/identity";
import { keys } from "@/api/keys";
import { isProblem } from "@/api/problem";
import { getSetup } from "@/api/session";
import { ErrorNote } from "@/components/ErrorNote";
import { useBranding } from "@/hooks/useBranding";
import { brought } from "../lib";
import { DoorField } from "../parts/DoorField";
import { DoorPage } from "../parts/DoorPage";
import { safeTarget } from "../safeTarget";
import { useWait } from "../useWait";
import styles from "../parts/DoorPage.module.css";

export function LoginPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [params] = useSearchParams();
  const setup = useQuery({ queryKey: keys.setup, queryFn: getSetup });
  const ways = useQuery({ queryKey: keys.loginWays, queryFn: getLoginWays });
  const { selfRegistration } = useBranding();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  /** Asked for once the password is right and the account has a second factor. */
  const [code, setCode] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(() => brought(params));
  const [leaving, setLeaving] = useState<string | null>(null);
  const [wait, setWait] = useWait();

  if (setup.data?.needed) return <Navigate to="/setup" replace />;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!name || !password || code === "") return;
    setBusy(true);
    setError(null);
    try {
      const me = await logIn({ name, password, ...(code ? { code: code.replaceAll(" ", "") } : {}) });
      client.clear();
      client.setQueryData(keys.session, me);
      const target = safeTarget(params.get("to"));
      void navigate(me.must_change_password ? "/password" : target, { replace: true });
    } catch (problem) {
      setBusy(false);
      if (isProblem(problem) && typeof problem.params.wait_s === "number") setWait(problem.params.wait_s);
      if (isProblem(problem, "auth.second_factor_needed") && code === null) {
        setTried(false);
        return setCode("");
      }
      setError(problem);
      if (isProblem(problem, "auth.second_factor_wrong")) setCode("");
      setTried(false);
    }
  };
  const leave = async (id: string) => {
    setLeaving(id);
    setError(null);
    try {
      window.location.assign(await startLogin(id, safeTarget(params.get("to"))));
    } catch (problem) {
      setLeaving(null);
      setError(problem);
    }
  };
  const back = () => {
    setCode(null);
    setPassword("");
    setError(null);
    setTried(false);
  };

  return (
    <DoorPage title={code === null ? t("account.login.title") : t("account.login.factor")} lead={code === null ? undefined : t("account.login.factor_lead")}>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        {code === null ? (
          <>
            <DoorField
              label={t("account.login.name")} value={name} onChange={setName} autoComplete="username" autoFocus
              wrong={tried && !name ? t("account.setup.name_needed") : undefined}
            />
            <DoorField
              label={t("account.login.password")} value={password} onChange={setPassword} secret autoComplete="current-password"
              wrong={tried && !password ? t("account.setup.password_needed") : undefined}
            />
            {(ways.data?.directories.length ?? 0) > 0 && <span className={styles.hint}>{t("account.login.directory")}</span>}
          </>
        ) : (
          <DoorField
            key="code" label={t("account.login.code")} value={code} onChange={setCode} autoComplete="one-time-code" autoFocus
            wrong={tried && code === "" ? t("account.login.code_needed") : undefined}
          />
        )}
        {/* While one waits, the button counts down; the sentence would still tell the first number. */}
        <ErrorNote error={error} />
        <Button type="primary" htmlType="submit" size="large" block loading={busy} disabled={wait > 0}>
          {wait > 0 ? t("account.login.wait", { s: wait }) : t("account.login.submit")}
        </Button>
      </form>
      {code === null && ways.data && ways.data.providers.length > 0 && (
        <div className={styles.ways} data-test="ways">
          <p className={styles.or}>{t("account.login.or")}</p>
          {ways.data.providers.map((way) => (
            <Button key={way.id} size="large" block loading={leaving === way.id} disabled={busy || leaving !== null} onClick={() => void leave(way.id)}>
              {t("account.login.by", { name: way.name })}
            </Button>
          ))}
        </div>
      )}
      <div className={styles.foot}>
        {code !== null && <Button type="link" size="small" onClick={back}>{t("account.login.other")}</Button>}
        {code === null && selfRegistration && <Link to="/register">{t("account.register.link")}</Link>}
      </div>
    </DoorPage>
  );
}
