/** One line that judges one picture; the token is read from the environment so that it stays out of the shell's history. */
export function curlLine(origin: string, address: string): string {
  return `curl -sS -H "Authorization: Bearer $FOVEA_TOKEN" -H "Content-Type: image/jpeg" --data-binary @picture.jpg "${origin}${address}?serial=A0001"`;
}
