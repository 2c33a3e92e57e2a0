import { Link } from "react-router";
import { useQuery } from "@tanstack/react-query";
import type { Job } from "@/api/contract";
import { isActive, jobTasks, type JobTask } from "@/api/jobs";
import { keys } from "@/api/keys";
import { Block } from "@/components/Block";
import { ErrorNote } from "@/components/ErrorNote";
import { StateTag } from "@/components/StateTag";
import { useTranslation, type T } from "@/i18n";
import { runsCommand } from "../lib/form";
import styles from "./Tasks.module.css";

const AGAIN_MS = 3000;

export const useTasks = (job: Job) =>
  useQuery({ queryKey: keys.jobTasks(job.id), queryFn: () => jobTasks(job.id), enabled: runsCommand(job), refetchInterval: isActive(job) ? AGAIN_MS : false });

/** Where a job runs, on which cards, and how each of its tasks is doing. */
export function Tasks({ job }: { job: Job }) {
  const { t } = useTranslation();
  const tasks = useTasks(job);
  const all = tasks.data ?? [];
  if (all.length === 0 && !tasks.error) return null;
  return (
    <Block title={t("jobs.tasks.title")}>
      <ErrorNote error={tasks.error} retry={() => void tasks.refetch()} />
      <div className={styles.scroll}>
        <table className={styles.table} data-test="tasks">
          <thead>
            <tr>
              <th scope="col">{t("jobs.log.task")}</th>
              <th scope="col">{t("jobs.tasks.node")}</th>
              <th scope="col">{t("jobs.tasks.devices")}</th>
              <th scope="col">{t("jobs.tasks.state")}</th>
              <th scope="col">{t("jobs.tasks.ended")}</th>
              {job.nodes !== null && <th scope="col">{t("jobs.tasks.address")}</th>}
              {job.nodes !== null && <th scope="col">{t("jobs.tasks.log")}</th>}
            </tr>
          </thead>
          <tbody>
            {all.map((task) => (
              <tr key={task.rank}>
                <td>{task.rank}</td>
                <td>{task.node}</td>
                <td>{hasOf(t, task)}</td>
                <td><StateTag state={lookOf[task.state]} text={t(`jobs.task_state.${task.state}`)} /></td>
                <td>{endOf(t, task)}</td>
                {job.nodes !== null && <td><code>{task.address}</code></td>}
                {job.nodes !== null && <td><Link to={`?tab=console&rank=${task.rank}`}>{t("jobs.tasks.log")}</Link></td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Block>
  );
}

/** A task looks like a job in the state that is nearest to its own. */
const lookOf = { starting: "starting", running: "running", succeeded: "succeeded", failed: "failed", stopped: "stopped", lost: "failed", not_started: "failed" } as const;

function hasOf(t: T, task: JobTask): string {
  const cores = t("jobs.tasks.cores", { n: task.cores });
  if (task.device === "cpu") return cores;
  const cards = task.cards.length > 0 ? t("jobs.tasks.cards", { device: task.device, cards: task.cards.join(", ") }) : t("jobs.tasks.no_cards", { device: task.device });
  return `${cards} · ${cores}`;
}

function endOf(t: T, { exit }: JobTask): string {
  if (!exit) return "–";
  if (exit.trouble) return exit.trouble;
  if (exit.out_of_memory) return t("jobs.tasks.memory");
  if (exit.out_of_disk) return t("jobs.tasks.disk");
  if (exit.code !== null) return t("jobs.tasks.code", { code: exit.code });
  return exit.signal !== null ? t("jobs.tasks.signal", { signal: exit.signal }) : "–";
}
