import { useState } from "react";
import { Button } from "antd";
import { useQuery } from "@tanstack/react-query";
import { getAbout, listRunVersions } from "@/api/account";
import { keys } from "@/api/keys";
import type { RunVersion } from "@/api/people";
import { Block } from "@/components/Block";
import { EmptyState } from "@/components/EmptyState";
import { ListTable } from "@/components/ListTable";
import { Loaded } from "@/components/Loaded";
import { PageHead } from "@/components/PageHead";
import { TimeAgo } from "@/components/TimeAgo";
import { useBranding } from "@/hooks/useBranding";
import { useFormat } from "@/hooks/useFormat";
import { usePaged } from "@/hooks/usePaged";
import { useTranslation } from "@/i18n";
import styles from "./AboutPage.module.css";

const LICENCES = "fovea licenses --texts";

/** What runs here, and what had run before. */
export function AboutPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { name: product } = useBranding();
  const about = useQuery({ queryKey: keys.about, queryFn: getAbout });
  const list = usePaged<RunVersion>(keys.aboutVersions, (cursor) => listRunVersions(cursor));
  const [whole, setWhole] = useState(false);
  return (
    <>
      <PageHead title={t("about.title", { product })} sub={t("about.lead")} />
      <Loaded query={about}>
        {(found) => (
          <div className="page">
            <Block title={t("about.now")}>
              <dl className={styles.facts}>
                <dt>{t("about.version")}</dt>
                <dd data-test="version">{found.version}</dd>
                <dt>{t("about.started")}</dt>
                <dd><TimeAgo at={found.started_at} /></dd>
                <dt>{t("about.licence")}</dt>
                <dd>{found.licence}</dd>
              </dl>
              <Button size="small" aria-expanded={whole} onClick={() => setWhole(!whole)} data-test="licence">{t(whole ? "about.licence_hide" : "about.licence_show")}</Button>
              {whole && <pre className={styles.text} lang="en" tabIndex={0}>{found.licence_text}</pre>}
              <p className={styles.parts}>{t("about.parts", { command: LICENCES })}</p>
            </Block>
            <Block title={t("about.history")}>
              <ListTable<RunVersion>
                name="versions"
                list={list}
                rowKey="at"
                empty={<EmptyState small text={t("about.history_none")} />}
                columns={[
                  { key: "version", title: t("about.version"), dataIndex: "version" },
                  { key: "since", title: t("about.since"), render: (_, one) => format.moment(one.at) },
                ]}
              />
            </Block>
          </div>
        )}
      </Loaded>
    </>
  );
}
