import { useState } from "react";
import { Alert, Button } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { beginSecondFactor, getSecondFactor, newRecoveryCodes, removeSecondFactor } from "@/api/account";
import { keys } from "@/api/keys";
import { isProblem } from "@/api/problem";
import { Block } from "@/components/Block";
import { ErrorNote } from "@/components/ErrorNote";
import { StateTag } from "@/components/StateTag";
import { useNotify } from "@/hooks/useNotify";
import { useTranslation } from "@/i18n";
import { DoorField } from "./DoorField";
import { RecoveryCodes } from "./RecoveryCodes";
import { FactorSetup } from "./FactorSetup";
import styles from "../pages/AccountPage.module.css";

type Wish = "begin" | "remove" | "codes";

/** The second step of the login: begin with a QR code, keep recovery codes, take it away again. Each asks for the password. */
export function SecondFactor() {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const state = useQuery({ queryKey: keys.secondFactor, queryFn: getSecondFactor });
  const [wish, setWish] = useState<Wish | null>(null);
  const [password, setPassword] = useState("");
  const [begun, setBegun] = useState<{ secret: string; url: string } | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const refresh = () => {
    void client.invalidateQueries({ queryKey: keys.secondFactor });
    void client.invalidateQueries({ queryKey: keys.session });
  };
  const close = () => {
    setWish(null);
    setPassword("");
    go.reset();
  };
  const go = useMutation({
    mutationFn: async (what: Wish) => {
      if (what === "begin") setBegun(await beginSecondFactor(password));
      else if (what === "codes") setCodes(await newRecoveryCodes(password));
      else {
        await removeSecondFactor(password);
        notify.done(t("account.factor.removed"));
      }
    },
    onSuccess: () => {
      close();
      refresh();
    },
  });
  const on = state.data?.on ?? false;
  const left = state.data?.recovery_codes_left ?? 0;
  const wrong = isProblem(go.error, "account.wrong_password") ? t("error.account.wrong_password") : undefined;
  return (
    <Block title={t("account.factor.title")} extra={state.data && <StateTag state={on ? "done" : "todo"} text={on ? t("people.user.factor_on") : t("people.user.factor_off")} />}>
      <ErrorNote error={state.error} retry={() => void state.refetch()} />
      <p className={styles.lead}>{on ? t("account.factor.on", { n: left }) : t("account.factor.lead")}</p>
      {on && left <= 2 && !codes && <Alert type="warning" showIcon message={t("account.factor.few")} style={{ marginBottom: 12 }} />}
      {codes && <RecoveryCodes codes={codes} onClose={() => setCodes(null)} />}
      {begun && (
        <FactorSetup
          begun={begun} onClose={() => setBegun(null)}
          onDone={(made) => {
            setBegun(null);
            setCodes(made);
            refresh();
          }}
        />
      )}
      {wish && (
        <form
          className={styles.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (password) go.mutate(wish);
          }}
        >
          <DoorField
            label={t("account.factor.password")} value={password} secret autoComplete="current-password" autoFocus wrong={wrong}
            onChange={(text) => {
              setPassword(text);
              go.reset();
            }}
          />
          {!wrong && <ErrorNote error={go.error} />}
          <div className={styles.actions}>
            <Button type="primary" danger={wish === "remove"} htmlType="submit" loading={go.isPending} disabled={!password} data-test="factor-go">{t(`account.factor.do_${wish}`)}</Button>
            <Button onClick={close}>{t("common.do.cancel")}</Button>
          </div>
        </form>
      )}
      {!wish && !begun && state.data && (
        <div className={styles.actions}>
          {!on && <Button onClick={() => setWish("begin")} data-test="factor-begin">{t("account.factor.do_begin")}</Button>}
          {on && <Button onClick={() => setWish("codes")}>{t("account.factor.do_codes")}</Button>}
          {on && <Button danger onClick={() => setWish("remove")} data-test="factor-remove">{t("account.factor.do_remove")}</Button>}
        </div>
      )}
    </Block>
  );
}
