import { useEffect, useState } from "react";
import { Button, Modal } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { getLoginWays, linkByDirectory, linkByOidc, listIdentities, unlink, type Identity } from "@/api/identity";
import { keys } from "@/api/keys";
import { isProblem } from "@/api/problem";
import { Block } from "@/components/Block";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { ListTable } from "@/components/ListTable";
import { TimeAgo } from "@/components/TimeAgo";
import { useAsk } from "@/hooks/useAsk";
import { useNotify } from "@/hooks/useNotify";
import { usePaged } from "@/hooks/usePaged";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { brought } from "../lib";
import { DoorField } from "./DoorField";
import styles from "../pages/AccountPage.module.css";

type Way = { id: string; name: string; directory: boolean };

/** Who one is elsewhere: linked and unlinked here. Nothing is shown in a house without providers. */
export function Identities() {
  const { t } = useTranslation();
  const notify = useNotify();
  const ask = useAsk();
  const client = useQueryClient();
  const [params, setParams] = useSearchParams();
  const list = usePaged<Identity>(keys.identities, (cursor) => listIdentities(cursor));
  const ways = useQuery({ queryKey: keys.loginWays, queryFn: getLoginWays });
  const [linking, setLinking] = useState<Way | null>(null);
  /** What the way back from a provider brought; told once. */
  const [problem, setProblem] = useState<unknown>(null);
  const linked = params.has("linked");
  useEffect(() => {
    if (!params.has("problem") && !linked) return;
    setProblem(brought(params));
    if (linked) notify.done(t("account.identity.done"));
    setParams({}, { replace: true });
  }, [params, linked, notify, setParams, t]);

  const open: Way[] = [
    ...(ways.data?.providers ?? []).map((way) => ({ ...way, directory: false })),
    ...(ways.data?.directories ?? []).map((way) => ({ ...way, directory: true })),
  ];
  if (open.length === 0 && list.items.length === 0 && !problem) return null;

  const end = (identity: Identity) =>
    ask({
      title: t("account.identity.unlink_ask", { name: `${identity.provider} · ${identity.name}` }), okText: t("account.identity.unlink"), danger: true,
      onOk: async () => {
        try {
          await unlink(identity.id);
          notify.done(t("account.identity.unlinked"));
          await client.invalidateQueries({ queryKey: keys.identities });
        } catch (error) {
          notify.failed(error);
        }
      },
    });
  const buttons = open.map((way) => (
    <Button key={way.id} onClick={() => setLinking(way)} data-test="link">{t("account.identity.link_to", { name: way.name })}</Button>
  ));
  return (
    <Block title={t("account.identity.title")} extra={<span className={styles.actions}>{buttons}</span>}>
      <p className={styles.lead}>{t("account.identity.lead")}</p>
      <ErrorNote error={problem} />
      <ListTable<Identity>
        name="identities"
        list={list}
        empty={<EmptyState small text={t("account.identity.none")} />}
        columns={[
          { key: "provider", title: t("account.identity.provider"), dataIndex: "provider" },
          { key: "name", title: t("account.identity.name"), render: (_, one) => one.name || "–" },
          { key: "linked", title: t("account.identity.linked"), render: (_, one) => <TimeAgo at={one.linked_at} /> },
          { key: "used", title: t("account.identity.used"), render: (_, one) => (one.last_used_at ? <TimeAgo at={one.last_used_at} /> : t("account.identity.never")) },
          {
            key: "do", align: "right",
            render: (_, one) => <Button size="small" type="text" danger aria-label={`${t("account.identity.unlink")} ${one.provider}`} onClick={() => end(one)} data-test="unlink">{t("account.identity.unlink")}</Button>,
          },
        ]}
      />
      {linking && <LinkDialog way={linking} onClose={() => setLinking(null)} />}
    </Block>
  );
}

function LinkDialog({ way, onClose }: { way: Way; onClose: () => void }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const { me } = useSession();
  const [own, setOwn] = useState("");
  const [name, setName] = useState("");
  const [there, setThere] = useState("");
  const [tried, setTried] = useState(false);
  const asksOwn = me?.has_password ?? true;
  const link = useMutation({
    mutationFn: async () => {
      if (!way.directory) return window.location.assign(await linkByOidc({ provider_id: way.id, password: own }));
      await linkByDirectory({ provider_id: way.id, name: name.trim(), directory_password: there, password: own });
      await client.invalidateQueries({ queryKey: keys.identities });
      notify.done(t("account.identity.done"));
      onClose();
    },
  });
  const needed = (text: string) => (tried && !text ? t("error.field.required") : undefined);
  const wrongOwn = isProblem(link.error, "account.wrong_password") ? t("error.account.wrong_password") : undefined;
  const submit = () => {
    setTried(true);
    if ((asksOwn && !own) || (way.directory && (!name.trim() || !there))) return;
    link.mutate();
  };
  return (
    <Modal
      open width={440} title={t("account.identity.link_to", { name: way.name })} cancelText={t("common.do.cancel")} onCancel={onClose} onOk={submit}
      okText={way.directory ? t("account.identity.link") : t("account.identity.go_on", { name: way.name })} okButtonProps={{ loading: link.isPending }}
    >
      <form
        className={styles.form} noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {way.directory && (
          <>
            <DoorField label={t("account.identity.there_name")} value={name} onChange={setName} autoComplete="off" autoFocus wrong={needed(name.trim())} />
            <DoorField label={t("account.identity.there_password")} value={there} onChange={setThere} secret autoComplete="off" wrong={needed(there)} />
          </>
        )}
        {asksOwn && (
          <DoorField label={t("account.identity.own_password")} value={own} onChange={setOwn} secret autoComplete="current-password" autoFocus={!way.directory} wrong={needed(own) ?? wrongOwn} />
        )}
        {!wrongOwn && <ErrorNote error={link.error} />}
        <button type="submit" hidden />
      </form>
    </Modal>
  );
}
