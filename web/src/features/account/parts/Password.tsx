import { useState } from "react";
import { Button, Checkbox } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { changePassword } from "@/api/account";
import { keys } from "@/api/keys";
import { isProblem, Problem } from "@/api/problem";
import { Block } from "@/components/Block";
import { ErrorNote } from "@/components/ErrorNote";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { wrongIn } from "../lib";
import { DoorField } from "./DoorField";
import { fine, NewPassword, noPassword } from "./NewPassword";
import styles from "../pages/AccountPage.module.css";

export function Password() {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [current, setCurrent] = useState("");
  const [typed, setTyped] = useState(noPassword);
  const [endTokens, setEndTokens] = useState(true);
  const [tried, setTried] = useState(false);
  const { me } = useSession();
  const close = () => {
    setOpen(false);
    setCurrent("");
    setTyped(noPassword);
    setTried(false);
    change.reset();
  };
  const change = useMutation({
    mutationFn: () => changePassword({ current, new: typed.password, end_tokens: endTokens }),
    onSuccess: () => {
      close();
      notify.done(t("account.password.changed"));
      void client.invalidateQueries({ queryKey: keys.sessions });
      void client.invalidateQueries({ queryKey: keys.tokens });
    },
  });
  const wrong = isProblem(change.error, "account.wrong_password") ? t("error.account.wrong_password") : undefined;
  const atField = wrong !== undefined || (change.error instanceof Problem && Object.keys(change.error.fields).length > 0);
  return (
    <Block title={t("account.password.title")}>
      {me?.has_password === false && <p className={styles.lead}>{t("account.password.none")}</p>}
      {!open && me?.has_password !== false && <Button onClick={() => setOpen(true)} data-test="change-password">{t("account.password.change")}</Button>}
      {open && (
        <form
          className={styles.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            setTried(true);
            if (current && fine(typed)) change.mutate();
          }}
        >
          <DoorField
            label={t("account.password.current")} value={current} secret autoComplete="current-password" autoFocus
            wrong={tried && !current ? t("account.setup.password_needed") : wrong}
            onChange={(text) => {
              setCurrent(text);
              change.reset();
            }}
          />
          <NewPassword value={typed} onChange={setTyped} tried={tried} wrong={wrongIn(t, change.error, "new") ?? wrongIn(t, change.error, "password")} />
          <Checkbox checked={endTokens} onChange={(event) => setEndTokens(event.target.checked)}>{t("account.password.end_tokens")}</Checkbox>
          <p className={styles.lead}>{t("account.password.ends")}</p>
          {!atField && <ErrorNote error={change.error} />}
          <div className={styles.actions}>
            <Button type="primary" htmlType="submit" loading={change.isPending}>{t("account.password.change")}</Button>
            <Button onClick={close}>{t("common.do.cancel")}</Button>
          </div>
        </form>
      )}
    </Block>
  );
}
