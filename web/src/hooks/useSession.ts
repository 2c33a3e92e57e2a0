import { useQuery } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { getSession } from "@/api/session";
import type { Me } from "@/api/contract";

/** Who is logged in. Inside the frame there always is somebody: the frame waits for it. */
export function useSession(): { me: Me | undefined; may: (permission: string) => boolean } {
  const { data: me } = useQuery({ queryKey: keys.session, queryFn: getSession, staleTime: Infinity, retry: false });
  return { me, may: (permission) => me?.permissions.includes(permission) ?? false };
}
