import { useState } from "react";
import { Button, Modal } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "react-router";
import { keys } from "@/api/keys";
import { actOnUsers, deleteUser, getUser, inviteAgain, patchUser } from "@/api/users";
import type { Invitation, UserDetail, UserPatch } from "@/api/people";
import { Block } from "@/components/Block";
import { EditableFacts } from "@/components/EditableFacts";
import { useJobsToStop } from "@/components/JobsToStop";
import { Loaded } from "@/components/Loaded";
import { PageHead } from "@/components/PageHead";
import { useAsk } from "@/hooks/useAsk";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { DeleteUsers } from "../parts/DeleteUsers";
import { InvitationLinks } from "../parts/InvitationLinks";
import { PasswordDialog } from "../parts/PasswordDialog";
import { UserActions, type Wish } from "../parts/UserActions";
import { UserBelongsTo } from "../parts/UserBelongsTo";
import { UserClusters } from "../parts/UserClusters";
import { UserData } from "../parts/UserData";
import { UserLogin } from "../parts/UserLogin";
import { UserRights } from "../parts/UserRights";
import { UserStateTag } from "../parts/UserStateTag";
import { userFacts } from "../lib/facts";
import styles from "../parts/parts.module.css";

export function UserPage() {
  const { userId = "" } = useParams();
  const query = useQuery({ queryKey: keys.user(userId), queryFn: () => getUser(userId) });
  return <Loaded query={query}>{(found) => <Shown user={found.value} etag={found.etag} />}</Loaded>;
}

function Shown({ user, etag }: { user: UserDetail; etag: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const notify = useNotify();
  const ask = useAsk();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { me, may } = useSession();
  const [dialog, setDialog] = useState<"password" | "delete" | null>(null);
  const [wish, setWish] = useState<Wish | null>(null);
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const write = may("user.write");
  const refresh = () => void client.invalidateQueries({ queryKey: keys.people });
  const jobs = useJobsToStop();
  const change = async (body: UserPatch) => {
    client.setQueryData(keys.user(user.id), await patchUser(user.id, body, etag));
    refresh();
    notify.done(t("people.user.saved"));
  };
  const invite = useMutation({
    mutationFn: () => inviteAgain(user.id),
    onSuccess: (made) => {
      setInvitation(made);
      refresh();
    },
    onError: notify.failed,
  });
  // Nobody locks or deletes themselves, and the first administrator stays.
  const endable = write && !user.built_in && user.id !== me?.id;
  const closed = user.state === "locked" || user.state === "waiting";
  return (
    <>
      <PageHead
        title={user.nickname || user.name}
        sub={[
          user.built_in ? t("people.users.built_in") : "",
          user.must_change_password ? t("people.user.must_change") : "",
          user.invitation_expires_at ? t("people.user.invited_until", { until: format.moment(user.invitation_expires_at) }) : "",
        ].filter(Boolean).join(" · ") || undefined}
        state={<UserStateTag state={user.state} />}
        above={[{ to: "/admin/users", text: t("people.users.title") }]}
        actions={
          write && (
            <>
              {user.state === "invited" && (
                <Button
                  data-test="invite"
                  onClick={() => ask({ title: t("people.user.invite"), content: t("people.user.invite_ask"), okText: t("people.user.invite"), onOk: () => invite.mutateAsync().catch(() => undefined) })}
                >
                  {t("people.user.invite")}
                </Button>
              )}
              {user.state !== "invited" && user.id !== me?.id && <Button onClick={() => setDialog("password")} data-test="reset">{t("people.user.reset")}</Button>}
              {endable && (
                <Button onClick={() => setWish({ kind: closed ? "unlock" : "lock", users: [user] })} data-test="lock">
                  {user.state === "waiting" ? t("people.do.let_in") : closed ? t("people.do.unlock") : t("people.do.lock")}
                </Button>
              )}
              {endable && <Button danger onClick={() => setDialog("delete")} data-test="delete">{t("common.do.delete")}</Button>}
            </>
          )
        }
      />
      <div className="page">
        <Block title={t("people.user.facts")}>
          <EditableFacts
            facts={userFacts(t)}
            values={{ name: user.name, nickname: user.nickname, phone: user.phone, mail: user.mail, note: user.note }}
            onSave={write ? change : undefined}
            fieldOf={(code) => (code === "user.name_taken" ? "name" : undefined)}
            onReload={refresh}
          />
        </Block>
        <UserClusters user={user} onChange={write ? (body) => change(body).catch(notify.failed) : undefined} />
        <UserData key={`data ${user.data_quota_bytes}`} user={user} onChange={write ? (body) => change(body).catch(notify.failed) : undefined} />
        <UserBelongsTo
          user={user} onChange={write ? (body) => change(body).catch(notify.failed) : undefined}
          onLeave={write ? (body) => jobs.run((stop_jobs) => change({ ...body, ...(stop_jobs ? { stop_jobs } : {}) })) : undefined}
        />
        <Block title={t("people.user.rights")}>
          <UserRights rights={user.rights} />
        </Block>
        <UserLogin user={user} />
      </div>
      {dialog === "password" && (
        <PasswordDialog
          user={user} onClose={() => setDialog(null)}
          onLink={(made) => {
            setDialog(null);
            setInvitation(made);
            refresh();
          }}
          onDone={() => {
            setDialog(null);
            refresh();
            notify.done(t("people.user.reset_done"));
          }}
        />
      )}
      {dialog === "delete" && (
        <DeleteUsers
          users={[user]} onClose={() => setDialog(null)}
          onDelete={async (heir) => {
            try {
              await deleteUser(user.id, heir);
              notify.done(t("people.delete.done"));
              await navigate("/admin/users", { replace: true });
              refresh();
            } catch (problem) {
              notify.failed(problem);
            }
          }}
        />
      )}
      <UserActions wish={wish} onClose={() => setWish(null)} onDone={refresh} act={actOnUsers} />
      {jobs.dialog}
      <Modal open={invitation !== null} width={720} title={t(user.state === "invited" ? "people.links.title" : "people.user.reset_link_title")} footer={null} onCancel={() => setInvitation(null)}>
        <div className={styles.stack}>{invitation && <InvitationLinks made={[{ user, invitation }]} />}</div>
      </Modal>
    </>
  );
}
