/**
 * What a compiled message gets for the placeholders it mentions: `{env}` is the parameter as it
 * was given, `{bytes.size}` the parameter `bytes` written as `formats` writes a size.
 */
import { formats } from './formats'

export type Params = Record<string, string | number | null | undefined>

/** Values for the placeholders, looked up when asked; `shown` has the last word on each. */
export function inputs(params: Params, shown = (value: string | number) => value): object {
  return new Proxy({}, { get: (_, placeholder) => shown(value(String(placeholder), params)) })
}

/** A parameter that is missing leaves its name, so that it is seen. */
function value(placeholder: string, params: Params): string | number {
  const [name = '', kind = ''] = placeholder.split('.')
  const given = params[name]
  if (given === undefined || given === null) return `{${name}}`
  return formats[kind]?.(given) ?? given
}
