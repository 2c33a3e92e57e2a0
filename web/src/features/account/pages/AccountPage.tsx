import { Segmented } from "antd";
import { type Language, setLanguage, useTranslation } from "@/i18n";
import { Block } from "@/components/Block";
import { PageHead } from "@/components/PageHead";
import { useSession } from "@/hooks/useSession";
import { useTheme } from "@/lib/theme";
import type { Mode } from "@/lib/palette";
import { roleName } from "../roleName";
import { Tokens } from "../parts/Tokens";
import styles from "./AccountPage.module.css";

const languages: { value: Language; label: string }[] = [
  { value: "zh-CN", label: "中文" },
  { value: "en", label: "English" },
];

export function AccountPage() {
  const { t, i18n } = useTranslation();
  const { me } = useSession();
  const { mode, setMode } = useTheme();
  return (
    <>
      <PageHead title={t("account.page.title")} />
      <div className="page">
        <Block>
          <dl className={styles.facts}>
            <dt>{t("account.page.name")}</dt>
            <dd>{me?.name}</dd>
            <dt>{t("account.page.roles")}</dt>
            <dd>{me?.roles.map((role) => roleName(t, role)).join(" · ")}</dd>
            <dt>{t("account.page.language")}</dt>
            <dd>
              <Segmented<Language> options={languages} value={i18n.language as Language} onChange={setLanguage} />
            </dd>
            <dt>{t("account.page.look")}</dt>
            <dd>
              <Segmented<Mode>
                options={[
                  { value: "light", label: t("shell.top.light") },
                  { value: "dark", label: t("shell.top.dark") },
                ]}
                value={mode}
                onChange={setMode}
              />
            </dd>
          </dl>
        </Block>
        <Tokens />
      </div>
    </>
  );
}
