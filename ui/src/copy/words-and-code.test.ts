/**
 * The words against the code that asks for them: none without a use, no fault of the engine
 * without words, no parameter nobody provides. And what of promise 45 needs more than a pattern.
 */
import { describe, expect, it } from 'vitest'
import { mentioned } from './message'

const catalog: Record<string, string> = Object.assign(
  {},
  ...Object.values(
    import.meta.glob<Record<string, string>>('./messages/*.json', { eager: true, import: 'default' }),
  ),
)
const code = Object.values(
  import.meta.glob<string>(['../**/*.svelte', '../**/*.ts', '!../**/*.test.ts', '!../backend/bindings.ts'], {
    eager: true,
    query: '?raw',
    import: 'default',
  }),
).join('\n')
const rust = Object.values(
  import.meta.glob<string>(['../../../src-tauri/engine/src/**/*.rs', '../../../src-tauri/app/**/*.rs'], {
    eager: true,
    query: '?raw',
    import: 'default',
  }),
)
const all = Object.entries(catalog)

/** A message as it can come out, plural forms one after another. */
function readable(message: string): string {
  return message
    .replace(/\{\s*\w+\s*,\s*plural\s*,/g, '')
    .replace(/(=\d+|zero|one|two|few|many|other)\s*\{/g, ' ')
    .replace(/\{[^{}]*\}/g, 'X')
    .replace(/[{}]/g, '')
}

/** The longest any one form of a message gets, in sentences. */
function sentences(message: string): number {
  const forms = message.replace(/\{[^{}]*\{[^{}]*\}[\s\S]*?\}\s*\}/g, 'X').replace(/\{[^{}]*\}/g, 'X')
  return forms.split(/[.!?]+(?=\s|$)/).filter((part) => part.trim() !== '').length
}

describe('every message', () => {
  it('promise_45_no_status_code_stands_without_words', () => {
    for (const [key, text] of all) {
      if (!/\b[1-5]\d\d\b/.test(text.replaceAll('SHA-256', ''))) continue
      expect(text.split(/\s+/).filter((word) => /[a-z]{3}/i.test(word)).length, key).toBeGreaterThan(2)
    }
  })

  it('says it in two sentences at most', () => {
    for (const [key, text] of all) expect(sentences(text), `${key}: ${text}`).toBeLessThanOrEqual(2)
  })

  it('uses only the kinds of parameter there are, with balanced braces', () => {
    const kinds = ['plural', 'number', 'size', 'duration', 'moment']
    for (const [key, text] of all) {
      expect(text.split('{').length, key).toBe(text.split('}').length)
      for (const [, kind] of text.matchAll(/\{\s*\w+\s*,\s*(\w+)/g)) expect(kinds, key).toContain(kind)
      for (const [form] of text.matchAll(/plural,[^]*/g)) expect(form, key).toMatch(/\bother\s*\{/)
    }
  })

  it('names the Portal’s things the way the Portal does', () => {
    const wrong = [
      [/\b(build numbers?)\b/, 'Build number'],
      [/\bdeployment (progress|history)\b/, 'Deployment progress, Deployment history'],
      [/\b(devops engineer|tenant administrator)\b/i, 'DevOps Engineer, Tenant Administrator'],
      [/\bPersonal Access Token\b/, 'personal access token'],
      [/\bxperience portal\b/, 'Xperience Portal'],
    ] as const
    const right = /\b(DevOps Engineer|Tenant Administrator)\b/g
    for (const [key, text] of all) {
      const rest = readable(text).replace(right, '')
      for (const [pattern, name] of wrong) {
        expect(rest, `${key}: write ${name}`).not.toMatch(pattern)
      }
    }
  })
})

describe('the words and the code', () => {
  it('every key is used, as it stands or made from a code', () => {
    const patterns = [...code.matchAll(/`([a-z][a-z0-9.-]*\.(?:[a-z0-9.-]|\$\{[^}]*\})*)`/g)]
      .filter(([, made]) => made!.includes('${'))
      .map(
        ([, made]) =>
          new RegExp(`^${made!.replace(/[.]/g, '\\.').replace(/\$\{[^}]*\}/g, '[a-z0-9.-]+')}$`),
      )
    const unused = Object.keys(catalog).filter(
      (key) => !code.includes(`'${key}'`) && !patterns.some((pattern) => pattern.test(key)),
    )
    expect(unused).toEqual([])
  })

  it('every fault the engine names has a title, and no text asks for a value it is not given', () => {
    const given = faultsOf(rust)
    expect(given.size).toBeGreaterThan(10)
    const untold = [...given.keys()].filter((known) => !(`fault.${known}.title` in catalog))
    expect(untold).toEqual([])
    for (const [known, params] of given) {
      for (const part of ['title', 'means', 'todo']) {
        const message = catalog[`fault.${known}.${part}`]
        for (const name of message ? mentioned(message) : []) {
          expect([...params], `fault.${known}.${part} asks for {${name}}`).toContain(name)
        }
      }
    }
  })
})

/**
 * Codes the engine writes out, each with the parameters it always comes with. Only faults made in
 * one expression are understood; others are left to the tests of the engine.
 */
function faultsOf(sources: readonly string[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const source of sources) {
    const body = source.split('#[cfg(test)]')[0]!
    for (const made of body.matchAll(/Fault::new\(\s*"([a-z0-9-]+)"[^;]*?(?=;|Fault::new|\n\s*\n|$)/g)) {
      const params = new Set([...made[0].matchAll(/\.with\(\s*"(\w+)"/g)].map((with_) => with_[1]!))
      const before = found.get(made[1]!)
      found.set(made[1]!, before ? new Set([...before].filter((name) => params.has(name))) : params)
    }
  }
  return found
}
