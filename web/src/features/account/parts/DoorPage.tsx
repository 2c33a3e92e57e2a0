import type { ReactNode } from "react";
import { Button } from "antd";
import { useBranding } from "@/hooks/useBranding";
import { setLanguage, useTranslation } from "@/i18n";
import styles from "./DoorPage.module.css";

/** The quiet page before one is in: mark, form, language. */
export function DoorPage({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const { i18n } = useTranslation();
  const { name, logo } = useBranding();
  const other = i18n.language === "en" ? "zh-CN" : "en";
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <div className={styles.brand}>
          <img src={logo} alt="" width={32} height={32} className={styles.logo} />
          <span className={styles.product}>{name}</span>
          <Button type="text" size="small" className={styles.language} onClick={() => setLanguage(other)}>
            {other === "en" ? "EN" : "中文"}
          </Button>
        </div>
        <h1 className={styles.title}>{title}</h1>
        {lead && <p className={styles.lead}>{lead}</p>}
        {children}
      </div>
    </main>
  );
}
