// The language is the account's where it has one, else this browser's.
import { useCallback, useEffect } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { patchAccount } from "@/api/account";
import { keys } from "@/api/keys";
import { setLanguage, type Language } from "@/i18n";
import { useNotify } from "./useNotify";
import { useSession } from "./useSession";

/** Once, in the frame. */
export function useAccountLanguage(): void {
  const { me } = useSession();
  useEffect(() => {
    if (me?.language) setLanguage(me.language);
  }, [me?.id, me?.language]);
}

/** Switches at once; an account that has a language keeps the new one. */
export function useSwitchLanguage(): (language: Language) => void {
  const { me } = useSession();
  const client = useQueryClient();
  const notify = useNotify();
  const kept = me?.language;
  return useCallback(
    (language) => {
      setLanguage(language);
      if (!kept || kept === language) return;
      patchAccount({ language }).then((changed) => client.setQueryData(keys.session, changed), notify.failed);
    },
    [kept, client, notify],
  );
}
