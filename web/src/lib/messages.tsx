import { createContext, useContext, type ReactNode } from "react";
import { message } from "antd";

type Api = ReturnType<typeof message.useMessage>[0];
const Context = createContext<Api | null>(null);

/** Short messages at the top edge; reached by useNotify. */
export function MessagesProvider({ children }: { children: ReactNode }) {
  const [api, holder] = message.useMessage({ maxCount: 3 });
  return (
    <Context.Provider value={api}>
      {holder}
      {children}
    </Context.Provider>
  );
}

export function useMessages(): Api {
  const api = useContext(Context);
  if (!api) throw new Error("useMessages outside of MessagesProvider");
  return api;
}
