// What a change would stop is shown, and asked about again.
import { useCallback, useState } from "react";
import { Modal } from "antd";
import { Link } from "react-router";
import { isProblem } from "@/api/problem";
import { useNotify } from "@/hooks/useNotify";
import { useTranslation } from "@/i18n";

type Job = { id: string; name: string; owner: string | null; import?: boolean };
type Asked = { jobs: readonly Job[]; go: () => Promise<unknown> };

/** Runs a change; where jobs stand in its way, asks whether they are to be stopped, and runs it again with that said. */
export function useJobsToStop(): { run: (change: (stop: boolean) => Promise<unknown>) => Promise<boolean>; dialog: React.ReactNode } {
  const { t } = useTranslation();
  const notify = useNotify();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [busy, setBusy] = useState(false);
  const run = useCallback(
    async (change: (stop: boolean) => Promise<unknown>) => {
      try {
        await change(false);
        return true;
      } catch (error) {
        if (isProblem(error, "vc.jobs_run")) setAsked({ jobs: (error.params.jobs ?? []) as Job[], go: () => change(true) });
        else notify.failed(error);
        return false;
      }
    },
    [notify],
  );
  const stop = async () => {
    setBusy(true);
    try {
      await asked?.go();
    } catch (error) {
      notify.failed(error);
    } finally {
      setBusy(false);
      setAsked(null);
    }
  };
  const dialog = asked && (
    <Modal
      open title={t("clusters.stop.title", { n: asked.jobs.length })} okText={t("clusters.stop.go")} okButtonProps={{ danger: true, loading: busy }}
      cancelText={t("common.do.cancel")} onCancel={() => setAsked(null)} onOk={() => void stop()}
    >
      <p>{t("clusters.stop.lead")}</p>
      <ul data-test="jobs-to-stop">
        {asked.jobs.map((job) => (
          <li key={job.id}>
            {job.import ? t("clusters.stop.import", { project: job.name }) : <Link to={`/jobs/${job.id}`}>{job.name}</Link>}
            {job.owner && ` · ${job.owner}`} · <code>{job.id}</code>
          </li>
        ))}
      </ul>
    </Modal>
  );
  return { run, dialog };
}
