// The ways into a job: how each is doing, and who else may come in.
import { useState } from "react";
import { Alert, Button, Input, InputNumber, Modal, Table, Tag } from "antd";
import { CloseOutlined, ExportOutlined, PlusOutlined, ShareAltOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { closeEndpoint, listEndpoints, reopenEndpoint, shareEndpoint, unshareEndpoint, type Endpoint, type EndpointState } from "@/api/endpoints";
import { isActive, isOver } from "@/api/jobs";
import { keys } from "@/api/keys";
import type { Job } from "@/api/contract";
import { Block } from "@/components/Block";
import { CopyButton } from "@/components/CopyButton";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { Loading } from "@/components/Loading";
import { StateTag, type State } from "@/components/StateTag";
import { TimeAgo } from "@/components/TimeAgo";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { useTranslation, type T } from "@/i18n";
import { mayEnter } from "../lib/can";
import { runsCommand } from "../lib/form";
import { useOpenEndpoint } from "../lib/useOpenEndpoint";
import { NewEndpoint } from "./NewEndpoint";
import { Ssh } from "./Ssh";

const LOOK_MS = 2000;
const SIGNS: Record<EndpointState, State> = { waiting: "queued", starting: "starting", ready: "good", dead: "bad", ended: "stopped", not_installed: "bad", closed: "stopped" };

const placeOf = (t: T, one: Endpoint): string =>
  one.kind === "tensorboard" ? t("endpoints.place.logdir", { path: one.logdir ?? "." }) : one.port !== null ? t("endpoints.place.port", { port: one.port }) : (one.socket ?? "–");

export function Endpoints({ job }: { job: Job }) {
  const { t } = useTranslation();
  const session = useSession();
  const { opening, open } = useOpenEndpoint();
  const [sharing, setSharing] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const query = useQuery({ queryKey: keys.endpoints(job.id), queryFn: () => listEndpoints(job.id), refetchInterval: isActive(job) ? LOOK_MS : false });
  const notify = useNotify();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: ({ name, state }: Endpoint) => (state === "closed" ? reopenEndpoint : closeEndpoint)(job.id, name),
    onSuccess: (_, { name, state }) => {
      notify.done(t(state === "closed" ? "endpoints.reopened" : "endpoints.closed", { name }));
      void client.invalidateQueries({ queryKey: keys.endpoints(job.id) });
    },
    onError: notify.failed,
  });
  if (query.error && !query.data) return <ErrorNote error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Loading />;
  const all = query.data;
  const shares = mayEnter(job, session);
  const shared = all.find((one) => one.name === sharing);
  return (
    <>
    <Block title={t("jobs.tab.endpoints")} extra={shares && runsCommand(job) && !isOver(job) && <Button size="small" icon={<PlusOutlined />} onClick={() => setAdding(true)} data-test="new-endpoint">{t("endpoints.new.title")}</Button>}>
      {all.length === 0 ? (
        <EmptyState text={t("endpoints.none")} />
      ) : (
        <>
          <Table<Endpoint>
            size="small" rowKey="name" pagination={false} dataSource={all} scroll={{ x: "max-content" }} data-test="endpoints"
            columns={[
              { key: "name", title: t("endpoints.column.name"), render: (_, one) => <strong>{one.name}</strong> },
              { key: "kind", title: t("endpoints.column.kind"), render: (_, one) => t(`endpoints.kind.${one.kind}`) },
              { key: "place", title: t("endpoints.column.place"), render: (_, one) => placeOf(t, one) },
              { key: "state", title: t("endpoints.column.state"), render: (_, one) => <StateOf endpoint={one} /> },
              { key: "used", title: t("endpoints.column.used"), render: (_, one) => <TimeAgo at={one.last_used_at} /> },
              { key: "shares", title: t("endpoints.column.shares"), render: (_, one) => one.shares.map((share) => share.user).join(", ") || "–" },
              {
                key: "do", align: "right",
                render: (_, one) => (
                  <span style={{ display: "inline-flex", gap: 8 }}>
                    {one.may_open && one.state !== "ended" && one.state !== "closed" && (
                      <Button
                        size="small" type={one.state === "ready" ? "primary" : "default"} icon={<ExportOutlined />} loading={opening === `${job.id} ${one.name}`}
                        disabled={one.state === "not_installed"} data-test={`open-${one.name}`} onClick={() => open(job.id, one.name)}
                      >
                        {t("endpoints.do.open")}
                      </Button>
                    )}
                    <CopyButton size="small" text={one.url ?? one.host} label={t("endpoints.do.copy")} />
                    {shares && one.state !== "ended" && <Button size="small" icon={<ShareAltOutlined />} data-test={`share-${one.name}`} onClick={() => setSharing(one.name)}>{t("endpoints.do.share")}</Button>}
                    {shares && one.state !== "ended" && <Button size="small" loading={change.isPending && change.variables.name === one.name} data-test={`close-${one.name}`} onClick={() => change.mutate(one)}>{t(one.state === "closed" ? "endpoints.do.reopen" : "endpoints.do.close")}</Button>}
                  </span>
                ),
              },
            ]}
          />
          {all.some((one) => one.state === "not_installed") && <Alert type="warning" showIcon message={t("endpoints.not_installed")} description={t("endpoints.not_installed_says")} />}
          <p style={{ color: "var(--faint)", fontSize: 12, margin: 0 }}>{t("endpoints.says")}</p>
        </>
      )}
      {adding && <NewEndpoint job={job.id} has={all} onClose={() => setAdding(false)} />}
      {shared && <Sharing job={job} endpoint={shared} onClose={() => setSharing(null)} />}
    </Block>
    {shares && runsCommand(job) && !isOver(job) && <Ssh job={job} ranks={Array.from({ length: job.nodes ?? 1 }, (_, rank) => rank)} />}
    </>
  );
}

function StateOf({ endpoint }: { endpoint: Endpoint }) {
  const { t } = useTranslation();
  const word = t(`endpoints.state.${endpoint.state}`);
  return <span data-test={`state-${endpoint.name}`} data-state={endpoint.state}><StateTag state={SIGNS[endpoint.state]} text={word} /></span>;
}

const HOURS = 8;

function Sharing({ job, endpoint, onClose }: { job: Job; endpoint: Endpoint; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const notify = useNotify();
  const client = useQueryClient();
  const [user, setUser] = useState("");
  const [hours, setHours] = useState<number | null>(HOURS);
  const again = () => client.invalidateQueries({ queryKey: keys.endpoints(job.id) });
  const share = useMutation({
    mutationFn: () => shareEndpoint(job.id, endpoint.name, user.trim(), hours ?? HOURS),
    onSuccess: (made) => {
      setUser("");
      notify.done(t("endpoints.share.done", { user: made.user }));
      void again();
    },
  });
  const end = useMutation({ mutationFn: (id: string) => unshareEndpoint(job.id, endpoint.name, id), onSuccess: () => void again(), onError: notify.failed });
  return (
    <Modal open title={t("endpoints.share.title", { name: endpoint.name })} onCancel={onClose} footer={null} destroyOnHidden>
      <div style={{ display: "grid", gap: 14 }}>
        <p style={{ margin: 0 }}>{t("endpoints.share.says")}</p>
        <Field label={t("endpoints.share.user")} hint={t("endpoints.share.user_hint")}>
          {(props) => <Input {...props} value={user} maxLength={100} autoFocus placeholder={t("endpoints.share.user_example")} data-test="share-user" onChange={(event) => setUser(event.target.value)} />}
        </Field>
        <Field label={t("endpoints.share.hours")}>
          {(props) => <InputNumber {...props} min={1} max={720} precision={0} value={hours} data-test="share-hours" onChange={setHours} />}
        </Field>
        <ErrorNote error={share.error} />
        <div>
          <Button type="primary" disabled={user.trim() === ""} loading={share.isPending} data-test="share-go" onClick={() => share.mutate()}>{t("endpoints.do.share")}</Button>
        </div>
        {endpoint.shares.length > 0 && (
          <div data-test="shares" style={{ display: "grid", gap: 6, justifyItems: "start" }}>
            {endpoint.shares.map((one) => (
              <span key={one.id} style={{ display: "inline-flex", gap: 8, alignItems: "center" }}>
                <Tag>{one.user}</Tag>
                {t("endpoints.share.until", { time: format.moment(one.expires_at) })}
                <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t("endpoints.share.end", { user: one.user })} title={t("endpoints.share.end", { user: one.user })} onClick={() => end.mutate(one.id)} />
              </span>
            ))}
          </div>
        )}
      </div>
    </Modal>
  );
}
