import { useCallback, useMemo } from "react";
import { useQuery } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { getSession } from "@/api/session";
import type { Me } from "@/api/contract";
import { lackingFor } from "@/lib/access";
import { moduleOf } from "@/lib/modules";
import type { Right } from "@/lib/rights";
import { useBranding } from "./useBranding";

const NONE: readonly string[] = [];

/** Who is logged in and what they may do. Inside the frame there always is somebody: the frame waits for it. */
export function useSession(): {
  me: Me | undefined;
  may: (right: Right) => boolean;
  /** May they enter the page of this address? */
  mayOpen: (path: string) => boolean;
  /** There is a project that everybody may look at. */
  opened: boolean;
  /** Projects whose manager they are. */
  manages: readonly string[];
} {
  const { data: me } = useQuery({ queryKey: keys.session, queryFn: getSession, staleTime: Infinity, retry: false });
  const held = useMemo(() => new Set(me?.permissions), [me]);
  const may = useCallback((right: Right) => held.has(right), [held]);
  const { isOff } = useBranding();
  const opened = me?.public_projects === true;
  const manages = me?.manages ?? NONE;
  const mayOpen = useCallback((path: string) => lackingFor(path, may, opened, manages).length === 0 && !isOff(moduleOf(path)), [may, isOff, opened, manages]);
  return { me, may, mayOpen, opened, manages };
}
