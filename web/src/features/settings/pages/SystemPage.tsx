import { useRef, useState } from "react";
import { Alert, Button, Input, InputNumber, Radio, Switch } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { deleteLogo, getSettings, patchSettings, putLogo } from "@/api/settings";
import { Problem } from "@/api/problem";
import type { Settings } from "@/api/people";
import { Block } from "@/components/Block";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { Loading } from "@/components/Loading";
import { PageHead } from "@/components/PageHead";
import { useBranding } from "@/hooks/useBranding";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { sayCode } from "@/lib/say";
import { Mail } from "../parts/Mail";
import { Modules } from "../parts/Modules";
import styles from "./SystemPage.module.css";

const LARGEST_LOGO = 1_000_000;
const USUAL_DAYS = 365;
const USUAL_RAW_DAYS = 30;

export function SystemPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({ queryKey: keys.settings, queryFn: getSettings });
  return (
    <>
      <PageHead title={t("settings.page.title")} />
      <div className="page">
        <ErrorNote error={error} retry={() => void refetch()} />
        {!data && !error && <Loading />}
        {/* A fresh form whenever somebody else changed them. */}
        {data && <Form key={JSON.stringify({ ...data, modules: null })} settings={data} />}
        {data && <div className={styles.form}><Modules settings={data} /><Mail /></div>}
      </div>
    </>
  );
}

function Form({ settings }: { settings: Settings }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const { may } = useSession();
  const [draft, setDraft] = useState(settings);
  const write = may("setting.write");
  const changed = Object.fromEntries(Object.entries(draft).filter(([key, value]) => value !== settings[key as keyof Settings])) as Partial<Settings>;
  const save = useMutation({
    mutationFn: () => patchSettings({ ...changed, ...(changed.product_name !== undefined ? { product_name: changed.product_name.trim() } : {}) }),
    onSuccess: (answer) => {
      client.setQueryData(keys.settings, answer);
      void client.invalidateQueries({ queryKey: keys.branding });
      notify.done(t("settings.page.saved"));
    },
  });
  const put = (part: Partial<Settings>) => {
    setDraft({ ...draft, ...part });
    save.reset();
  };
  const wrong = (field: keyof Settings) => {
    const code = save.error instanceof Problem ? save.error.fields[field] : undefined;
    return code && sayCode(t, code, code);
  };
  const atField = save.error instanceof Problem && Object.keys(save.error.fields).length > 0;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Block title={t("settings.brand.title")}>
        <div className={styles.fields}>
          <p className={styles.lead}>{t("settings.brand.lead")}</p>
          <Field label={t("settings.brand.name")} hint={t("settings.brand.name_hint")} wrong={wrong("product_name")}>
            {(props) => (
              <Input {...props} value={draft.product_name} maxLength={40} disabled={!write} onChange={(event) => put({ product_name: event.target.value })} data-test="product-name" />
            )}
          </Field>
          <Logo write={write} />
        </div>
      </Block>
      <Block title={t("settings.login.title")}>
        <div className={styles.fields}>
          <label className={styles.switch}>
            <Switch checked={draft.self_registration} disabled={!write} onChange={(on) => put({ self_registration: on })} data-test="self-registration" />
            <span>
              {t("settings.login.open")}
              <span className={styles.says}>{t("settings.login.open_says")}</span>
            </span>
          </label>
          <Field label={t("settings.login.hours")} hint={t("settings.login.hours_hint")} wrong={wrong("session_hours")}>
            {(props) => (
              <InputNumber
                {...props} min={1} max={8760} precision={0} value={draft.session_hours} disabled={!write} addonAfter={t("settings.login.hour_unit")}
                onChange={(value) => value !== null && put({ session_hours: value })} className={styles.number}
              />
            )}
          </Field>
        </div>
      </Block>
      <Block title={t("settings.queue.title")}>
        <div className={styles.fields}>
          <span>{t("settings.queue.order")}</span>
          <Radio.Group aria-label={t("settings.queue.order")} disabled={!write} value={draft.queue_order} onChange={(event) => put({ queue_order: event.target.value as Settings["queue_order"] })} data-test="queue-order">
            <Radio value="priority">{t("settings.queue.priority")}</Radio>
            <Radio value="fair_share">{t("settings.queue.fair_share")}</Radio>
          </Radio.Group>
          <p className={styles.lead}>{t(draft.queue_order === "priority" ? "settings.queue.priority_says" : "settings.queue.fair_share_says")}</p>
        </div>
      </Block>
      <Block title={t("settings.jobs.title")}>
        <div className={styles.fields}>
          <Field label={t("settings.jobs.days")} hint={t("settings.jobs.days_hint")} wrong={wrong("job_retention_days")}>
            {(props) => (
              <InputNumber
                {...props} min={1} max={3650} precision={0} value={draft.job_retention_days} disabled={!write} addonAfter={t("settings.audit.days_unit")}
                onChange={(value) => value !== null && put({ job_retention_days: value })} className={styles.number} data-test="job-days"
              />
            )}
          </Field>
        </div>
      </Block>
      <Block title={t("settings.audit.title")}>
        <div className={styles.fields}>
          <span>{t("settings.audit.keep")}</span>
          <Radio.Group
            aria-label={t("settings.audit.keep")} disabled={!write} value={draft.audit_retention_days === null ? "ever" : "days"}
            onChange={(event) => put({ audit_retention_days: event.target.value === "ever" ? null : USUAL_DAYS })}
          >
            <Radio value="ever">{t("settings.audit.for_ever")}</Radio>
            <Radio value="days">{t("settings.audit.for_days")}</Radio>
          </Radio.Group>
          {draft.audit_retention_days !== null && (
            <Field label={t("settings.audit.days")} hint={t("settings.audit.days_hint")} wrong={wrong("audit_retention_days")}>
              {(props) => (
                <InputNumber
                  {...props} min={1} max={36500} precision={0} value={draft.audit_retention_days} disabled={!write} addonAfter={t("settings.audit.days_unit")}
                  onChange={(value) => value !== null && put({ audit_retention_days: value })} className={styles.number}
                />
              )}
            </Field>
          )}
        </div>
      </Block>
      <Block title={t("settings.raw.title")}>
        <div className={styles.fields}>
          <span>{t("settings.raw.keep")}</span>
          <Radio.Group
            aria-label={t("settings.raw.keep")} disabled={!write} value={draft.raw_picture_days === null ? "ever" : "days"}
            onChange={(event) => put({ raw_picture_days: event.target.value === "ever" ? null : USUAL_RAW_DAYS })}
          >
            <Radio value="ever">{t("settings.audit.for_ever")}</Radio>
            <Radio value="days">{t("settings.audit.for_days")}</Radio>
          </Radio.Group>
          {draft.raw_picture_days !== null && (
            <Field label={t("settings.audit.days")} hint={t("settings.raw.days_hint")} wrong={wrong("raw_picture_days")}>
              {(props) => (
                <InputNumber
                  {...props} min={1} max={36500} precision={0} value={draft.raw_picture_days} disabled={!write} addonAfter={t("settings.audit.days_unit")}
                  onChange={(value) => value !== null && put({ raw_picture_days: value })} className={styles.number}
                />
              )}
            </Field>
          )}
        </div>
      </Block>
      {!atField && <ErrorNote error={save.error} />}
      {write && (
        <div className={styles.foot}>
          <Button type="primary" htmlType="submit" disabled={Object.keys(changed).length === 0 || draft.product_name.trim() === ""} loading={save.isPending} data-test="save">
            {t("common.do.save")}
          </Button>
          {Object.keys(changed).length > 0 && <Button onClick={() => setDraft(settings)}>{t("common.do.undo")}</Button>}
        </div>
      )}
    </form>
  );
}

/** The picture is kept as soon as it is chosen. */
function Logo({ write }: { write: boolean }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const { logo } = useBranding();
  const [large, setLarge] = useState(false);
  const change = useMutation({
    mutationFn: (file: Blob | null) => (file ? putLogo(file) : deleteLogo()),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.branding });
      notify.done(t("settings.brand.changed"));
    },
  });
  return (
    <div className={styles.fields}>
      <span className={styles.label}>{t("settings.brand.logo")}</span>
      <div className={styles.logoRow}>
        <img src={logo} alt={t("settings.brand.logo")} className={styles.logo} />
        {write && (
          <>
            <input
              ref={input} type="file" accept="image/png,image/jpeg,image/webp" hidden data-test="logo"
              onChange={(event) => {
                const file = event.target.files?.[0];
                event.target.value = "";
                if (!file) return;
                setLarge(file.size > LARGEST_LOGO);
                if (file.size <= LARGEST_LOGO) change.mutate(file);
              }}
            />
            <Button loading={change.isPending} onClick={() => input.current?.click()}>{t("settings.brand.choose")}</Button>
            {logo !== "/fovea.svg" && <Button onClick={() => change.mutate(null)}>{t("settings.brand.remove")}</Button>}
          </>
        )}
      </div>
      <span className={styles.says}>{t("settings.brand.logo_hint")}</span>
      {large && <Alert type="error" showIcon message={t("settings.brand.too_large")} />}
      <ErrorNote error={change.error} />
    </div>
  );
}
