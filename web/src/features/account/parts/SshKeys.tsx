// The public keys by which one comes into jobs by SSH.
import { useState } from "react";
import { Alert, Button, Input, Modal, Table } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { createSshKey, deleteSshKey, listSshKeys, type SshKey } from "@/api/enter";
import { keys } from "@/api/keys";
import { Block } from "@/components/Block";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { Loading } from "@/components/Loading";
import { TimeAgo } from "@/components/TimeAgo";
import { useAsk } from "@/hooks/useAsk";
import { useNotify } from "@/hooks/useNotify";
import { useTranslation } from "@/i18n";
import styles from "../pages/AccountPage.module.css";

export function SshKeys() {
  const { t } = useTranslation();
  const notify = useNotify();
  const ask = useAsk();
  const client = useQueryClient();
  const query = useQuery({ queryKey: keys.sshKeys, queryFn: listSshKeys });
  const [adding, setAdding] = useState(false);
  const again = () => client.invalidateQueries({ queryKey: keys.sshKeys });
  const remove = useMutation({
    mutationFn: (key: SshKey) => deleteSshKey(key.id),
    onSuccess: () => {
      notify.done(t("account.ssh.deleted"));
      void again();
    },
    onError: notify.failed,
  });
  const askFirst = (key: SshKey) =>
    ask({ title: t("account.ssh.delete_ask", { name: key.name }), okText: t("common.do.delete"), danger: true, onOk: () => remove.mutateAsync(key).catch(() => undefined) });
  const add = <Button type="primary" onClick={() => setAdding(true)} data-test="ssh-add">{t("account.ssh.add")}</Button>;
  const all = query.data ?? [];
  return (
    <Block title={t("account.ssh.title")} extra={all.length > 0 ? add : undefined}>
      <p className={styles.lead}>{t("account.ssh.lead")}</p>
      {query.error && !query.data && <ErrorNote error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {query.data && all.length === 0 && <EmptyState small text={t("account.ssh.none")} action={add} />}
      {all.length > 0 && (
        <Table<SshKey>
          size="small" rowKey="id" pagination={false} dataSource={all} scroll={{ x: "max-content" }} data-test="ssh-keys"
          columns={[
            { key: "name", title: t("account.ssh.name"), dataIndex: "name" },
            { key: "kind", title: t("account.ssh.kind"), render: (_, key) => `${key.kind} ${key.bits}` },
            { key: "fingerprint", title: t("account.ssh.fingerprint"), render: (_, key) => <code>{key.fingerprint}</code> },
            { key: "created", title: t("account.token.created"), render: (_, key) => <TimeAgo at={key.created_at} /> },
            { key: "used", title: t("account.token.last_used"), render: (_, key) => (key.last_used_at ? <TimeAgo at={key.last_used_at} /> : t("account.token.never_used")) },
            { key: "do", align: "right", render: (_, key) => <Button size="small" type="text" danger onClick={() => askFirst(key)}>{t("common.do.delete")}</Button> },
          ]}
        />
      )}
      {adding && (
        <Adding
          onClose={() => setAdding(false)}
          onMade={(key) => {
            setAdding(false);
            notify.done(t("account.ssh.added", { name: key.name }));
            void again();
          }}
        />
      )}
    </Block>
  );
}

function Adding({ onClose, onMade }: { onClose: () => void; onMade: (key: SshKey) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [name, setName] = useState("");
  // Not even to the server.
  const isPrivate = text.includes("PRIVATE KEY");
  const create = useMutation({ mutationFn: () => createSshKey({ name: name.trim(), public_key: text }), onSuccess: onMade });
  return (
    <Modal open title={t("account.ssh.add")} onCancel={onClose} okText={t("account.ssh.add")} okButtonProps={{ disabled: text.trim() === "" || isPrivate }} confirmLoading={create.isPending} onOk={() => create.mutate()} destroyOnHidden>
      <div style={{ display: "grid", gap: 14 }}>
        <Field label={t("account.ssh.key")} hint={t("account.ssh.key_hint")}>
          {(props) => <Input.TextArea {...props} rows={4} value={text} autoFocus spellCheck={false} placeholder={t("account.ssh.key_example")} data-test="ssh-key" onChange={(event) => setText(event.target.value)} />}
        </Field>
        {isPrivate && <Alert type="error" showIcon message={t("account.ssh.private")} />}
        <Field label={t("account.ssh.name")} hint={t("account.ssh.name_hint")}>
          {(props) => <Input {...props} value={name} maxLength={100} data-test="ssh-name" onChange={(event) => setName(event.target.value)} />}
        </Field>
        <ErrorNote error={create.error} />
      </div>
    </Modal>
  );
}
