// Images that a job may name, in groups, as far as they are made for the devices that are chosen.
import type { JobImage } from "@/api/jobs";

export const imageGroups = ["preset", "server", "private"] as const satisfies readonly JobImage["group"][];
/** Of one group. */
const MOST = 50;

/** A model of a card is a type of its own: what is made for the card fits it, too. */
const fits = (image: JobImage, device: string): boolean => image.devices.length === 0 || image.devices.some((one) => device === one || device.startsWith(`${one}_`));

/** `PyTorch 2.8`; empty where nobody said what is in it. */
export const engineOf = ({ framework, version }: Pick<JobImage, "framework" | "version">): string => [framework, version].filter(Boolean).join(" ");

/** Those with all words in what is said of them; groups without any are left out. */
export function groupedImages(images: readonly JobImage[], device: string, typed: string): { group: JobImage["group"]; images: JobImage[] }[] {
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const says = (image: JobImage) => `${image.image} ${engineOf(image)} ${image.description}`.toLowerCase();
  const found = images.filter((image) => fits(image, device) && words.every((word) => says(image).includes(word)));
  return imageGroups.map((group) => ({ group, images: found.filter((image) => image.group === group).slice(0, MOST) })).filter(({ images: some }) => some.length > 0);
}
