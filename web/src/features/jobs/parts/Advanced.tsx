// What few jobs need: an account at the registry of their image, and all rights within its container.
import { useState } from "react";
import { Button, Switch } from "antd";
import { PlusOutlined } from "@ant-design/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { keys } from "@/api/keys";
import { listRegistries } from "@/api/registries";
import { Block } from "@/components/Block";
import { RegistryDialog } from "@/components/RegistryDialog";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import type { JobForm } from "../lib/form";
import styles from "./JobForm.module.css";

type Props = { form: JobForm; onChange: (changed: Partial<JobForm>) => void; wrong: string | undefined };

export function Advanced({ form, onChange, wrong }: Props) {
  const { t } = useTranslation();
  const { may } = useSession();
  const notify = useNotify();
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const registries = useQuery({ queryKey: keys.registries, queryFn: listRegistries, enabled: may("job.write_own"), staleTime: 60_000 });
  const own = registries.data?.items ?? [];
  const none = registries.data?.allowed?.length === 0;
  return (
    <Block title={t("jobs.form.advanced")}>
      <div className={styles.grid}>
        {registries.data && (
          <div className={styles.wide} data-test="registries-of-form">
            <span className={styles.label}>{t("jobs.form.registries")}</span>
            <div>
              {own.length > 0 && <code>{own.map((one) => one.host).join(", ")}</code>}{own.length > 0 && " "}
              <Button size="small" icon={<PlusOutlined />} disabled={none} onClick={() => setAdding(true)} data-test="add-registry">{t("jobs.form.registry_add")}</Button>
            </div>
            <span className={styles.says}>{t(none ? "jobs.form.registries_none" : "jobs.form.registries_says")} <Link to="/account">{t("jobs.form.registries_all")}</Link></span>
          </div>
        )}
        {(may("job.privileged_submit") || form.privileged) && (
          <div className={styles.wide} data-field="privileged">
            <label className={styles.switch}>
              <Switch checked={form.privileged} disabled={!form.privileged && form.image.trim() === ""} onChange={(privileged) => onChange({ privileged })} data-test="privileged" />
              <span>
                {t("jobs.form.privileged")}
                <span className={styles.says}>{t("jobs.form.privileged_says")}</span>
              </span>
            </label>
            {wrong && <span className={styles.wrong} role="alert">{wrong}</span>}
          </div>
        )}
      </div>
      {adding && (
        <RegistryDialog
          one={undefined} onClose={() => setAdding(false)}
          onKept={({ host }) => {
            setAdding(false);
            notify.done(t("jobs.form.registry_added", { host }));
            void client.invalidateQueries({ queryKey: keys.registries });
            void client.invalidateQueries({ queryKey: keys.images() });
          }}
        />
      )}
    </Block>
  );
}
