import type { Environment, PackageView, Project, TokenStatus, UploadTerms } from '../../backend/interface'

/** The one thing to do next with a package and an environment. */
export type Offer =
  /** The engine has not said yet what must be agreed. */
  | { do: 'wait' }
  | { do: 'connect' }
  | { do: 'choose-again'; because: 'gone' | 'not-hashed' }
  /** It will not work; `mayAllTheSame` where it could be sent with a reason. */
  | { do: 'another-package'; mayAllTheSame: boolean }
  | { do: 'show-upload'; jobId: string }
  | { do: 'another-environment' }
  | { do: 'add-token' }
  | { do: 'review' }
  /** One press sends it; `ready` once its bytes are known to the last. */
  | { do: 'upload'; again: boolean; ready: boolean }

type About = {
  project: Project | null
  environment: Environment | null
  view: PackageView
  terms: UploadTerms | null
  hashing: boolean
}

/** What stands in the way comes first, in the order in which the user would have to settle it. */
export function offer({ project, environment, view, terms, hashing }: About): Offer {
  const blocked = view.inspection.verdict === 'will-not-work'
  if (!view.still_there) return { do: 'choose-again', because: 'gone' }
  if (!project || !environment) {
    return blocked ? { do: 'another-package', mayAllTheSame: false } : { do: 'connect' }
  }
  if (!terms) return { do: 'wait' }
  if (terms.verdict === 'will-not-work') {
    return { do: 'another-package', mayAllTheSame: terms.may !== 'no' && !terms.under_way }
  }
  if (terms.under_way) return { do: 'show-upload', jobId: terms.under_way.id }
  if (terms.may === 'no') return { do: 'another-environment' }
  if (!view.sha256 && !hashing) return { do: 'choose-again', because: 'not-hashed' }
  if (!hasToken(terms.token)) return { do: 'add-token' }
  if (terms.may === 'as-emergency') return { do: 'review' }
  return { do: 'upload', again: terms.already_sent !== null, ready: view.sha256 !== null }
}

/** Whether the engine can take the token from somewhere. */
export function hasToken(token: TokenStatus): boolean {
  return token.state === 'saved' || token.state === 'this-session'
}
