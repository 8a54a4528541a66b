/** How a message writes a parameter that is not plain text; see `message.ts` for the names. */
import { count, duration, moment, size } from '../format'

export const formats: Record<string, (given: string | number) => string> = {
  number: (given) => count(Number(given)),
  size: (given) => size(Number(given)),
  duration: (given) => duration(Number(given)),
  moment: (given) => moment(String(given)),
}
