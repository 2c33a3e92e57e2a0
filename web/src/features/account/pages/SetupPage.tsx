import { useState, type FormEvent } from "react";
import { Alert, Button } from "antd";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { Link, useLocation, useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { getSetup, postSetup } from "@/api/session";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { longEnough, wrongIn } from "../lib";
import { DoorField } from "../parts/DoorField";
import { DoorPage } from "../parts/DoorPage";
import styles from "../parts/DoorPage.module.css";

export function SetupPage() {
  const { t } = useTranslation();
  const setup = useQuery({ queryKey: keys.setup, queryFn: getSetup });
  const { hash } = useLocation();
  // The token stands behind `#`, so that it is never sent in an address or written to a log on the way.
  const token = new URLSearchParams(hash.slice(1)).get("token");

  if (setup.isPending) return <Loading />;
  if (setup.error) {
    return (
      <DoorPage title={t("account.setup.title")}>
        <ErrorNote error={setup.error} retry={() => void setup.refetch()} />
      </DoorPage>
    );
  }
  if (!setup.data.needed) {
    return (
      <DoorPage title={t("account.setup.title")} lead={t("account.setup.done_before")}>
        <Link to="/login">
          <Button type="primary" size="large" block>{t("account.login.title")}</Button>
        </Link>
      </DoorPage>
    );
  }
  if (!token) {
    return (
      <DoorPage title={t("account.setup.title")}>
        <Alert type="info" showIcon message={t("account.setup.no_token")} />
      </DoorPage>
    );
  }
  return <SetupForm token={token} />;
}

function SetupForm({ token }: { token: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const wrong = {
    name: name.trim() ? undefined : t("account.setup.name_needed"),
    password: longEnough(password) ? undefined : t("account.setup.short"),
    again: password === again ? undefined : t("account.setup.differs"),
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (wrong.name || wrong.password || wrong.again) return;
    setBusy(true);
    setError(null);
    try {
      const me = await postSetup({ token, name: name.trim(), password });
      client.clear();
      client.setQueryData(keys.session, me);
      void navigate("/", { replace: true });
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };

  return (
    <DoorPage title={t("account.setup.title")} lead={t("account.setup.lead")}>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <DoorField
          label={t("account.login.name")} value={name} onChange={setName} autoComplete="username" autoFocus
          wrong={(tried ? wrong.name : undefined) ?? wrongIn(t, error, "name")}
        />
        <DoorField
          label={t("account.login.password")} value={password} onChange={setPassword} secret autoComplete="new-password"
          hint={t("account.setup.rule")} wrong={(tried ? wrong.password : undefined) ?? wrongIn(t, error, "password")}
        />
        <DoorField
          label={t("account.setup.again")} value={again} onChange={setAgain} secret autoComplete="new-password"
          wrong={tried ? wrong.again : undefined}
        />
        <ErrorNote error={error} />
        <Button type="primary" htmlType="submit" size="large" block loading={busy}>
          {t("account.setup.submit")}
        </Button>
      </form>
    </DoorPage>
  );
}
