/**
 * The words against the code that asks for them: none without a use, no fault of the engine
 * without words, no parameter nobody provides. And what of promise 45 needs more than a pattern.
 */
import { describe, expect, it } from 'vitest'
import { words } from '.'
import { formats } from './formats'
import { m as ofReleases } from './generated-release/messages.js'
import { m as ofRestores } from './generated-restore/messages.js'
import { m as ofTrust } from './generated-trust/messages.js'
import { m } from './generated/messages.js'
import './release'
import './restore'
import './trust'

/** A message with plural forms, as inlang's message format writes it. */
type Forms = { declarations: string[]; selectors: string[]; match: Record<string, string> }

const files = Object.values(
  import.meta.glob<Record<string, string | [Forms]>>('./messages/*.json', { eager: true, import: 'default' }),
)
const catalog: Record<string, string | [Forms]> = Object.assign({}, ...files)

/** Every text a message can come out as. */
const texts = (message: string | [Forms]): string[] =>
  typeof message === 'string' ? [message] : Object.values(message[0].match)

/** Each text of the catalog with the key it stands under. */
const all = Object.entries(catalog).flatMap(([key, message]) => texts(message).map((text) => [key, text] as const))

/** What stands between braces. */
const placeholders = (text: string): string[] => [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name!)

/** The parameters a message mentions, to show or to choose a form by. */
function mentioned(message: string | [Forms]): string[] {
  const shown = texts(message).flatMap(placeholders).map((placeholder) => placeholder.split('.')[0]!)
  return [...new Set([...shown, ...(typeof message === 'string' ? [] : declared(message[0]))])]
}

const declared = ({ declarations }: Forms): string[] =>
  declarations.flatMap((line) => /^input (\w+)$/.exec(line)?.[1] ?? [])

const code = Object.values(
  import.meta.glob<string>(['../**/*.svelte', '../**/*.ts', '!../**/*.test.ts', '!../backend/bindings.ts'], {
    eager: true,
    query: '?raw',
    import: 'default',
  }),
).join('\n')
const rust = Object.entries(
  import.meta.glob<string>(['../../../src-tauri/engine/src/**/*.rs', '../../../src-tauri/app/**/*.rs'], {
    eager: true,
    query: '?raw',
    import: 'default',
  }),
)
  .filter(([path]) => !/\/tests(\/|\.rs$)/.test(path))
  .map(([, source]) => source)
/** The longest a text gets, in sentences. */
function sentences(text: string): number {
  const filled = text.replace(/\{[^{}]*\}/g, 'X')
  return filled.split(/[.!?]+(?=\s|$)/).filter((part) => part.trim() !== '').length
}

describe('what Slipway answers by itself in a review', () => {
  const answered = rust
    .join('\n')
    .matchAll(/Answer::(?:holds|does_not_hold|not_known)\(\s*"([a-z-]+)"/g)
  const codes = [...new Set([...answered].map(([, code]) => code!))]

  it('has words for every reason the engine gives, and for no other', () => {
    expect(codes.length).toBeGreaterThan(20)
    const forecasts = ['none', 'read-only', 'offline'].map((outage) => `forecast-${outage}`)
    const worded = Object.keys(catalog).flatMap((key) => /^release\.because\.(.+)$/.exec(key)?.[1] ?? [])
    expect(worded.sort()).toEqual([...new Set([...codes, ...forecasts])].sort())
  })
})

describe('what is seen of a site', () => {
  const [bindings = ''] = Object.values(
    import.meta.glob<string>('../backend/bindings.ts', { eager: true, query: '?raw', import: 'default' }),
  )
  /** The words a type of the engine can be. */
  const codesOf = (type: string): string[] => {
    const [, said = ''] = new RegExp(`export type ${type} =([^;]*);`).exec(bindings.replace(/\/\*[^]*?\*\//g, '')) ?? []
    return [...said.matchAll(/"([a-z-]+)"/g)].map(([, code]) => code!)
  }

  it.each([
    ['LookBecause', 'release.look.'],
    ['DomainSays', 'release.domain.'],
    ['RecordSays', 'release.record.'],
  ])('has words for every %s, and for no other', (type, start) => {
    const worded = Object.keys(catalog).filter((key) => key.startsWith(start))
    expect(codesOf(type).map((code) => start + code).sort()).toEqual(worded.sort())
  })
})

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
    for (const [key, text] of all) {
      expect(text.replace(/\{[^{}]*\}/g, ''), key).not.toMatch(/[{}]/)
      for (const placeholder of placeholders(text)) {
        const [, kind] = /^[a-z_][a-z0-9_]*(?:\.(\w+))?$/i.exec(placeholder) ?? expect.fail(`${key}: {${placeholder}}`)
        if (kind !== undefined) expect(Object.keys(formats), key).toContain(kind)
      }
    }
  })

  it('with several forms has one for every number, chosen by a number it is given', () => {
    for (const [key, message] of Object.entries(catalog)) {
      if (typeof message === 'string') continue
      const [forms, ...more] = message
      expect(more, key).toEqual([])
      const [number] = declared(forms)
      expect(forms.declarations, key).toEqual([`input ${number}`, `local form = ${number}: plural`])
      const rest = forms.selectors.map((selector) => `${selector}=*`).join(', ')
      expect(Object.keys(forms.match).at(-1), key).toBe(rest)
    }
  })

  it('is compiled, stands in one file only and leaves nothing open once filled', () => {
    expect([m, ofReleases, ofRestores, ofTrust].flatMap((compiled) => Object.keys(compiled)).sort()).toEqual(files.flatMap((file) => Object.keys(file)).sort())
    for (const [key, message] of Object.entries(catalog)) {
      const params = Object.fromEntries(mentioned(message).map((name) => [name, '1']))
      expect(words(key, params), key).not.toMatch(/[{}]|undefined|NaN/)
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
      const rest = text.replace(/\{[^{}]*\}/g, 'X').replace(right, '')
      for (const [pattern, name] of wrong) {
        expect(rest, `${key}: write ${name}`).not.toMatch(pattern)
      }
    }
  })
})

const made = [...code.matchAll(/`([a-z][a-z0-9.-]*\.(?:[a-z0-9.-]|\$\{[^}]*\})*)`/g)]
  .filter(([, template]) => template!.includes('${'))
  .map(([, template]) => pattern(template!))

describe('the words and the code', () => {
  it('every key is used, as it stands or made from a code', () => {
    const unused = Object.keys(catalog).filter(
      (key) => !code.includes(`'${key}'`) && !made.some((pattern) => pattern.test(key)),
    )
    expect(unused).toEqual([])
  }, 60_000)

  it('every key the code looks up exists, as it stands or made from a code', () => {
    const asked = [...code.matchAll(/\b(?:say|words|hasWords)\(\s*'([^']+)'/g)].map(([, key]) => key!)
    expect(asked.length).toBeGreaterThan(300)
    expect(asked.filter((key) => !(key in catalog))).toEqual([])
    const looked = [...code.matchAll(/\b(?:say|words|hasWords)\(\s*`([^`]+)`/g)].map(([, key]) => pattern(key!))
    expect(looked.length).toBeGreaterThan(10)
    const keys = Object.keys(catalog)
    expect(looked.filter((pattern) => !keys.some((key) => pattern.test(key))).map(String)).toEqual([])
  })

  it('every fault the engine names has a title, and no text asks for a value it is not given', () => {
    const given = faultsOf(rust)
    expect(given.size).toBeGreaterThan(10)
    const untold = [...given.keys()].filter((known) => !(`fault.${known}.title` in catalog))
    expect(untold).toEqual([])
    for (const [known, params] of given) {
      for (const part of ['title', 'means', 'todo']) onlyAsksFor(params, `fault.${known}.${part}`)
    }
  })

  it('every check of the engine is worded whole, and no text asks for a value it is not given', () => {
    const checks = rust.flatMap((source) => [
      ...source.matchAll(/^\s+[A-Z_]+ = "([a-z0-9-]+)" [A-Z]\w+ [A-Z]\w+ \[([\w, ]*)\];$/gm),
    ])
    expect(checks.length).toBeGreaterThan(80)
    for (const [, id, params] of checks) {
      for (const part of ['what', 'why', 'fix']) {
        expect(Object.keys(catalog)).toContain(`check.${id}.${part}`)
        onlyAsksFor(params!.split(', '), `check.${id}.${part}`)
      }
    }
  })
})

function onlyAsksFor(params: Iterable<string>, key: string): void {
  for (const name of key in catalog ? mentioned(catalog[key]!) : []) {
    expect([...params], `${key} asks for {${name}}`).toContain(name)
  }
}

/** The keys a template makes, whatever it is filled with. */
function pattern(template: string): RegExp {
  return new RegExp(`^${template.replace(/[.]/g, '\\.').replace(/\$\{[^}]*\}/g, '[a-z0-9_.-]+')}$`)
}

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
