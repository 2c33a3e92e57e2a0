import { lazy, Suspense, useRef, useState, type ChangeEvent } from "react";
import { Dropdown } from "antd";
import { UploadOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { listStorages, type ImportTold } from "@/api/imports";
import { keys } from "@/api/keys";
import { useKeys } from "@/hooks/useKeys";
import { itemsOfFiles } from "@/lib/walk";
import { useImport } from "./useImport";

const PastImports = lazy(async () => ({ default: (await import("./PastImports")).PastImports }));
const ToldDialog = lazy(async () => ({ default: (await import("./LabelsTold")).ToldDialog }));
const StorageDialog = lazy(async () => ({ default: (await import("./StorageDialog")).StorageDialog }));

export function ImportButton() {
  const { t } = useTranslation();
  const start = useImport();
  const storages = useQuery({ queryKey: keys.storages, queryFn: listStorages });
  const [browsing, setBrowsing] = useState(false);
  const [past, setPast] = useState(false);
  const [telling, setTelling] = useState(false);
  // Of the files that are being chosen.
  const told = useRef<ImportTold>({});
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    if (event.target.files) start(itemsOfFiles(event.target.files), told.current);
    told.current = {};
    // The same files can be chosen again.
    event.target.value = "";
  };
  const choose = (input: HTMLInputElement | null, of: ImportTold = {}) => {
    told.current = of;
    setTelling(false);
    input?.click();
  };
  useKeys([{ keys: ["i"], meaning: "data.key.import", run: () => choose(files.current) }]);
  return (
    <>
      <Dropdown.Button
        type="primary"
        trigger={["click"]}
        onClick={() => choose(files.current)}
        menu={{
          items: [
            { key: "files", label: t("data.import.files"), onClick: () => choose(files.current) },
            { key: "folder", label: t("data.import.folder"), onClick: () => choose(folder.current) },
            { key: "told", label: <span data-test="import-told">{t("data_sets.told.open")}</span>, onClick: () => setTelling(true) },
            ...((storages.data?.items.length ?? 0) > 0 ? [{ key: "storage", label: t("raw.storage.from"), onClick: () => setBrowsing(true) }] : []),
            { key: "past", label: <span data-test="past-imports">{t("data_sets.past.open")}</span>, onClick: () => setPast(true) },
          ],
        }}
      >
        <UploadOutlined />
        {t("data.import.button")}
      </Dropdown.Button>
      {browsing && <Suspense><StorageDialog storages={storages.data?.items ?? []} onClose={() => setBrowsing(false)} /></Suspense>}
      {telling && <Suspense><ToldDialog onFiles={(of) => choose(files.current, of)} onFolder={(of) => choose(folder.current, of)} onClose={() => setTelling(false)} /></Suspense>}
      {past && <Suspense><PastImports onClose={() => setPast(false)} /></Suspense>}
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
