// Name and logo of the product and the modules that are off, as the settings have them; also before anybody is logged in.
import { useCallback, useEffect } from "react";
import { useQuery } from "@tanstack/react-query";
import { getBranding } from "@/api/door";
import { keys } from "@/api/keys";
import type { Branding } from "@/api/people";
import type { Module } from "@/lib/modules";

const own: Branding = { product_name: "Fovea", self_registration: false, logo: null, modules_off: [] };
const MARK = "/fovea.svg";

export function useBranding(): { name: string; logo: string; selfRegistration: boolean; isOff: (module: Module | undefined) => boolean } {
  const { data = own } = useQuery({ queryKey: keys.branding, queryFn: getBranding, staleTime: 60_000 });
  const logo = data.logo ?? MARK;
  useEffect(() => {
    document.title = data.product_name;
    document.querySelector<HTMLLinkElement>("link[rel=icon]")?.setAttribute("href", logo);
  }, [data.product_name, logo]);
  const off = data.modules_off;
  const isOff = useCallback((module: Module | undefined) => module !== undefined && off.includes(module), [off]);
  return { name: data.product_name, logo, selfRegistration: data.self_registration, isOff };
}
