// Roles and groups to tick from. Both are few.
import { useMemo } from "react";
import { useQuery } from "@tanstack/react-query";
import { everyPage } from "@/api/everyPage";
import { listAllGroups } from "@/api/groups";
import { keys } from "@/api/keys";
import { listRoles } from "@/api/roles";
import type { Group, Role } from "@/api/people";
import type { Tickable } from "@/components/TickList";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { isRight } from "@/lib/rights";
import { roleName } from "@/lib/roleName";

const query = { limit: 200, sort: "name" };

export function useRoles(): { roles: Role[]; ticks: Tickable[]; error: unknown } {
  const { t } = useTranslation();
  const { may } = useSession();
  const { data, error } = useQuery({ queryKey: keys.roles(query), queryFn: () => everyPage((at) => listRoles({ ...query, ...at })) });
  const roles = useMemo(() => data?.items ?? [], [data]);
  const ticks = roles.map((role) => ({
    id: role.id,
    name: roleName(t, role),
    says: role.key ? t(`people.preset_says.${role.key}`) : role.description,
    tag: t(`people.kind.${role.kind}`),
    // Nobody gives away what they do not have; the server holds to it too.
    not: role.permissions.every((right) => !isRight(right) || may(right)) ? undefined : t("people.pick.above"),
  }));
  return { roles, ticks, error };
}

export function useGroups(): { groups: Group[]; ticks: Tickable[]; error: unknown } {
  const { t } = useTranslation();
  const { data, error } = useQuery({ queryKey: keys.groups({ all: true }), queryFn: listAllGroups });
  const groups = useMemo(() => data ?? [], [data]);
  const ticks = groups.map((group) => ({ id: group.id, name: group.name, says: [group.description, group.roles.map((role) => roleName(t, role)).join(" · ")].filter(Boolean).join(" — ") }));
  return { groups, ticks, error };
}
