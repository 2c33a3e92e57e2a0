import { Tabs } from "antd";
import { useTranslation } from "@/i18n";
import styles from "./JobTabs.module.css";

type Scope = "mine" | "all" | "deleted";

/** `others`: whether somebody sees jobs of others at all. */
export function JobTabs({ active, others, onChange }: { active: Scope; others: boolean; onChange: (scope: string | undefined) => void }) {
  const { t } = useTranslation();
  const shown: Scope[] = others ? ["mine", "all", "deleted"] : ["mine", "deleted"];
  return <Tabs activeKey={active} onChange={(key) => onChange(key === "mine" ? undefined : key)} className={styles.tabs} items={shown.map((key) => ({ key, label: t(`jobs.list.${key}`) }))} />;
}
