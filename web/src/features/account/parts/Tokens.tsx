import { useState } from "react";
import { Alert, Button, Tooltip } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { deleteToken, listTokens } from "@/api/account";
import { keys } from "@/api/keys";
import type { NewToken, Token } from "@/api/people";
import { Block } from "@/components/Block";
import { CopyButton } from "@/components/CopyButton";
import { EmptyState } from "@/components/EmptyState";
import { ListTable } from "@/components/ListTable";
import { TimeAgo } from "@/components/TimeAgo";
import { useAsk } from "@/hooks/useAsk";
import { usePaged } from "@/hooks/usePaged";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { rightName } from "@/lib/rightName";
import { NewTokenDialog } from "./NewTokenDialog";
import styles from "./Tokens.module.css";

export function Tokens() {
  const { t } = useTranslation();
  const format = useFormat();
  const notify = useNotify();
  const askFirst = useAsk();
  const client = useQueryClient();
  const list = usePaged<Token>(keys.tokens, (cursor) => listTokens(cursor));
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
          { key: "name", title: t("account.token.name"), dataIndex: "name" },
          {
            key: "scopes", title: t("account.token.scopes"),
            render: (_, token) =>
              token.scopes === null ? t("account.token.scopes_all") : (
                <Tooltip title={token.scopes.map((scope) => rightName(t, scope)).join(" · ")}>
                  <span tabIndex={0}>{t("people.role.rights_count", { n: token.scopes.length })}</span>
                </Tooltip>
              ),
          },
          { key: "project", title: t("account.token.project"), render: (_, token) => token.project_name ?? t("account.token.all_projects") },
          { key: "created", title: t("account.token.created"), render: (_, token) => <TimeAgo at={token.created_at} /> },
          {
            key: "used", title: t("account.token.last_used"),
            render: (_, token) => (token.last_used_at ? <TimeAgo at={token.last_used_at} /> : t("account.token.never_used")),
          },
          {
            key: "until", title: t("account.token.until"),
            render: (_, token) => (token.expires_at ? format.moment(token.expires_at) : t("account.token.forever")),
          },
          {
            key: "do", align: "right",
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
