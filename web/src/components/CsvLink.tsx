import { DownloadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "@/i18n";

/** The whole list as it is filtered, as a file. */
export function CsvLink({ href }: { href: string }) {
  const { t } = useTranslation();
  return (
    <Button href={href} download icon={<DownloadOutlined />} data-test="csv">
      {t("people.list.csv")}
    </Button>
  );
}
