import { useCallback } from "react";
import { Button, Modal, Tag } from "antd";
import { Link } from "react-router";
import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { useTranslation } from "@/i18n";
import { pictureFile, pictureThumb } from "@/api/pictures";
import type { Picture } from "@/api/contract";
import { ClassDot } from "@/components/ClassDot";
import { OpenLink } from "@/components/OpenLink";
import { StateTag } from "@/components/StateTag";
import { TimeAgo } from "@/components/TimeAgo";
import { useFormat } from "@/hooks/useFormat";
import { useProject } from "@/hooks/useProject";
import styles from "./LookDialog.module.css";

type Props = { items: readonly Picture[]; index: number; onGo: (picture: Picture | undefined) => void };

/** A closer look at one picture; arrows go on, space and Escape close. */
export function LookDialog({ items, index, onGo }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project, classOf } = useProject();
  const picture = items[index];
  const close = useCallback(() => onGo(undefined), [onGo]);
  /** Whoever went on to a button or a link of it by the keyboard stays there. */
  const take = (node: HTMLElement | null) => {
    if (node && !node.contains(document.activeElement)) node.focus();
  };
  const step = (by: number) => {
    const next = items[index + by];
    if (next) onGo(next);
  };
  return (
    <Modal
      open={picture !== undefined}
      onCancel={close}
      footer={null}
      width="min(1100px, 94vw)"
      style={{ top: 24 }}
      title={<span className={styles.name}>{picture?.name}</span>}
      destroyOnHidden
    >
      {picture && (
        <div
          className={styles.look}
          tabIndex={-1}
          ref={take}
          onKeyDown={(event) => {
            if (event.key === "ArrowLeft") step(-1);
            else if (event.key === "ArrowRight") step(1);
            else if (event.key === " " && event.target === event.currentTarget) close();
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        >
          <div className={styles.stage}>
            {/* The small picture is there at once; the full one lays itself over it. */}
            <img key={`thumb-${picture.id}`} className={styles.picture} src={pictureThumb(picture.id)} alt="" />
            <img key={picture.id} className={styles.picture} src={pictureFile(picture.id)} alt={picture.name} />
            <Button className={styles.previous} shape="circle" icon={<LeftOutlined />} disabled={index === 0} aria-label={t("data.look.previous")} onClick={() => step(-1)} />
            <Button className={styles.next} shape="circle" icon={<RightOutlined />} disabled={index >= items.length - 1} aria-label={t("data.look.next")} onClick={() => step(1)} />
          </div>
          <div className={styles.facts}>
            <StateTag state={picture.verdict ?? "unlabelled"} />
            {picture.class_ids.map((id) => {
              const found = classOf(id);
              return found ? <ClassDot key={id} colour={found.colour} name={found.name} /> : null;
            })}
            {picture.regions > 0 && <span>{t("data.wall.regions", { n: picture.regions })}</span>}
            {typeof picture.score === "number" && <span className={styles.quiet}>{t("bulk.score", { score: format.score(picture.score) })}</span>}
            {picture.tags.map((tag) => <Tag key={tag} style={{ marginInlineEnd: 0 }}>{tag}</Tag>)}
            {Object.entries(picture.columns).sort().map(([name, value]) => (
              <Link key={name} className={styles.quiet} to={`/projects/${project.id}/data?column=${encodeURIComponent(`${name}:${value}`)}`} title={t("columns.find")}>{`${name}: ${value}`}</Link>
            ))}
            {picture.part && <span className={styles.quiet}>{t(`sets.part.${picture.part}`)}</span>}
            <span className={styles.quiet}>{`${picture.width} × ${picture.height} px · ${format.bytes(picture.bytes)}`}</span>
            <span className={styles.quiet}>
              {`${t("data.look.added")} `}
              <TimeAgo at={picture.added_at} />
            </span>
            <OpenLink hide to={`/projects/${project.id}/data?like=${picture.id}`}>{t("assist.similar.find")}</OpenLink>
            <OpenLink hide className={styles.annotate} to={`/projects/${project.id}/annotate?picture=${picture.id}`}>
              {t("data.look.annotate")}
            </OpenLink>
          </div>
        </div>
      )}
    </Modal>
  );
}
