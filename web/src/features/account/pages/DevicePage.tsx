import { useState } from "react";
import { Alert, Button, Input } from "antd";
import { useMutation } from "@tanstack/react-query";
import { useLocation } from "react-router";
import { approveDevice, findDevice, refuseDevice } from "@/api/account";
import { isProblem } from "@/api/problem";
import { Block } from "@/components/Block";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { PageHead } from "@/components/PageHead";
import { TimeAgo } from "@/components/TimeAgo";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import styles from "./AccountPage.module.css";

/** "abcd efgh" as it is typed → ABCD-EFGH as the server knows it. */
export function tidyCode(typed: string): string {
  const letters = typed.toUpperCase().replace(/[^A-Z0-9]/g, "").slice(0, 8);
  return letters.length > 4 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : letters;
}

/** A program asks to act in one's name: shown what it is, then let in or refused. */
export function DevicePage() {
  const { t } = useTranslation();
  const { me } = useSession();
  const { hash } = useLocation();
  const [code, setCode] = useState(() => tidyCode(new URLSearchParams(hash.slice(1)).get("code") ?? ""));
  const find = useMutation({ mutationFn: () => findDevice(code) });
  const answer = useMutation({ mutationFn: async (yes: boolean) => { await (yes ? approveDevice(code) : refuseDevice(code)); return yes; } });
  const asked = find.data;
  return (
    <>
      <PageHead title={t("account.device.title")} sub={t("account.device.lead")} />
      <div className="page">
        <Block>
          {answer.data !== undefined ? (
            <Alert type={answer.data ? "success" : "info"} showIcon message={answer.data ? t("account.device.approved") : t("account.device.refused")} data-test="device-done" />
          ) : (
            <form
              className={styles.form}
              onSubmit={(event) => {
                event.preventDefault();
                find.mutate();
              }}
            >
              <Field label={t("account.device.code")} hint={t("account.device.code_hint")} wrong={isProblem(find.error, "not_found") ? t("account.device.unknown") : undefined}>
                {(props) => (
                  <Input
                    {...props} value={code} autoFocus autoComplete="off" size="large" className={styles.code} data-test="device-code"
                    onChange={(event) => {
                      setCode(tidyCode(event.target.value));
                      find.reset();
                    }}
                  />
                )}
              </Field>
              {!isProblem(find.error, "not_found") && <ErrorNote error={find.error} />}
              {asked ? (
                <>
                  <dl className={styles.facts}>
                    <dt>{t("account.device.program")}</dt>
                    <dd>{asked.name || "–"}</dd>
                    <dt>{t("account.session.address")}</dt>
                    <dd>{asked.address}</dd>
                    <dt>{t("account.device.asked")}</dt>
                    <dd><TimeAgo at={asked.created_at} /></dd>
                  </dl>
                  <Alert type="warning" showIcon message={t("account.device.warn", { name: me?.name ?? "" })} />
                  <ErrorNote error={answer.error} />
                  <div className={styles.actions}>
                    <Button type="primary" loading={answer.isPending} onClick={() => answer.mutate(true)} data-test="device-approve">{t("account.device.approve")}</Button>
                    <Button danger disabled={answer.isPending} onClick={() => answer.mutate(false)} data-test="device-refuse">{t("account.device.refuse")}</Button>
                  </div>
                </>
              ) : (
                <div><Button type="primary" htmlType="submit" disabled={code.length < 9} loading={find.isPending} data-test="device-find">{t("common.do.next")}</Button></div>
              )}
            </form>
          )}
        </Block>
      </div>
    </>
  );
}
