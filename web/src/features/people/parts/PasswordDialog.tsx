import { useState } from "react";
import { Input, Modal } from "antd";
import { useMutation } from "@tanstack/react-query";
import { Problem } from "@/api/problem";
import { setUserPassword } from "@/api/users";
import type { User } from "@/api/people";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { useTranslation } from "@/i18n";
import { sayProblem } from "../lib/rows";
import styles from "./parts.module.css";

/** Sets a password for somebody, who has to change it at the next login. */
export function PasswordDialog({ user, onClose, onDone }: { user: User; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState("");
  const set = useMutation({ mutationFn: () => setUserPassword(user.id, password), onSuccess: onDone });
  const code = set.error instanceof Problem ? set.error.fields.password : undefined;
  return (
    <Modal
      open
      title={t("people.user.reset")}
      okText={t("people.user.reset")}
      cancelText={t("common.do.cancel")}
      onCancel={onClose}
      onOk={() => set.mutate()}
      okButtonProps={{ disabled: password === "", loading: set.isPending }}
    >
      <div className={styles.stack}>
        <p className={styles.lead}>{t("people.user.reset_lead", { name: user.name })}</p>
        <Field label={t("people.field.password")} hint={t("people.rule.password")} wrong={code ? sayProblem(t, { field: "password", code }) : undefined}>
          {(props) => (
            <Input.Password
              {...props} value={password} maxLength={128} autoComplete="new-password" autoFocus
              onChange={(event) => setPassword(event.target.value)} onPressEnter={() => set.mutate()}
            />
          )}
        </Field>
        {!code && <ErrorNote error={set.error} />}
      </div>
    </Modal>
  );
}
