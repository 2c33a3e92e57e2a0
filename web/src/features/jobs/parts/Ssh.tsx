// How to come into a job by SSH: the command to copy, or that the server takes none.
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

export function Ssh({ job, rank }: { job: Job; /** Of a job on several nodes: which of its tasks. */ rank: number }) {
  const { t } = useTranslation();
  const query = useSshDoor();
  const door = query.data;
  if (!door) return null;
  const login = rank === 0 ? shortOf(job.id) : `${shortOf(job.id)}.${rank}`;
  const command = `ssh -p ${door.port ?? ""} ${login}@${window.location.hostname}`;
  return (
    <Block title={t("enter.ssh.title")}>
      {door.port === null ? (
        <p style={{ margin: 0 }}>{t("enter.ssh.off")}</p>
      ) : (
        <>
          <dl className={styles.facts}>
            <dt>{t("enter.ssh.command")}</dt>
            <dd><code data-test="ssh-command">{command}</code><CopyButton size="small" text={command} /></dd>
            <dt>{t("enter.ssh.fingerprint")}</dt>
            <dd><code>{door.fingerprint}</code></dd>
          </dl>
          <p className={styles.says}>{t("enter.ssh.says")} <Link to="/account">{t("enter.ssh.keys")}</Link></p>
        </>
      )}
    </Block>
  );
}
