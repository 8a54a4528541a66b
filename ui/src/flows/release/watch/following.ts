import type { ReleaseEvent, ReleaseView } from '../../../backend'

/** What the watching of a release needs of it: what is known, and whom to tell. */
export type Following = {
  readonly id: string
  readonly view: ReleaseView | null
  readonly busy: string | null
  tell(event: ReleaseEvent): Promise<boolean>
}
