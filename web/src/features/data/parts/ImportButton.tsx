import { useRef, type ChangeEvent } from "react";
import { Dropdown } from "antd";
import { UploadOutlined } from "@ant-design/icons";
import { useTranslation } from "@/i18n";
import { useKeys } from "@/hooks/useKeys";
import { itemsOfFiles } from "@/lib/walk";
import { useImport } from "./useImport";

export function ImportButton() {
  const { t } = useTranslation();
  const start = useImport();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    if (event.target.files) start(itemsOfFiles(event.target.files));
    // The same files can be chosen again.
    event.target.value = "";
  };
  useKeys([{ keys: ["i"], meaning: "data.key.import", run: () => files.current?.click() }]);
  return (
    <>
      <Dropdown.Button
        type="primary"
        trigger={["click"]}
        onClick={() => files.current?.click()}
        menu={{
          items: [
            { key: "files", label: t("data.import.files"), onClick: () => files.current?.click() },
            { key: "folder", label: t("data.import.folder"), onClick: () => folder.current?.click() },
          ],
        }}
      >
        <UploadOutlined />
        {t("data.import.button")}
      </Dropdown.Button>
      <input ref={files} type="file" multiple hidden onChange={take} data-test="files" />
      <input
        ref={(node) => {
          folder.current = node;
          node?.setAttribute("webkitdirectory", "");
        }}
        type="file"
        multiple
        hidden
        onChange={take}
        data-test="folder"
      />
    </>
  );
}
