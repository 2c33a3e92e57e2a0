// Opening an endpoint: a link that works once, in a tab of its own.
import { useCallback, useState } from "react";
import { openEndpoint } from "@/api/endpoints";
import { useNotify } from "@/hooks/useNotify";

export function useOpenEndpoint(): { opening: string | null; open: (job: string, name: string) => void } {
  const notify = useNotify();
  const [opening, setOpening] = useState<string | null>(null);
  const open = useCallback(
    (job: string, name: string) => {
      // Opened within the click, or browsers take it for an advertisement; led on once the link is there.
      const tab = window.open("about:blank", "_blank");
      setOpening(`${job} ${name}`);
      openEndpoint(job, name)
        .then(({ url }) => {
          if (!tab) {
            window.location.assign(url);
            return;
          }
          // What a job shows has no hold on this page.
          tab.opener = null;
          tab.location.replace(url);
        })
        .catch((error: unknown) => {
          tab?.close();
          notify.failed(error);
        })
        .finally(() => setOpening(null));
    },
    [notify],
  );
  return { opening, open };
}
