import { useState, type FormEvent } from "react";
import { Button } from "antd";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Navigate, useNavigate } from "react-router";
import { changePassword } from "@/api/account";
import { keys } from "@/api/keys";
import { isProblem, Problem } from "@/api/problem";
import { getSession } from "@/api/session";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { useTranslation } from "@/i18n";
import { wrongIn } from "../lib";
import { DoorField } from "../parts/DoorField";
import { DoorPage } from "../parts/DoorPage";
import { fine, NewPassword, noPassword } from "../parts/NewPassword";
import styles from "../parts/DoorPage.module.css";

/** Somebody else chose the password: nothing goes on before it is changed. */
export function MustChangePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const session = useQuery({ queryKey: keys.session, queryFn: getSession, staleTime: Infinity, retry: false });
  const [current, setCurrent] = useState("");
  const [typed, setTyped] = useState(noPassword);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  if (session.isPending) return <Loading />;
  if (!session.data) return <Navigate to="/login" replace />;
  if (!session.data.must_change_password && !busy) return <Navigate to="/" replace />;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!current || !fine(typed)) return;
    setBusy(true);
    setError(null);
    try {
      await changePassword({ current, new: typed.password });
      client.setQueryData(keys.session, await getSession());
      void navigate("/", { replace: true });
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  const wrong = isProblem(error, "account.wrong_password") ? t("error.account.wrong_password") : undefined;
  const atField = wrong !== undefined || (error instanceof Problem && Object.keys(error.fields).length > 0);
  return (
    <DoorPage title={t("account.must.title")} lead={t("account.must.lead")}>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <DoorField
          label={t("account.password.current")} value={current} onChange={setCurrent} secret autoComplete="current-password" autoFocus
          wrong={tried && !current ? t("account.setup.password_needed") : wrong}
        />
        <NewPassword value={typed} onChange={setTyped} tried={tried} wrong={wrongIn(t, error, "new") ?? wrongIn(t, error, "password")} />
        {!atField && <ErrorNote error={error} />}
        <Button type="primary" htmlType="submit" size="large" block loading={busy}>{t("account.password.change")}</Button>
      </form>
    </DoorPage>
  );
}
