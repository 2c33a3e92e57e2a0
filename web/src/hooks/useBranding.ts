// Name and logo of the product, as the settings have them; also before anybody is logged in.
import { useEffect } from "react";
import { useQuery } from "@tanstack/react-query";
import { getBranding } from "@/api/door";
import { keys } from "@/api/keys";
import type { Branding } from "@/api/people";

const own: Branding = { product_name: "Fovea", self_registration: false, logo: null };
const MARK = "/fovea.svg";

export function useBranding(): { name: string; logo: string; selfRegistration: boolean } {
  const { data = own } = useQuery({ queryKey: keys.branding, queryFn: getBranding, staleTime: 60_000 });
  const logo = data.logo ?? MARK;
  useEffect(() => {
    document.title = data.product_name;
    document.querySelector<HTMLLinkElement>("link[rel=icon]")?.setAttribute("href", logo);
  }, [data.product_name, logo]);
  return { name: data.product_name, logo, selfRegistration: data.self_registration };
}
