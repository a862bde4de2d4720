/** A name that begins with a capital, as in `ArrayOfInt`. */
export function capitalized(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}
