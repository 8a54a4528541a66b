import type { ProjectForm } from './draft'

/**
 * A new project half filled in, kept while the user looks at something else. Only in memory: it
 * holds no secret, but it is not worth a file either.
 */
export const kept: { form: ProjectForm | null } = { form: null }
