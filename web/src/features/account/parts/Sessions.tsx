import { Button } from "antd";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { endAllSessions, endSession, listSessions } from "@/api/account";
import { keys } from "@/api/keys";
import type { Session } from "@/api/people";
import { Block } from "@/components/Block";
import { EmptyState } from "@/components/EmptyState";
import { ListTable } from "@/components/ListTable";
import { StateTag } from "@/components/StateTag";
import { TimeAgo } from "@/components/TimeAgo";
import { useAsk } from "@/hooks/useAsk";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { usePaged } from "@/hooks/usePaged";
import { useTranslation } from "@/i18n";
import styles from "../pages/AccountPage.module.css";

/** Where one is logged in, each to be ended. */
export function Sessions() {
  const { t } = useTranslation();
  const format = useFormat();
  const notify = useNotify();
  const ask = useAsk();
  const navigate = useNavigate();
  const client = useQueryClient();
  const list = usePaged<Session>(keys.sessions, (cursor) => listSessions(cursor));
  const end = async (session: Session) => {
    try {
      await endSession(session.id);
      notify.done(t("account.session.ended"));
      await client.invalidateQueries({ queryKey: keys.sessions });
    } catch (error) {
      notify.failed(error);
    }
  };
  const endAll = () =>
    ask({
      title: t("account.session.all_ask"), okText: t("account.session.end_all"), danger: true,
      onOk: async () => {
        try {
          await endAllSessions();
          client.clear();
          await navigate("/login", { replace: true });
        } catch (error) {
          notify.failed(error);
        }
      },
    });
  return (
    <Block title={t("account.session.title")} extra={<Button danger onClick={endAll} data-test="end-all">{t("account.session.end_all")}</Button>}>
      <p className={styles.lead}>{t("account.session.lead")}</p>
      <ListTable<Session>
        name="sessions"
        list={list}
        empty={<EmptyState small text={t("account.session.none")} />}
        columns={[
          { key: "device", title: t("account.session.device"), render: (_, one) => one.device || "–" },
          { key: "address", title: t("account.session.address"), dataIndex: "address" },
          { key: "seen", title: t("account.session.seen"), render: (_, one) => (one.current ? <StateTag state="done" text={t("account.session.this")} /> : <TimeAgo at={one.last_seen_at} />) },
          { key: "created", title: t("account.session.created"), render: (_, one) => <TimeAgo at={one.created_at} /> },
          { key: "until", title: t("account.token.until"), render: (_, one) => format.moment(one.expires_at) },
          {
            key: "do", align: "right",
            render: (_, one) => !one.current && <Button size="small" type="text" danger aria-label={`${t("account.session.end")} ${one.device}`} onClick={() => void end(one)}>{t("account.session.end")}</Button>,
          },
        ]}
      />
    </Block>
  );
}
