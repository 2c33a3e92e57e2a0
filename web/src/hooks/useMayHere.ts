import { useMemo } from "react";
import { useLocation } from "react-router";
import { mayThere } from "@/lib/access";
import type { Right } from "@/lib/rights";
import { useSession } from "./useSession";

/** What one may on the page of this address: managers of its project may more. */
export function useMayHere(): (right: Right) => boolean {
  const { may, manages } = useSession();
  const { pathname } = useLocation();
  return useMemo(() => mayThere(may, manages, pathname), [may, manages, pathname]);
}
