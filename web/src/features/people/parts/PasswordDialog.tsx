import { useState } from "react";
import { Input, Modal, Radio } from "antd";
import { useMutation } from "@tanstack/react-query";
import { Problem } from "@/api/problem";
import { makeResetLink, setUserPassword } from "@/api/users";
import type { Invitation, User } from "@/api/people";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { useTranslation } from "@/i18n";
import { sayProblem } from "../lib/rows";
import styles from "./parts.module.css";

type Props = { user: User; onClose: () => void; onDone: () => void; onLink: (made: Invitation) => void };

/** A new password for somebody: by a link that they use themselves, or set here and to be changed at the next login. */
export function PasswordDialog({ user, onClose, onDone, onLink }: Props) {
  const { t } = useTranslation();
  // Somebody who is not in, such as who is locked, cannot use a link.
  const canLink = user.state === "active";
  const [way, setWay] = useState<"link" | "hand">(canLink ? "link" : "hand");
  const [password, setPassword] = useState("");
  const set = useMutation({ mutationFn: () => setUserPassword(user.id, password), onSuccess: onDone });
  const link = useMutation({ mutationFn: () => makeResetLink(user.id), onSuccess: onLink });
  const code = set.error instanceof Problem ? set.error.fields.password : undefined;
  const byLink = way === "link";
  const go = () => (byLink ? link.mutate() : set.mutate());
  return (
    <Modal
      open
      title={t("people.user.reset")}
      okText={t(byLink ? "people.user.reset_link" : "people.user.reset")}
      cancelText={t("common.do.cancel")}
      onCancel={onClose}
      onOk={go}
      okButtonProps={{ disabled: !byLink && password === "", loading: set.isPending || link.isPending }}
    >
      <div className={styles.stack}>
        {canLink && (
          <Radio.Group value={way} onChange={(event) => setWay(event.target.value as "link" | "hand")} className={styles.stack} aria-label={t("people.user.reset")}>
            <Radio value="link" data-test="by-link">{t("people.user.reset_by_link")}</Radio>
            <Radio value="hand" data-test="by-hand">{t("people.user.reset_by_hand")}</Radio>
          </Radio.Group>
        )}
        <p className={styles.lead}>{t(byLink ? "people.user.reset_link_lead" : "people.user.reset_lead", { name: user.name })}</p>
        {!byLink && (
          <Field label={t("people.field.password")} hint={t("people.rule.password")} wrong={code ? sayProblem(t, { field: "password", code }) : undefined}>
            {(props) => (
              <Input.Password
                {...props} value={password} maxLength={128} autoComplete="new-password" autoFocus
                onChange={(event) => setPassword(event.target.value)} onPressEnter={() => set.mutate()}
              />
            )}
          </Field>
        )}
        {!code && <ErrorNote error={byLink ? link.error : set.error} />}
      </div>
    </Modal>
  );
}
