/**
 * The part of ICU's message syntax the catalogs use:
 *
 * - `{name}` is replaced by the parameter;
 * - `{count, plural, one {# package} other {# packages}}`, with `=0` and the other categories
 *   of `Intl.PluralRules`, `#` being the number;
 * - `{bytes, size}`, `{ms, duration}`, `{at, moment}` and `{n, number}` write a parameter that is
 *   a count of bytes, milliseconds, an RFC 3339 moment or a plain number the way the screens do.
 *
 * There are no escapes: braces and `#` inside a plural cannot be shown literally.
 */
import { formats } from './formats'

export type Params = Record<string, string | number | null | undefined>

const plurals = new Intl.PluralRules('en')

/** Fills a message. A parameter that is missing leaves its name, so that it is seen. */
export function fill(message: string, params: Params): string {
  let filled = ''
  let at = 0
  while (at < message.length) {
    const open = message.indexOf('{', at)
    if (open < 0) return filled + message.slice(at)
    const close = closing(message, open)
    if (close < 0) return filled + message.slice(at)
    filled += message.slice(at, open) + value(message.slice(open + 1, close), params)
    at = close + 1
  }
  return filled
}

/** Names of the parameters a message mentions, for the tests of the catalog. */
export function mentioned(message: string): string[] {
  const names = new Set<string>()
  for (const part of message.matchAll(/\{\s*([a-z_][a-z0-9_]*)\s*[,}]/gi)) names.add(part[1]!)
  return [...names]
}

function value(placeholder: string, params: Params): string {
  const [name = '', kind, rest] = threeParts(placeholder)
  const given = params[name]
  if (given === undefined || given === null) return `{${name}}`
  if (kind === undefined) return String(given)
  if (kind === 'plural') return plural(rest ?? '', Number(given), params)
  const format = formats[kind]
  return format ? format(given) : String(given)
}

function plural(forms: string, count: number, params: Params): string {
  const wanted = [`=${count}`, plurals.select(count), 'other']
  const found = new Map<string, string>()
  let at = 0
  for (;;) {
    const open = forms.indexOf('{', at)
    if (open < 0) break
    const close = closing(forms, open)
    if (close < 0) break
    found.set(forms.slice(at, open).trim(), forms.slice(open + 1, close))
    at = close + 1
  }
  const form = wanted.map((name) => found.get(name)).find((text) => text !== undefined) ?? ''
  return fill(form.replaceAll('#', formats['number']!(count)), params)
}

/** `name`, `kind` and everything after the second comma. */
function threeParts(placeholder: string): [string, string?, string?] {
  const first = placeholder.indexOf(',')
  if (first < 0) return [placeholder.trim()]
  const second = placeholder.indexOf(',', first + 1)
  const name = placeholder.slice(0, first).trim()
  if (second < 0) return [name, placeholder.slice(first + 1).trim()]
  return [name, placeholder.slice(first + 1, second).trim(), placeholder.slice(second + 1)]
}

/** Where the brace opened at `open` closes, or -1. */
function closing(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++
    else if (text[at] === '}' && --depth === 0) return at
  }
  return -1
}
