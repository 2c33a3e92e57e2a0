import { useQuery } from "@tanstack/react-query";
import { jobEvents } from "@/api/jobs";
import { keys } from "@/api/keys";
import type { Job } from "@/api/contract";
import { Block } from "@/components/Block";
import { ErrorNote } from "@/components/ErrorNote";
import { StateTag } from "@/components/StateTag";
import { useFormat } from "@/hooks/useFormat";
import { useTranslation } from "@/i18n";
import { reasonOf } from "@/lib/jobReason";
import { eventWord, withSpans } from "../lib/story";
import styles from "./Timeline.module.css";

/** Of a job that was started again and again the beginning and the latest are enough here; all of it stands under "events". */
const MOST = 12;

export const useHappenings = (job: Job) => useQuery({ queryKey: keys.jobEvents(job.id), queryFn: () => jobEvents(job.id) });

export function Timeline({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useHappenings(job);
  const all = withSpans(query.data ?? []);
  const shown = all.length <= MOST ? all : [...all.slice(0, 2), ...all.slice(-(MOST - 2))];
  const left = all.length - shown.length;
  return (
    <Block title={t("jobs.timeline.title")}>
      <ErrorNote error={query.error} retry={() => void query.refetch()} />
      <ol className={styles.line} data-test="timeline">
        {shown.map((one, index) => (
          <li key={`${one.at}-${one.event}-${index}`} className={styles.step}>
            {left > 0 && index === 2 && <p className={styles.left}>{t("jobs.timeline.left", { n: left })}</p>}
            <div className={styles.head}>
              <StateTag state={one.state} />
              <span className={styles.event}>{eventWord(t, one.event)}</span>
              <time className={styles.at} dateTime={one.at}>{format.moment(one.at)}</time>
              {one.lasted !== null && one.lasted >= 1 && <span className={styles.lasted}>{t("jobs.timeline.lasted", { time: format.duration(one.lasted) })}</span>}
            </div>
            {reasonOf(t, one) && <p className={styles.reason}>{reasonOf(t, one)}</p>}
          </li>
        ))}
      </ol>
    </Block>
  );
}
