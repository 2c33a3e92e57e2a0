// How to come into a job by SSH: the command to copy, or that the server takes none.
import { Fragment } from "react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { getSshDoor } from "@/api/enter";
import { keys } from "@/api/keys";
import type { Job } from "@/api/contract";
import { Block } from "@/components/Block";
import { CopyButton } from "@/components/CopyButton";
import { useTranslation } from "@/i18n";
import styles from "./Terminal.module.css";

export const useSshDoor = () => useQuery({ queryKey: keys.sshDoor, queryFn: getSshDoor, staleTime: 60_000 });

/** The end of an id, as the host in the job is called and a login at the port for SSH may be. */
const shortOf = (id: string): string => id.slice(-12);

export function Ssh({ job, ranks }: { job: Job; /** Of a job on several nodes: which of its tasks, a line for each. */ ranks: readonly number[] }) {
  const { t } = useTranslation();
  const query = useSshDoor();
  const door = query.data;
  if (!door) return null;
  const commandOf = (rank: number) => `ssh -p ${door.port ?? ""} ${shortOf(job.id)}${rank === 0 ? "" : `.${rank}`}@${window.location.hostname}`;
  return (
    <Block title={t("enter.ssh.title")}>
      {door.port === null ? (
        <p style={{ margin: 0 }}>{t("enter.ssh.off")}</p>
      ) : (
        <>
          <dl className={styles.facts}>
            {ranks.map((rank) => (
              <Fragment key={rank}>
                <dt>{job.nodes === null ? t("enter.ssh.command") : t("enter.terminal.task_n", { rank })}</dt>
                <dd><code data-test="ssh-command">{commandOf(rank)}</code><CopyButton size="small" text={commandOf(rank)} /></dd>
              </Fragment>
            ))}
            <dt>{t("enter.ssh.fingerprint")}</dt>
            <dd><code>{door.fingerprint}</code></dd>
          </dl>
          <p className={styles.says}>{t("enter.ssh.says")} <Link to="/account">{t("enter.ssh.keys")}</Link></p>
        </>
      )}
    </Block>
  );
}
