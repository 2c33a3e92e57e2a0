import { useState, type FormEvent } from "react";
import { Button } from "antd";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useLocation, useNavigate } from "react-router";
import { acceptInvitation, getInvitation, type Invited } from "@/api/door";
import { keys } from "@/api/keys";
import { Problem } from "@/api/problem";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { useBranding } from "@/hooks/useBranding";
import { useNotify } from "@/hooks/useNotify";
import { useTranslation } from "@/i18n";
import { wrongIn } from "../lib";
import { DoorField } from "../parts/DoorField";
import { DoorPage } from "../parts/DoorPage";
import { fine, NewPassword, noPassword } from "../parts/NewPassword";
import styles from "../parts/DoorPage.module.css";

export function InvitationPage() {
  const { t } = useTranslation();
  const { hash } = useLocation();
  // Behind `#`, so that it is never sent in an address or written to a log on the way.
  const secret = new URLSearchParams(hash.slice(1)).get("secret") ?? "";
  const { data, error, isPending } = useQuery({ queryKey: ["invitation", secret], queryFn: () => getInvitation(secret), enabled: secret !== "", retry: false, staleTime: Infinity });
  if (secret && isPending) return <Loading />;
  if (!data) {
    return (
      <DoorPage title={t("account.invitation.title")} lead={secret ? undefined : t("account.invitation.no_secret")}>
        <div className={styles.form}>
          <ErrorNote error={error} />
          <Link to="/login">
            <Button type="primary" size="large" block>{t("account.login.title")}</Button>
          </Link>
        </div>
      </DoorPage>
    );
  }
  return <Accept secret={secret} invited={data} />;
}

function Accept({ secret, invited }: { secret: string; invited: Invited }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const notify = useNotify();
  const { name } = useBranding();
  const [nickname, setNickname] = useState(invited.nickname);
  const [typed, setTyped] = useState(noPassword);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!fine(typed)) return;
    setBusy(true);
    setError(null);
    try {
      const me = await acceptInvitation(secret, { password: typed.password, ...(invited.reset ? {} : { nickname: nickname.trim() }) });
      client.clear();
      if (invited.reset) {
        notify.done(t("account.invitation.reset_done"));
        return void navigate("/login", { replace: true });
      }
      client.setQueryData(keys.session, me);
      void navigate("/", { replace: true });
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  const atField = error instanceof Problem && Object.keys(error.fields).length > 0;
  return (
    <DoorPage
      title={t(invited.reset ? "account.invitation.reset_title" : "account.invitation.title")}
      lead={t(invited.reset ? "account.invitation.reset_lead" : "account.invitation.lead", { name: invited.name, product: name })}
    >
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <input type="text" name="username" autoComplete="username" value={invited.name} readOnly hidden />
        {!invited.reset && <DoorField label={t("account.page.nickname")} value={nickname} onChange={setNickname} autoComplete="nickname" wrong={wrongIn(t, error, "nickname")} />}
        <NewPassword
          value={typed} tried={tried} wrong={wrongIn(t, error, "password")} autoFocus
          onChange={(next) => {
            setTyped(next);
            if (next.password !== typed.password) setError(null);
          }}
        />
        {!atField && <ErrorNote error={error} />}
        <Button type="primary" htmlType="submit" size="large" block loading={busy}>{t(invited.reset ? "account.invitation.reset_submit" : "account.invitation.submit")}</Button>
      </form>
    </DoorPage>
  );
}
