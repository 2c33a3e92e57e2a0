import { useState } from "react";
import { Alert, Button, Form, Input, Modal, Select } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { createToken, deleteToken, listTokens } from "@/api/session";
import type { NewToken, Token } from "@/api/contract";
import { Block } from "@/components/Block";
import { CopyButton } from "@/components/CopyButton";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { ListTable } from "@/components/ListTable";
import { TimeAgo } from "@/components/TimeAgo";
import { useAsk } from "@/hooks/useAsk";
import { usePaged } from "@/hooks/usePaged";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import styles from "./Tokens.module.css";

export function Tokens() {
  const { t } = useTranslation();
  const format = useFormat();
  const notify = useNotify();
  const askFirst = useAsk();
  const client = useQueryClient();
  const list = usePaged<Token>(keys.tokens, () => listTokens());
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<NewToken | null>(null);

  const remove = useMutation({
    mutationFn: (token: Token) => deleteToken(token.id),
    onSuccess: () => {
      notify.done(t("account.token.deleted"));
      void client.invalidateQueries({ queryKey: keys.tokens });
    },
    onError: notify.failed,
  });
  const ask = (token: Token) =>
    askFirst({
      title: t("account.token.delete_ask", { name: token.name }),
      okText: t("common.do.delete"),
      danger: true,
      onOk: () => remove.mutateAsync(token).catch(() => undefined),
    });

  const create = (
    <Button type="primary" onClick={() => setOpen(true)}>
      {t("account.token.create")}
    </Button>
  );
  return (
    <Block title={t("account.token.title")} extra={list.items.length > 0 ? create : undefined}>
      <p className={styles.lead}>{t("account.token.lead")}</p>
      {made && (
        <Alert
          className={styles.made}
          type="success"
          message={t("account.token.new", { name: made.name })}
          description={
            <div className={styles.secretBox}>
              <code className={styles.secret} data-test="token-secret">{made.secret}</code>
              <CopyButton text={made.secret} />
              <span className={styles.once}>{t("account.token.once")}</span>
            </div>
          }
          closable
          onClose={() => setMade(null)}
        />
      )}
      <ListTable<Token>
        name="tokens"
        list={list}
        empty={<EmptyState small text={t("account.token.none")} action={create} />}
        columns={[
          { title: t("account.token.name"), dataIndex: "name" },
          { title: t("account.token.created"), render: (_, token) => <TimeAgo at={token.created_at} /> },
          {
            title: t("account.token.last_used"),
            render: (_, token) => (token.last_used_at ? <TimeAgo at={token.last_used_at} /> : t("account.token.never_used")),
          },
          {
            title: t("account.token.until"),
            render: (_, token) => (token.expires_at ? format.moment(token.expires_at) : t("account.token.forever")),
          },
          {
            align: "right",
            render: (_, token) => (
              <Button size="small" type="text" danger onClick={() => ask(token)}>
                {t("common.do.delete")}
              </Button>
            ),
          },
        ]}
      />
      <NewTokenDialog
        open={open}
        onClose={() => setOpen(false)}
        onMade={(token) => {
          setMade(token);
          setOpen(false);
          void client.invalidateQueries({ queryKey: keys.tokens });
        }}
      />
    </Block>
  );
}

type DialogProps = { open: boolean; onClose: () => void; onMade: (token: NewToken) => void };

function NewTokenDialog({ open, onClose, onMade }: DialogProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ name: string; days: number }>();
  const create = useMutation({
    mutationFn: ({ name, days }: { name: string; days: number }) =>
      createToken({ name: name.trim(), ...(days > 0 ? { expires_days: days } : {}) }),
    onSuccess: onMade,
  });
  return (
    <Modal
      open={open}
      title={t("account.token.create")}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t("account.token.create")}
      confirmLoading={create.isPending}
      destroyOnHidden
    >
      <Form form={form} layout="vertical" initialValues={{ name: "", days: 365 }} onFinish={create.mutate} preserve={false}>
        <Form.Item
          name="name"
          label={t("account.token.name")}
          rules={[{ required: true, whitespace: true, message: t("account.token.name_needed") }]}
        >
          <Input placeholder={t("account.token.name_hint")} maxLength={100} autoFocus />
        </Form.Item>
        <Form.Item name="days" label={t("account.token.expires")}>
          <Select
            options={[30, 90, 365, 0].map((days) => ({
              value: days,
              label: days === 0 ? t("account.token.forever") : t("account.token.days", { n: days }),
            }))}
          />
        </Form.Item>
      </Form>
      <ErrorNote error={create.error} />
    </Modal>
  );
}
