import type { Kept } from './flow'

/** What was typed for a package, for as long as the window is open: leaving the flow loses nothing. */
const kept = new Map<string, Pick<Kept, 'drafts'>>()

export function keepFor({ packageId, drafts }: Kept): void {
  if (packageId) kept.set(packageId, { drafts })
}

export function rememberedFor(packageId: string | undefined): Partial<Kept> {
  return (packageId && kept.get(packageId)) || {}
}

/** What the user said about a deployment, by the upload that sent it. */
const told = new Map<string, boolean>()

export function keepTold(uploadId: string, live: boolean): void {
  told.set(uploadId, live)
}

export function rememberedTold(uploadId: string): boolean | null {
  return told.get(uploadId) ?? null
}
