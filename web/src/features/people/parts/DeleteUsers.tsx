import { useState } from "react";
import { Modal } from "antd";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { keys } from "@/api/keys";
import { getBelongings } from "@/api/users";
import type { Belongings, Id, User } from "@/api/people";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { Loading } from "@/components/Loading";
import { PersonPick } from "@/components/PersonPick";
import { useTranslation } from "@/i18n";
import styles from "./parts.module.css";

/** Above this, what hangs on each is not asked one by one. */
const MOST_LOOKED_AT = 20;

type Props = { users: readonly Pick<User, "id" | "name">[]; onClose: () => void; onDelete: (transferTo: Id | undefined) => Promise<unknown> };

/** Says what hangs on the users before they go: running jobs refuse it, the rest can be handed over. */
export function DeleteUsers({ users, onClose, onDelete }: Props) {
  const { t } = useTranslation();
  const [heir, setHeir] = useState<Id[]>([]);
  const [busy, setBusy] = useState(false);
  const ids = users.map((user) => user.id);
  const few = ids.length <= MOST_LOOKED_AT;
  const { data, error, refetch } = useQuery({ queryKey: keys.belongings(ids), queryFn: () => Promise.all(ids.map(getBelongings)), enabled: few, staleTime: 0 });
  const running = (data ?? []).flatMap((one) => one.running_jobs);
  const owned = data && sum(data);
  const owns = !few || (owned !== undefined && owned.projects + owned.versions + owned.imports + owned.jobs > 0);
  const name = users.length === 1 ? (users[0]?.name ?? "") : t("people.delete.many", { n: users.length });
  const remove = async () => {
    setBusy(true);
    try {
      await onDelete(owns ? heir[0] : undefined);
    } finally {
      onClose();
    }
  };
  return (
    <Modal
      open
      title={t("people.delete.title", { name })}
      onCancel={onClose}
      onOk={() => void remove()}
      okText={t("common.do.delete")}
      okButtonProps={{ danger: true, disabled: (few && !data) || running.length > 0, loading: busy }}
      cancelText={t("common.do.cancel")}
    >
      <div className={styles.stack} data-test="delete-users">
        <ErrorNote error={error} retry={() => void refetch()} />
        {few && !data && !error && <Loading />}
        {!few && <p className={styles.lead}>{t("people.delete.not_counted")}</p>}
        {running.length > 0 && (
          <>
            <p className={styles.wrong}>{t("people.delete.running")}</p>
            <ul className={styles.plain}>
              {running.map((job) => (
                <li key={job.id}><Link to={`/jobs/${job.id}`}>{job.name}</Link></li>
              ))}
            </ul>
          </>
        )}
        {owned && running.length === 0 && (
          <>
            <p className={styles.lead}>{owns ? t("people.delete.owned", owned) : t("people.delete.nothing")}</p>
            {owned.tokens + owned.sessions > 0 && <p className={styles.lead}>{t("people.delete.ends", owned)}</p>}
          </>
        )}
        {owns && running.length === 0 && (
          <Field label={t("people.delete.transfer")} hint={t("people.delete.transfer_hint")}>
            {(props) => <PersonPick id={props.id} one label={t("people.delete.transfer")} value={heir} onChange={setHeir} not={ids} />}
          </Field>
        )}
        <p className={styles.lead}>{t("people.delete.final")}</p>
      </div>
    </Modal>
  );
}

type Counts = Omit<Belongings, "running_jobs">;
function sum(all: readonly Belongings[]): Counts {
  const total: Counts = { jobs: 0, projects: 0, versions: 0, imports: 0, tokens: 0, sessions: 0 };
  for (const one of all) for (const name of Object.keys(total) as (keyof Counts)[]) total[name] += one[name];
  return total;
}
