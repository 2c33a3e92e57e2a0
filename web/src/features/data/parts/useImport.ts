import { useCallback } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import type { ImportTold } from "@/api/imports";
import { useNotify } from "@/hooks/useNotify";
import { useProject } from "@/hooks/useProject";
import { uploads } from "../queue/uploads";
import type { Item } from "@/lib/walk";

export function useImport(): (items: Item[], told?: ImportTold) => void {
  const { project } = useProject();
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  return useCallback(
    (items, told) => {
      if (items.length === 0) {
        notify.tell(t("data.import.empty"));
        return;
      }
      void uploads.start(project.id, items, told).then(() => {
        // Events tell it as well; this holds also when the stream of events is cut.
        for (const head of ["pictures", "projects", "imports"]) void client.invalidateQueries({ queryKey: [head] });
      });
    },
    [project.id, t, notify, client],
  );
}
