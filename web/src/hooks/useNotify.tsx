// Short messages at the edge of the page: done (with undo), or what went wrong.
import { Button } from "antd";
import { useTranslation } from "@/i18n";
import { useMemo } from "react";
import { useMessages } from "@/lib/messages";
import { say } from "@/lib/say";

let serial = 0;

export function useNotify() {
  const message = useMessages();
  const { t } = useTranslation();
  return useMemo(
    () => ({
      done: (text: string, undo?: () => void) => {
        serial += 1;
        const key = `notify-${serial}`;
        const take = () => {
          message.destroy(key);
          undo?.();
        };
        void message.open({
          key,
          type: "success",
          duration: undo ? 8 : 3,
          content: undo ? (
            <span>
              {text}
              <Button type="link" size="small" onClick={take}>
                {t("common.do.undo")}
              </Button>
            </span>
          ) : (
            text
          ),
        });
      },
      tell: (text: string) => void message.info(text),
      failed: (error: unknown) => void message.error(say(t, error), 6),
    }),
    [message, t],
  );
}
