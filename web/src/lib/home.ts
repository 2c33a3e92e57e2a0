/** Where a job sees its work folder when nothing else is said; as the server calls it. */
export function homeOf(user: string): string {
  const fits = user !== "" && new TextEncoder().encode(user).length <= 64 && !user.startsWith(".") && !/[\p{Cc}/]/u.test(user);
  return `/home/${fits ? user : "user"}`;
}
