/** Lower-case letters, digits and hyphens; what has none of these gets a name by the time. */
export function nameFrom(title: string, otherwise: string): string {
  const plain = title
    .normalize('NFKD')
    .toLocaleLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 32)
    .replace(/-+$/, '');
  return plain.length >= 2 ? plain : `${otherwise}-${Math.floor(Date.now() / 60_000).toString(36)}`;
}
