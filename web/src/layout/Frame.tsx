import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Navigate, useLocation, useNavigate, useNavigation } from "react-router";
import { onRightsChanged, onSignedOut } from "@/api/client";
import { keys } from "@/api/keys";
import { isProblem } from "@/api/problem";
import { getSession, getSetup } from "@/api/session";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { useEventStream } from "@/hooks/useEvents";
import { useKeys } from "@/hooks/useKeys";
import { useAccountLanguage } from "@/hooks/useLanguage";
import { Gate } from "./Gate";
import { SideBar } from "./SideBar";
import { TopBar } from "./TopBar";
import styles from "./Frame.module.css";

// Loaded when somebody asks for them: the first page stays small.
const Palette = lazy(async () => ({ default: (await import("./Palette")).Palette }));
const KeysHelp = lazy(async () => ({ default: (await import("./KeysHelp")).KeysHelp }));
const SideDrawer = lazy(async () => ({ default: (await import("./SideDrawer")).SideDrawer }));

/** Everything around a page once somebody is logged in. */
export function Frame() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const location = useLocation();
  const navigation = useNavigation();
  const session = useQuery({ queryKey: keys.session, queryFn: getSession, staleTime: Infinity, retry: false });
  const [dialog, setDialog] = useState<"palette" | "keys" | "menu" | null>(null);

  const close = useCallback(() => setDialog(null), []);

  useEventStream(session.data !== undefined && !session.data.must_change_password);
  useAccountLanguage();
  useEffect(() => {
    onSignedOut(() => {
      client.setQueryData(keys.session, undefined);
      void client.invalidateQueries({ queryKey: keys.session });
    });
    onRightsChanged(() => void client.invalidateQueries({ queryKey: keys.session }));
  }, [client]);
  useEffect(() => setDialog(null), [location.pathname]);
  useKeys([
    { keys: ["mod+k"], meaning: "shell.keys.palette", run: () => setDialog("palette"), whileTyping: true, fixed: true },
    { keys: ["?", "shift+?"], meaning: "shell.keys.help", run: () => setDialog("keys"), fixed: true },
  ]);

  if (isProblem(session.error, "auth.required")) return <ToLogin from={location.pathname + location.search + location.hash} />;
  // What was known is held on to where it only could not be asked for again.
  if (session.error && !session.data) {
    return (
      <div className="page">
        <ErrorNote error={session.error} retry={() => void session.refetch()} />
      </div>
    );
  }
  if (!session.data) return <Loading />;
  if (session.data.must_change_password) return <Navigate to="/password" replace />;

  return (
    <div className={styles.frame}>
      <TopBar me={session.data} onSearch={() => setDialog("palette")} onMenu={() => setDialog("menu")} />
      <div className={styles.side}>
        <SideBar />
      </div>
      <main className={styles.main}>
        {navigation.state === "loading" && <div className={styles.progress}><Loading /></div>}
        <Suspense fallback={<Loading />}>
          <Gate />
        </Suspense>
      </main>
      {dialog && (
        <Suspense fallback={null}>
          {dialog === "menu" && <SideDrawer onClose={close} />}
          {dialog === "palette" && <Palette onClose={close} onGo={(to) => void navigate(to)} />}
          {dialog === "keys" && <KeysHelp onClose={close} />}
        </Suspense>
      )}
    </div>
  );
}

/** Nobody is logged in: to the login, or to a hint about the setup link while there is no administrator. */
function ToLogin({ from }: { from: string }) {
  const setup = useQuery({ queryKey: keys.setup, queryFn: getSetup });
  if (setup.data?.needed) return <Navigate to="/setup" replace />;
  if (setup.isPending) return <Loading />;
  return <Navigate to={`/login?to=${encodeURIComponent(from)}`} replace />;
}
