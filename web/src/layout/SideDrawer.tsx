import { Drawer } from "antd";
import { useTranslation } from "@/i18n";
import { SideBar } from "./SideBar";

/** The side bar on narrow screens. */
export function SideDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer open onClose={onClose} placement="left" width={240} styles={{ body: { padding: 0 } }} title={t("shell.nav.main")}>
      <SideBar />
    </Drawer>
  );
}
