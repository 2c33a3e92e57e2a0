import { useState } from "react";
import { Button, QRCode } from "antd";
import { useMutation } from "@tanstack/react-query";
import { confirmSecondFactor } from "@/api/account";
import { Problem } from "@/api/problem";
import { CopyButton } from "@/components/CopyButton";
import { ErrorNote } from "@/components/ErrorNote";
import { useTranslation } from "@/i18n";
import { DoorField } from "./DoorField";
import styles from "../pages/AccountPage.module.css";

type Props = { begun: { secret: string; url: string }; onDone: (codes: string[]) => void; onClose: () => void };

/** The secret as a QR code, drawn here, and as text; it counts once a code of it was typed. */
export function FactorSetup({ begun, onDone, onClose }: Props) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const confirm = useMutation({ mutationFn: () => confirmSecondFactor(code.replaceAll(" ", "")), onSuccess: onDone });
  const wrong = confirm.error instanceof Problem && confirm.error.fields.code ? t("error.auth.second_factor_wrong") : undefined;
  return (
    <form
      className={styles.stack}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate();
      }}
    >
      <p className={styles.lead}>{t("account.factor.scan")}</p>
      <div className={styles.qr}>
        {/* White below, whatever the theme: cameras want dark on light. */}
        <QRCode value={begun.url} type="svg" size={192} color="#000000" bgColor="#ffffff" bordered={false} style={{ padding: 12, background: "#ffffff" }} />
        <div className={styles.form}>
          <span>{t("account.factor.by_hand")}</span>
          <code className={styles.secret} data-test="factor-secret">{begun.secret}</code>
          <div><CopyButton size="small" text={begun.secret} /></div>
          <DoorField
            label={t("account.login.code")} value={code} autoComplete="one-time-code" autoFocus wrong={wrong} hint={t("account.factor.code_hint")}
            onChange={(text) => {
              setCode(text);
              confirm.reset();
            }}
          />
          {!wrong && <ErrorNote error={confirm.error} />}
          <div className={styles.actions}>
            <Button type="primary" htmlType="submit" loading={confirm.isPending} disabled={code.trim() === ""} data-test="factor-confirm">{t("account.factor.confirm")}</Button>
            <Button onClick={onClose}>{t("common.do.cancel")}</Button>
          </div>
        </div>
      </div>
    </form>
  );
}
