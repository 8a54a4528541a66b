/** The items of a project's reviews, by kind of stage. */
import type { StageKind, Template, TemplateItem } from '../../backend/interface'

export function itemsOf(template: Template, kind: StageKind): TemplateItem[] {
  return template.stages.find((stage) => stage.kind === kind)?.items ?? []
}

export function withItems(template: Template, kind: StageKind, items: TemplateItem[]): Template {
  const known = template.stages.some((stage) => stage.kind === kind)
  return {
    stages: known
      ? template.stages.map((stage) => (stage.kind === kind ? { kind, items } : stage))
      : [...template.stages, { kind, items }],
  }
}

/** What was there before and was taken out: it can be put back. */
export function leftOut(template: Template, before: Template, kind: StageKind): TemplateItem[] {
  const kept = itemsOf(template, kind)
  return itemsOf(before, kind).filter((one) => !kept.some((other) => other.code === one.code && other.text === one.text))
}
