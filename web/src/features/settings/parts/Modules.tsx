import { Switch } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { patchSettings } from "@/api/settings";
import type { Settings } from "@/api/people";
import { Block } from "@/components/Block";
import { ErrorNote } from "@/components/ErrorNote";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { modules, type Module } from "@/lib/modules";
import styles from "../pages/SystemPage.module.css";

/** Which parts of the product are there; kept as soon as one is switched. */
export function Modules({ settings }: { settings: Settings }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const { may } = useSession();
  const off = settings.modules.filter((one) => !one.on).map((one) => one.name);
  const save = useMutation({
    mutationFn: (modules_off: string[]) => patchSettings({ modules_off }),
    onSuccess: async (answer) => {
      client.setQueryData(keys.settings, answer);
      await client.invalidateQueries({ queryKey: keys.branding });
      notify.done(t("settings.page.saved"));
    },
  });
  const put = (module: Module, on: boolean) => save.mutate(on ? off.filter((one) => one !== module) : [...off, module]);
  return (
    <Block title={t("settings.modules.title")}>
      <div className={styles.fields}>
        <p className={styles.lead}>{t("settings.modules.lead")}</p>
        {modules.map((module) => (
          <label key={module} className={styles.switch}>
            <Switch checked={!off.includes(module)} disabled={!may("setting.write")} loading={save.isPending} onChange={(on) => put(module, on)} data-test={`module-${module}`} />
            <span>
              {t(`settings.modules.${module}`)}
              <span className={styles.says}>{t(`settings.modules.${module}_says`)}</span>
            </span>
          </label>
        ))}
        <ErrorNote error={save.error} />
      </div>
    </Block>
  );
}
