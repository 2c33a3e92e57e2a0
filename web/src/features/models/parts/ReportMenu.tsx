import { Button, Dropdown } from "antd";
import { DownOutlined, FileTextOutlined } from "@ant-design/icons";
import { useTranslation } from "@/i18n";
import { modelReport } from "@/api/models";
import type { Id } from "@/api/contract";

/** The report as one HTML file: open, download, or print it (to paper or PDF). */
export function ReportMenu({ model, name }: { model: Id; name: string }) {
  const { t, i18n } = useTranslation();
  const here = i18n.language === "en" ? "en" : "zh-CN";
  const download = (lang: "zh-CN" | "en") => {
    const link = document.createElement("a");
    link.href = modelReport(model, lang);
    link.download = `${name}-${lang}.html`;
    link.click();
  };
  // The report is walled off from this page, so it is asked by its address to print itself.
  const print = () => void window.open(`${modelReport(model, here)}#print`, "_blank");
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [
          { key: "open", label: t("models.report.open"), onClick: () => void window.open(modelReport(model, here), "_blank") },
          { key: "print", label: t("models.report.print"), onClick: print },
          { type: "divider" },
          { key: "zh", label: t("models.report.download", { language: "中文" }), onClick: () => download("zh-CN") },
          { key: "en", label: t("models.report.download", { language: "English" }), onClick: () => download("en") },
        ],
      }}
    >
      <Button icon={<FileTextOutlined />} data-test="report">
        {t("models.report.title")} <DownOutlined />
      </Button>
    </Dropdown>
  );
}
