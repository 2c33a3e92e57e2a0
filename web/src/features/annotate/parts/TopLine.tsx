import { memo, type ReactNode } from "react";
import { Button, Switch } from "antd";
import { ArrowLeftOutlined } from "@ant-design/icons";
import { useTranslation } from "@/i18n";
import { Link } from "react-router";
import { useFormat } from "@/hooks/useFormat";
import { say } from "@/lib/say";
import type { SaveState } from "@/modules/annotator";
import styles from "./TopLine.module.css";

type Props = {
  name: string;
  at: number;
  total: number;
  /** Where it leads back to. */
  exit: { to: string; text: string };
  progress: string;
  state: SaveState;
  failure: unknown;
  auto: boolean;
  onAuto: (auto: boolean) => void;
  onRetry: () => void;
  /** How the picture is seen. */
  children?: ReactNode;
};

export const TopLine = memo(function TopLine({ name, at, total, exit, progress, state, failure, auto, onAuto, onRetry, children }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const slash = name.lastIndexOf("/") + 1;
  return (
    <div className={styles.line}>
      <Link to={exit.to} aria-label={exit.text} title={exit.text} className={styles.exit} data-test="exit">
        <ArrowLeftOutlined />
      </Link>
      <h1 className={styles.name} title={name}>
        <span className={styles.folder}>{name.slice(0, slash)}</span>
        {name.slice(slash)}
      </h1>
      {at >= 0 && <span className={styles.quiet}>{`${format.count(at + 1)} / ${format.count(total)}`}</span>}
      <span className={styles.quiet}>
        {progress}
      </span>
      <span className={styles.gap} />
      {children}
      <label className={styles.auto}>
        <Switch size="small" checked={auto} onChange={onAuto} />
        {t("annotate.go.auto")}
      </label>
      <span className={styles.save} data-state={state} role="status">
        {state === "failed" ? (
          <>
            <span title={say(t, failure)}>{t("annotate.save.failed")}</span>
            <Button size="small" type="link" onClick={onRetry}>{t("common.do.retry")}</Button>
          </>
        ) : (
          t(`annotate.save.${state === "conflict" ? "failed" : state}`)
        )}
      </span>
    </div>
  );
});
