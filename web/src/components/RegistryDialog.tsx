// An account at a registry of images: what proves it goes in and never comes out again.
import { useState } from "react";
import { Input, Modal } from "antd";
import { useMutation } from "@tanstack/react-query";
import { createRegistry, replaceRegistry, type Registry } from "@/api/registries";
import { useTranslation } from "@/i18n";
import { ErrorNote } from "./ErrorNote";
import { Field } from "./Field";

const EXAMPLE = "registry.example.com:5000";

export function RegistryDialog({ one, onClose, onKept }: { one: Registry | undefined; onClose: () => void; onKept: (kept: Registry) => void }) {
  const { t } = useTranslation();
  const [host, setHost] = useState(one?.host ?? "");
  const [login, setLogin] = useState(one?.login ?? "");
  const [secret, setSecret] = useState("");
  const keep = useMutation({
    mutationFn: () => (one ? replaceRegistry(one.id, { login, secret }) : createRegistry({ host, login, secret })),
    onSuccess: onKept,
  });
  const title = t(one ? "account.registry.change" : "account.registry.add");
  const whole = host.trim() !== "" && login.trim() !== "" && secret !== "";
  return (
    <Modal open title={title} onCancel={onClose} okText={title} okButtonProps={{ disabled: !whole }} confirmLoading={keep.isPending} onOk={() => keep.mutate()} destroyOnHidden>
      <div style={{ display: "grid", gap: 14 }}>
        <Field label={t("account.registry.host")} hint={t("account.registry.host_hint")}>
          {(props) => <Input {...props} value={host} disabled={one !== undefined} autoFocus={one === undefined} placeholder={EXAMPLE} spellCheck={false} data-test="registry-host" onChange={(event) => setHost(event.target.value)} />}
        </Field>
        <Field label={t("account.registry.login")}>
          {(props) => <Input {...props} value={login} autoComplete="off" data-test="registry-login" onChange={(event) => setLogin(event.target.value)} />}
        </Field>
        <Field label={t("account.registry.secret")}>
          {(props) => <Input.Password {...props} value={secret} autoFocus={one !== undefined} autoComplete="new-password" data-test="registry-secret" onChange={(event) => setSecret(event.target.value)} />}
        </Field>
        <ErrorNote error={keep.error} />
      </div>
    </Modal>
  );
}
