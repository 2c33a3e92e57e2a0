import { useState, type FormEvent } from "react";
import { Alert, Button } from "antd";
import { Link } from "react-router";
import { register } from "@/api/door";
import { isProblem, Problem } from "@/api/problem";
import { ErrorNote } from "@/components/ErrorNote";
import { useBranding } from "@/hooks/useBranding";
import { useTranslation } from "@/i18n";
import { wrongIn } from "../lib";
import { DoorField } from "../parts/DoorField";
import { DoorPage } from "../parts/DoorPage";
import { fine, NewPassword, noPassword } from "../parts/NewPassword";
import { useWait } from "../useWait";
import styles from "../parts/DoorPage.module.css";

export function RegisterPage() {
  const { t } = useTranslation();
  const { selfRegistration } = useBranding();
  const [facts, setFacts] = useState({ name: "", nickname: "", phone: "", mail: "" });
  const [typed, setTyped] = useState(noPassword);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [wait, setWait] = useWait();
  const toLogin = (
    <Link to="/login">
      <Button type="primary" size="large" block>{t("account.login.title")}</Button>
    </Link>
  );
  if (done) {
    return (
      <DoorPage title={t("account.register.title")}>
        <div className={styles.form}>
          <Alert type="success" showIcon message={t("account.register.done")} />
          {toLogin}
        </div>
      </DoorPage>
    );
  }
  if (!selfRegistration) return <DoorPage title={t("account.register.title")} lead={t("account.register.closed")}>{toLogin}</DoorPage>;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!facts.name.trim() || !fine(typed)) return;
    setBusy(true);
    setError(null);
    try {
      const told = Object.fromEntries(Object.entries(facts).map(([key, text]) => [key, text.trim()])) as typeof facts;
      await register({ ...told, password: typed.password });
      setDone(true);
    } catch (problem) {
      setError(problem);
      if (isProblem(problem) && typeof problem.params.wait_s === "number") setWait(problem.params.wait_s);
    } finally {
      setBusy(false);
    }
  };
  const put = (key: keyof typeof facts) => (text: string) => {
    setFacts({ ...facts, [key]: text });
    setError(null);
  };
  const taken = isProblem(error, "user.name_taken") ? t("error.user.name_taken") : undefined;
  const atField = taken !== undefined || (error instanceof Problem && Object.keys(error.fields).length > 0);
  return (
    <DoorPage title={t("account.register.title")} lead={t("account.register.lead")}>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <DoorField
          label={t("account.login.name")} value={facts.name} onChange={put("name")} autoComplete="username" autoFocus hint={t("people.rule.name")}
          wrong={tried && !facts.name.trim() ? t("account.setup.name_needed") : (taken ?? wrongIn(t, error, "name"))}
        />
        <DoorField label={t("account.page.nickname")} value={facts.nickname} onChange={put("nickname")} autoComplete="nickname" wrong={wrongIn(t, error, "nickname")} />
        <DoorField label={t("people.field.phone")} value={facts.phone} onChange={put("phone")} autoComplete="tel" wrong={wrongIn(t, error, "phone")} />
        <DoorField label={t("people.field.mail")} value={facts.mail} onChange={put("mail")} autoComplete="email" wrong={wrongIn(t, error, "mail")} />
        <NewPassword
          value={typed} tried={tried} wrong={wrongIn(t, error, "password")}
          onChange={(next) => {
            setTyped(next);
            setError(null);
          }}
        />
        {!atField && <ErrorNote error={error} />}
        <Button type="primary" htmlType="submit" size="large" block loading={busy} disabled={wait > 0}>
          {wait > 0 ? t("account.login.wait", { s: wait }) : t("account.register.submit")}
        </Button>
      </form>
      <div className={styles.foot}><Link to="/login">{t("account.register.to_login")}</Link></div>
    </DoorPage>
  );
}
