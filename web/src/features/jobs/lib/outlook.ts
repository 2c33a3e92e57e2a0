// What would become of a job as it stands in the form: it starts now, waits behind others, or could never start.
import type { ClusterLimits, DeviceLimits } from "@/api/clusters";
import type { useFormat } from "@/hooks/useFormat";
import type { T } from "@/i18n";
import { sayCode } from "@/lib/say";
import { limitsOf } from "./devices";
import type { JobForm } from "./form";

type Format = Pick<ReturnType<typeof useFormat>, "time">;
type Why = { code: string; detail: string; params: unknown };
type Outlook = DeviceLimits["outlook"];

export const saidBy = (t: T, why: Why): string => sayCode(t, why.code, why.detail, why.params as Record<string, unknown>);

/** As far as the server was asked about this very size. */
export function outlookOf(limits: ClusterLimits | undefined, form: Pick<JobForm, "device" | "devices" | "distributed" | "nodes">): Outlook | undefined {
  const outlook = limitsOf(limits, form.device)?.outlook;
  return outlook && outlook.devices === form.devices && outlook.nodes === (form.distributed ? form.nodes : null) ? outlook : undefined;
}

/** How many come first, and when its turn is likely to be; empty where it starts now, or nothing is known of either. */
export function queueOf(t: T, format: Format, outlook: Outlook): string {
  if (outlook.starts !== "later") return "";
  const { ahead, expected_start: at } = outlook;
  const when = at ? t("jobs.form.about", { time: format.time(at) }) : "";
  const behind = ahead === null ? "" : ahead === 0 ? t("jobs.form.next") : t("jobs.form.ahead", { n: ahead });
  return [behind, when].filter(Boolean).join(t("jobs.form.comma"));
}

/** With the reason. */
export function soonOf(t: T, format: Format, limits: ClusterLimits | undefined, form: JobForm): string {
  const outlook = outlookOf(limits, form);
  if (!outlook) return "";
  if (outlook.starts === "now" || !outlook.reason) return t("jobs.form.free_now");
  const why = t(outlook.starts === "later" ? "jobs.form.later" : "jobs.form.never", { why: saidBy(t, outlook.reason) });
  return [why, queueOf(t, format, outlook)].filter(Boolean).join(" · ");
}

/** In a few words, for beside the button. */
export function startOf(t: T, format: Format, limits: ClusterLimits | undefined, form: JobForm): string {
  const outlook = outlookOf(limits, form);
  if (!outlook) return "";
  if (outlook.starts === "now") return t("jobs.form.starts_now");
  if (outlook.starts === "later") return queueOf(t, format, outlook) || t("jobs.form.waits");
  return outlook.reason ? t("jobs.form.never", { why: saidBy(t, outlook.reason) }) : "";
}
