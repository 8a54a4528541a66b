/** A changelog in the form of keepachangelog.com, read into what is shown. */
export type Version = { name: string; groups: { name: string; items: string[] }[] }

/** Versions, newest first as they are written. What stands before the first is left out. */
export function versionsOf(markdown: string): Version[] {
  const versions: Version[] = []
  for (const line of markdown.split(/\r?\n/)) {
    const groups = versions.at(-1)?.groups
    if (line.startsWith('## ')) versions.push({ name: plain(line.slice(3)), groups: [] })
    else if (line.startsWith('### ')) groups?.push({ name: plain(line.slice(4)), items: [] })
    else if (/^[-*] /.test(line)) groups?.at(-1)?.items.push(plain(line.slice(2)))
    // A line further in goes on with the item before it.
    else if (/^\s+\S/.test(line)) continueItem(groups?.at(-1)?.items, plain(line.trim()))
  }
  return versions.filter((version) => version.groups.some((group) => group.items.length > 0))
}

function continueItem(items: string[] | undefined, text: string): void {
  if (items && items.length > 0) items[items.length - 1] += ` ${text}`
}

/** Markup taken off: brackets, code and emphasis, and the address behind a link. */
function plain(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\[([^\]]*)\]/g, '$1')
    .replace(/[`*]/g, '')
    .trim()
}
