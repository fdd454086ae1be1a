/** Return what stands behind # in the link that was opened, and take it out of the address. */
export function takeLinkSecret(): string {
  const secret = location.hash.slice(1);
  if (secret) history.replaceState(history.state, "", location.pathname);
  return secret;
}
