import { Tag } from "antd";
import type { Version } from "@/api/contract";
import { PickTag } from "@/components/PickTag";
import { useFormat } from "@/hooks/useFormat";
import { hasKey, useTranslation, type T } from "@/i18n";
import styles from "./Versions.module.css";

/** How the labels of an import were laid out, in words. */
export function formatName(t: T, format: string): string {
  const key = `data_sets.told.as.${format}`;
  return hasKey(key) ? t(key) : format;
}

/** By what ways the pictures of a version came. */
export function OriginWords({ origins, onPick }: { origins: Version["origins"]; onPick?: (format: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (origins.length === 0) return <>–</>;
  return (
    <span className={styles.row}>
      {origins.map((one) => {
        const { format: told } = one;
        const text = `${told === null ? t(`data_sets.source.${one.source}`) : formatName(t, told)} · ${format.count(one.pictures)}`;
        const about = { title: told === null ? text : `${t(`data_sets.source.${one.source}`)} · ${text}` };
        const key = `${one.source} ${told ?? ""}`;
        return onPick && told !== null
          ? <PickTag key={key} {...about} className={styles.tag} test="origin" onPick={() => onPick(told)}>{text}</PickTag>
          : <Tag key={key} {...about} data-test="origin">{text}</Tag>;
      })}
    </span>
  );
}
