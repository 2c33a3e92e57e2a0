import { Segmented } from "antd";
import { CameraOutlined, PictureOutlined } from "@ant-design/icons";
import { useTranslation } from "@/i18n";
import type { Service } from "@/api/contract";
import { EmptyState } from "@/components/EmptyState";
import { useSearch } from "@/hooks/useSearch";
import { TryPictures } from "./TryPictures";
import { TryWebcam } from "./TryWebcam";
import styles from "./TryIt.module.css";

export function TryIt({ service }: { service: Service }) {
  const { t } = useTranslation();
  const search = useSearch();
  const way = search.get("try") === "webcam" ? "webcam" : "pictures";
  if (service.state !== "running") return <EmptyState small text={t(["queued", "starting"].includes(service.state) ? "services.try.coming" : "services.try.stopped")} />;
  return (
    <div className={styles.box}>
      <Segmented
        value={way} onChange={(value) => search.set({ try: value === "pictures" ? undefined : String(value) })}
        options={[
          { value: "pictures", label: t("services.try.pictures"), icon: <PictureOutlined /> },
          { value: "webcam", label: t("services.try.webcam"), icon: <CameraOutlined /> },
        ]}
      />
      {way === "pictures" ? <TryPictures service={service.id} model={service.model_id} /> : <TryWebcam service={service.id} />}
      <p className={styles.note}>{t("services.try.counts")}</p>
    </div>
  );
}
