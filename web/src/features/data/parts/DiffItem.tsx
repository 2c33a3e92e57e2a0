import { ArrowRightOutlined } from "@ant-design/icons";
import { useTranslation } from "@/i18n";
import { keptThumb } from "@/api/sets";
import type { KeptPicture, PictureDifference } from "@/api/contract";
import { ClassDot } from "@/components/ClassDot";
import { StateTag } from "@/components/StateTag";
import { useProject } from "@/hooks/useProject";
import styles from "./DiffItem.module.css";

/** A picture, as it was and as it is. */
export function DiffItem({ item }: { item: PictureDifference }) {
  const { t } = useTranslation();
  const shown = item.after ?? item.before;
  if (!shown) return null;
  const regions = item.regions_added + item.regions_removed + item.regions_changed > 0;
  return (
    <li className={styles.item}>
      <img className={styles.thumb} src={keptThumb(shown.version_id, shown.position)} alt={shown.name} loading="lazy" />
      <div className={styles.words}>
        <span className={styles.name} title={shown.name}>{shown.name.slice(shown.name.lastIndexOf("/") + 1)}</span>
        <span className={styles.sides}>
          <Side kept={item.before} part={item.kind === "moved"} />
          <ArrowRightOutlined aria-hidden="true" className={styles.arrow} />
          <Side kept={item.after} part={item.kind === "moved"} />
        </span>
        {regions && item.before && item.after && (
          <span className={styles.quiet}>
            {t("sets.diff.regions", { added: item.regions_added, removed: item.regions_removed, changed: item.regions_changed })}
          </span>
        )}
      </div>
    </li>
  );
}

/** What one version says of a picture. */
function Side({ kept, part }: { kept: KeptPicture | null | undefined; part: boolean }) {
  const { t } = useTranslation();
  if (!kept) return <span className={styles.quiet}>{t("sets.diff.not_there")}</span>;
  return part ? <span>{t(`sets.part.${kept.part ?? "none"}`)}</span> : <KeptLabel kept={kept} />;
}

export function KeptLabel({ kept }: { kept: KeptPicture }) {
  const { t } = useTranslation();
  const { classOf } = useProject();
  const colour = kept.class_id ? classOf(kept.class_id)?.colour : undefined;
  return (
    <span className={styles.label}>
      <StateTag state={kept.verdict ?? "unlabelled"} />
      {kept.class && kept.verdict === "bad" && <ClassDot colour={colour ?? "var(--faint)"} name={kept.class} />}
      {kept.regions > 0 && <span className={styles.quiet}>{t("data.wall.regions", { n: kept.regions })}</span>}
    </span>
  );
}
